/* SPDX-License-Identifier: MIT */
#include "view/find.h"

#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"

enum { MOST = 128 }; /* characters of a text that is marked */

static bool has_capitals(const char *text)
{
    while (*text && !ascii_is_upper(*text))
        text++;
    return *text;
}

static bool same(const char *a, const char *b, size_t n, bool exactly)
{
    if (exactly)
        return !memcmp(a, b, n);
    while (n && ascii_lower(*a) == ascii_lower(*b))
        a++, b++, n--;
    return !n;
}

size_t view_find(const char *s, size_t n, const char *text)
{
    size_t len = strlen(text);
    bool exactly = has_capitals(text);
    int first = ascii_lower(*text);
    for (size_t at = 0; len && at + len <= n; at++)
        if (ascii_lower(s[at]) == first && same(s + at, text, len, exactly))
            return at;
    return n;
}

bool view_has(const char *s, const char *text)
{
    size_t n = s ? strlen(s) : 0;
    return view_find(s, n, text) < n;
}

/* ---- on the screen ---- */

/* A text as cells have it. */
struct wanted {
    uint32_t chars[MOST];
    int n;
    bool exactly;
};

static void make_wanted(struct wanted *to, const char *text)
{
    *to = (struct wanted){.exactly = has_capitals(text)};
    for (size_t left = strlen(text), used; left && to->n < MOST; text += used, left -= used) {
        used = utf8_decode(text, left, &to->chars[to->n]);
        to->n++;
    }
}

static bool same_char(uint32_t a, uint32_t b, bool exactly)
{
    return a == b || (!exactly && a < 128 && b < 128 && ascii_lower((int)a) == ascii_lower((int)b));
}

/* How many cells of the row it takes from column x on; 0: it does not stand there. The right half
 * of a wide character is none of it. */
static int cells_found(struct win w, int y, int x, const struct wanted *wanted)
{
    int at = x;
    for (int i = 0; i < wanted->n; i++, at++) {
        while (i && at < w.w && !screen_at(w.screen, w.y + y, w.x + at)->ch)
            at++;
        if (at >= w.w || !same_char(screen_at(w.screen, w.y + y, w.x + at)->ch, wanted->chars[i],
                                    wanted->exactly))
            return 0;
    }
    return at - x;
}

void view_mark_found(struct win w, const char *text)
{
    struct wanted wanted;
    make_wanted(&wanted, text);
    for (int y = 0; y < w.h && wanted.n; y++)
        for (int x = 0; x < w.w; x++)
            for (int n = cells_found(w, y, x, &wanted); n; n--, x += n > 0)
                screen_at(w.screen, w.y + y, w.x + x)->style.attr ^= ATTR_REVERSE;
}
