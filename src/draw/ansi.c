/* SPDX-License-Identifier: MIT */
#include "draw/ansi.h"

static bool obey(struct ansi *a, unsigned sgr)
{
    unsigned ten = sgr / 10, digit = sgr % 10;
    if (sgr == 0)
        *a = (struct ansi){0};
    else if (sgr == 1 || sgr == 22)
        a->bold = sgr == 1;
    else if (sgr == 39)
        a->colored = false;
    else if (sgr == 49 || ((ten == 4 || ten == 10) && digit < 8))
        return true; /* backgrounds are ours */
    else if ((ten == 3 || ten == 9) && digit < 8)
        *a = (struct ansi){
            .colored = true, .bold = a->bold, .color = (uint8_t)(digit + (ten == 9) * 8)};
    else
        return false;
    return true;
}

/* The length of the colour sequence at s, which is obeyed as a whole or not at all; 0 if there is
 * none. */
static size_t sequence(struct ansi *a, const char *s, size_t n)
{
    struct ansi to = *a;
    unsigned sgr = 0;
    if (n < 3 || s[0] != '\033' || s[1] != '[')
        return 0;
    for (size_t i = 2; i < n; i++) {
        if (s[i] >= '0' && s[i] <= '9' && sgr < 1000) {
            sgr = sgr * 10 + (unsigned)(s[i] - '0');
            continue;
        }
        if ((s[i] != ';' && s[i] != 'm') || !obey(&to, sgr))
            return 0;
        if (s[i] == 'm') {
            *a = to;
            return i + 1;
        }
        sgr = 0;
    }
    return 0;
}

size_t ansi_next(struct ansi *a, const char *s, size_t n, const char **text, size_t *len)
{
    size_t at = 0, used;
    while ((used = sequence(a, s + at, n - at)))
        at += used;
    struct ansi ahead = *a;
    size_t end = at;
    while (end < n && !sequence(&ahead, s + end, n - end))
        end++;
    *text = s + at;
    *len = end - at;
    return end;
}

void ansi_skip(struct ansi *a, const char *s, size_t n)
{
    const char *text;
    for (size_t len, used; n; s += used, n -= used)
        used = ansi_next(a, s, n, &text, &len);
}

struct style ansi_style(const struct ansi *a, struct style st)
{
    if (a->colored)
        st.role = (uint8_t)(ROLE_ANSI + a->color);
    if (a->bold)
        st.attr |= ATTR_BOLD;
    return st;
}
