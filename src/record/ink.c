/* SPDX-License-Identifier: MIT */
#include "record/ink.h"

#include "base/utf8.h"

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

static void add_number(struct buf *out, int n)
{
    buf_int(out, n);
    buf_putc(out, ';');
}

static void add_color(struct buf *out, int color, int base)
{
    if (color < 0) {
        add_number(out, base + 9);
    } else if (color < 16) {
        add_number(out, color < 8 ? base + color : base + 60 + color - 8);
    } else if (color & COLOR_RGB) {
        add_number(out, base + 8);
        add_number(out, 2);
        for (int shift = 16; shift >= 0; shift -= 8)
            add_number(out, color >> shift & 0xff);
    } else {
        add_number(out, base + 8);
        add_number(out, 5);
        add_number(out, color);
    }
}

void ink_set(struct buf *out, struct ink *pen, struct ink to)
{
    static const struct {
        int attr, on, off;
    } attrs[] = {
        {ATTR_BOLD, 1, 22},
        {ATTR_ITALIC, 3, 23},
        {ATTR_UNDERLINE, 4, 24},
        {ATTR_REVERSE, 7, 27},
    };
    if (ink_same(*pen, to))
        return;
    buf_puts(out, "\033[");
    if (!ink_same(to, ink_own)) {
        for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
            if ((pen->attr ^ to.attr) & attrs[i].attr)
                add_number(out, to.attr & attrs[i].attr ? attrs[i].on : attrs[i].off);
        if (pen->fg != to.fg)
            add_color(out, to.fg, 30);
        if (pen->bg != to.bg)
            add_color(out, to.bg, 40);
        out->len--; /* the last semicolon */
    }
    buf_putc(out, 'm');
    *pen = to;
}

void ink_char(struct buf *out, uint32_t ch)
{
    char s[4];
    if (ch < 0x80)
        buf_putc(out, (char)ch);
    else
        buf_add(out, s, utf8_encode(ch, s));
}
