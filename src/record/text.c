/* SPDX-License-Identifier: MIT */
#include "record/text.h"

#include "record/ink.h"

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
                ink_char(out, screen_at(s, y, x)->ch);
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

/* A blank shows its ground and nothing else, unless it is underlined or reversed. */
static void put_cell(struct buf *out, struct ink *pen, struct ink to, uint32_t ch)
{
    if (ch == ' ' && !((pen->attr | to.attr) & ON_BLANKS))
        to = (struct ink){pen->fg, to.bg, pen->attr};
    ink_set(out, pen, to);
    ink_char(out, ch);
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
    struct ink pen = ink_own;
    for (int y = 0; y < s->h; y++) {
        int w = ansi_end(s, y, t, depth);
        for (int x = 0; x < w; x++) {
            const struct cell *c = screen_at(s, y, x);
            if (c->ch)
                put_cell(out, &pen, ink_of(t, depth, c->style), c->ch);
        }
        ink_set(out, &pen, ink_own);
        buf_putc(out, '\n');
    }
}
