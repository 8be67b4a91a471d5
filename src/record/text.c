/* SPDX-License-Identifier: MIT */
#include "record/text.h"

#include <string.h>

#include "base/utf8.h"

static void put_char(struct buf *out, uint32_t ch)
{
    char s[4];
    buf_add(out, s, utf8_encode(ch, s));
}

/* The columns of a row up to its last character. */
static int row_end(const struct screen *s, int y)
{
    int w = s->w;
    while (w > 0 && screen_at(s, y, w - 1)->ch == ' ')
        w--;
    return w;
}

void text_write(struct buf *out, const struct screen *s)
{
    for (int y = 0; y < s->h; y++) {
        int w = row_end(s, y);
        for (int x = 0; x < w; x++)
            if (screen_at(s, y, x)->ch)
                put_char(out, screen_at(s, y, x)->ch);
        buf_putc(out, '\n');
    }
}

static const char letters[] = ".RYWDFXCZdsfbknawKSN/UB01234567)!@#$%^&";
_Static_assert(sizeof letters - 1 == ROLES, "a letter for each role");

static bool has_ground(struct style st, int ground)
{
    return st.ground == ground;
}

static bool has_attr(struct style st, int attr)
{
    return st.attr & attr;
}

/* The cells of a row that have something, as " name x+n" for each run of them. */
static void put_runs(struct buf *out, const struct screen *s, int y, const char *name,
                     bool (*has)(struct style, int), int what)
{
    for (int x = 0; x < s->w; x++) {
        int from = x;
        while (x < s->w && has(screen_at(s, y, x)->style, what))
            x++;
        if (x > from)
            buf_printf(out, " %s %d+%d", name, from, x - from);
    }
}

static void put_grounds_and_attrs(struct buf *out, const struct screen *s, int y)
{
    static const char *const grounds[GROUNDS] = {NULL, "current", "selected", "phase", "bar"};
    static const char *const attrs[] = {"bold", "underline", "reverse", "italic"};
    for (int i = 1; i < GROUNDS; i++)
        put_runs(out, s, y, grounds[i], has_ground, i);
    for (int i = 0; i < 4; i++)
        put_runs(out, s, y, attrs[i], has_attr, 1 << i);
}

void text_write_styles(struct buf *out, const struct screen *s)
{
    struct buf marks = {0};
    for (int y = 0; y < s->h; y++) {
        buf_clear(&marks);
        put_grounds_and_attrs(&marks, s, y);
        int w = marks.len ? s->w : row_end(s, y);
        for (int x = 0; x < w; x++) {
            const struct cell *c = screen_at(s, y, x);
            buf_putc(out, c->ch == ' ' ? ' ' : letters[c->style.role]);
        }
        if (marks.len)
            buf_printf(out, "|%s", buf_str(&marks));
        buf_putc(out, '\n');
    }
    buf_free(&marks);
}

/* A terminal's pen: what the next character would be written in. */
struct ink {
    int fg, bg, attr;
};

static const struct ink own = {-1, -1, 0};

static bool same_ink(struct ink a, struct ink b)
{
    return a.fg == b.fg && a.bg == b.bg && a.attr == b.attr;
}

static struct ink ink_of(const struct theme *t, enum depth depth, struct style st)
{
    struct ink i;
    theme_colors(t, depth, st, &i.fg, &i.bg, &i.attr);
    return i;
}

static bool same_style(struct style a, struct style b)
{
    return a.role == b.role && a.ground == b.ground && a.attr == b.attr;
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

static void set_ink(struct buf *out, struct ink *pen, struct ink to)
{
    static const struct {
        int attr, on, off;
    } attrs[] = {
        {ATTR_BOLD, 1, 22},
        {ATTR_ITALIC, 3, 23},
        {ATTR_UNDERLINE, 4, 24},
        {ATTR_REVERSE, 7, 27},
    };
    if (same_ink(*pen, to))
        return;
    buf_puts(out, "\033[");
    if (!same_ink(to, own)) {
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

enum { ON_BLANKS = ATTR_UNDERLINE | ATTR_REVERSE };

/* A blank shows its ground and nothing else, unless it is underlined or reversed. */
static void put_cell(struct buf *out, struct ink *pen, struct ink to, uint32_t ch)
{
    if (ch == ' ' && !((pen->attr | to.attr) & ON_BLANKS))
        to = (struct ink){pen->fg, to.bg, pen->attr};
    set_ink(out, pen, to);
    put_char(out, ch);
}

/* The columns of a row up to the last that is more than the terminal's own blank. */
static int ansi_end(const struct screen *s, int y, const struct theme *t, enum depth depth)
{
    int w = s->w;
    for (; w > 0; w--) {
        const struct cell *c = screen_at(s, y, w - 1);
        struct ink i = ink_of(t, depth, c->style);
        if (c->ch != ' ' || i.bg >= 0 || i.attr & ON_BLANKS)
            break;
    }
    return w;
}

void ansi_write(struct buf *out, const struct screen *s, const struct theme *t, enum depth depth)
{
    struct ink pen = own;
    for (int y = 0; y < s->h; y++) {
        int w = ansi_end(s, y, t, depth);
        for (int x = 0; x < w; x++) {
            const struct cell *c = screen_at(s, y, x);
            if (c->ch)
                put_cell(out, &pen, ink_of(t, depth, c->style), c->ch);
        }
        set_ink(out, &pen, own);
        buf_putc(out, '\n');
    }
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
    return a->ch == b->ch && same_style(a->style, b->style);
}

/* Most rows are, from frame to frame. */
static bool same_row(const struct screen *before, const struct screen *after, int y)
{
    return before && !memcmp(screen_at(before, y, 0), screen_at(after, y, 0),
                             (size_t)after->w * sizeof *after->cells);
}

/* A cell that is not as it was; `before` may be NULL for a cleared screen, whose ground is the
 * terminal's and not ours. A right half changes with its left one. */
static bool changed(const struct screen *before, const struct screen *after, int y, int x)
{
    const struct cell *now = screen_at(after, y, x);
    return now->ch && (!before || !same_cell(now, screen_at(before, y, x)));
}

struct cursor {
    int y, x;
};

static void move_to(struct buf *out, struct cursor *at, int y, int x)
{
    if (at->y != y || at->x > x)
        buf_printf(out, "\033[%d;%dH", y + 1, x + 1);
    else if (at->x + 1 == x)
        buf_puts(out, "\033[C");
    else if (at->x < x)
        buf_printf(out, "\033[%dC", x - at->x);
    *at = (struct cursor){y, x};
}

/* A few characters that stand there already are written again, in the ink that the pen has, where that is
 * shorter than to pass over them. true: it has been done. */
static bool write_over(struct buf *out, struct cursor *at, const struct ink *pen,
                       const struct screen *s, int y, int x, const struct theme *t,
                       enum depth depth)
{
    enum { LONGEST = 7 }; /* of an ESC in JSON, a bracket and a letter */
    if (at->y != y || at->x >= x || x - at->x > LONGEST || (pen->attr & ON_BLANKS))
        return false;
    for (int i = at->x; i < x; i++) {
        const struct cell *c = screen_at(s, y, i);
        struct ink ink = ink_of(t, depth, c->style);
        if (c->ch < ' ' || c->ch > '~' || ink.bg != pen->bg || (ink.attr & ON_BLANKS) ||
            (c->ch != ' ' && !same_ink(ink, *pen)))
            return false;
    }
    for (; at->x < x; at->x++)
        put_char(out, screen_at(s, y, at->x)->ch);
    return true;
}

void ansi_diff(struct buf *out, const struct screen *before, const struct screen *after,
               const struct theme *t, enum depth depth)
{
    struct ink pen = own;
    struct cursor at = {-1, 0};
    struct style style = {0}; /* cells mostly look like those on their left */
    struct ink ink = ink_of(t, depth, style);
    if (before && (before->h != after->h || before->w != after->w))
        before = NULL;
    if (!before)
        buf_puts(out, "\033[m\033[2J");
    for (int y = 0; y < after->h; y++)
        for (int x = same_row(before, after, y) ? after->w : 0; x < after->w; x++) {
            const struct cell *c = screen_at(after, y, x);
            if (!changed(before, after, y, x))
                continue;
            if (!write_over(out, &at, &pen, after, y, x, t, depth))
                move_to(out, &at, y, x);
            if (!same_style(style, c->style)) {
                style = c->style;
                ink = ink_of(t, depth, style);
            }
            put_cell(out, &pen, ink, c->ch);
            at.x += x + 1 < after->w && !c[1].ch ? 2 : 1;
        }
    set_ink(out, &pen, own);
}
