/* SPDX-License-Identifier: MIT */
#include "record/ink.h"

#include "base/utf8.h"
#include "record/digits.h"

const struct ink ink_own = {-1, -1, 0};

struct ink ink_of(const struct theme *t, enum depth depth, struct style st)
{
    struct ink i;
    theme_colors(t, depth, st, &i.fg, &i.bg, &i.attr);
    return i;
}

bool ink_same(struct ink a, struct ink b)
{
    return a.fg == b.fg && a.bg == b.bg && a.attr == b.attr;
}

/* Of the longest sequence: four attributes and two colours of 24 bits. */
enum { SEQUENCE = 64 };

static char *put_number(char *to, int n)
{
    to = digits_put(to, n);
    *to++ = ';';
    return to;
}

static char *put_color(char *to, int color, int base)
{
    if (color < 0)
        return put_number(to, base + 9);
    if (color < 16)
        return put_number(to, color < 8 ? base + color : base + 60 + color - 8);
    to = put_number(to, base + 8);
    if (!(color & COLOR_RGB))
        return put_number(put_number(to, 5), color);
    to = put_number(to, 2);
    for (int shift = 16; shift >= 0; shift -= 8)
        to = put_number(to, color >> shift & 0xff);
    return to;
}

/* All but the m, with a semicolon behind each number. */
static char *put_changes(char *to, struct ink from, struct ink next)
{
    static const struct {
        int attr, on, off;
    } attrs[] = {
        {ATTR_BOLD, 1, 22},
        {ATTR_ITALIC, 3, 23},
        {ATTR_UNDERLINE, 4, 24},
        {ATTR_REVERSE, 7, 27},
    };
    for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
        if ((from.attr ^ next.attr) & attrs[i].attr)
            to = put_number(to, next.attr & attrs[i].attr ? attrs[i].on : attrs[i].off);
    if (from.fg != next.fg)
        to = put_color(to, next.fg, 30);
    if (from.bg != next.bg)
        to = put_color(to, next.bg, 40);
    return to;
}

void ink_set(struct buf *out, struct ink *pen, struct ink next)
{
    if (ink_same(*pen, next))
        return;
    char *from = buf_room(out, SEQUENCE), *to = from;
    *to++ = '\033';
    *to++ = '[';
    if (!ink_same(next, ink_own))
        to = put_changes(to, *pen, next) - 1; /* without the last semicolon */
    *to++ = 'm';
    buf_put(out, (size_t)(to - from));
    *pen = next;
}

void ink_char(struct buf *out, uint32_t ch)
{
    char s[4];
    if (ch < 0x80)
        buf_putc(out, (char)ch);
    else
        buf_add(out, s, utf8_encode(ch, s));
}
