/* SPDX-License-Identifier: MIT */
/* The rows of a picture: grounds, bars and frames as shapes, the rest as text; and how a row falls into
 * pieces. */
#include <stdlib.h>
#include <string.h>
#include <uchar.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "record/svg_parts.h"

struct ink {
    int fg, bg, attr;
};

static struct ink ink_of(const struct theme *t, struct style st)
{
    int fg, bg, attr;
    theme_colors(t, DEPTH_256, st, &fg, &bg, &attr);
    if (attr & ATTR_REVERSE)
        return (struct ink){ROLES + st.ground, st.role, attr & ~ATTR_REVERSE};
    return (struct ink){st.role, ROLES + st.ground, attr};
}

/* Pixels from hundredths of them, as short as can be, in every locale. */
static void put_px(struct buf *out, int hundredths)
{
    int n = abs(hundredths);
    buf_printf(out, "%s%d", hundredths < 0 ? "-" : "", n / 100);
    if (n % 10)
        buf_printf(out, ".%02d", n % 100);
    else if (n % 100)
        buf_printf(out, ".%d", n / 10 % 10);
}

/* --- characters drawn as lines ---------------------------------------------------------------- */

/* From the top left corner of the cell. */
static const struct {
    uint32_t ch;
    const char *path;
} lines[] = {
    {u'│', "m4.5 0v19"},
    {u'╭', "m4.5 19v-5q0-4.5 4.5-4.5"},
    {u'╮', "m0 9.5q4.5 0 4.5 4.5v5"},
    {u'╰', "m4.5 0v5q0 4.5 4.5 4.5"},
    {u'╯', "m0 9.5q4.5 0 4.5-4.5v-5"},
    {u'┌', "m4.5 19v-9.5h4.5"},
    {u'┐', "m0 9.5h4.5v9.5"},
    {u'└', "m4.5 0v9.5h4.5"},
    {u'┘', "m0 9.5h4.5v-9.5"},
    {u'├', "m4.5 0v19m0-9.5h4.5"},
    {u'┤', "m4.5 0v19m0-9.5h-4.5"},
    {u'┬', "m0 9.5h9m-4.5 0v9.5"},
    {u'┴', "m0 9.5h9m-4.5 0v-9.5"},
    {u'┼', "m0 9.5h9m-4.5-9.5v19"},
    {u'┃', "m4.5 0v19"},
    {u'┏', "m4.5 19v-9.5h4.5"},
    {u'┓', "m0 9.5h4.5v9.5"},
    {u'┗', "m4.5 0v9.5h4.5"},
    {u'┛', "m0 9.5h4.5v-9.5"},
};

static const char *line_of(uint32_t ch)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].ch == ch)
            return lines[i].path;
    return NULL;
}

enum stroke { THIN, DASHED, HEAVY, STROKES };

static enum stroke stroke_of(uint32_t ch)
{
    static const char16_t heavy[] = u"━┃┏┓┗┛";
    for (const char16_t *h = heavy; *h; h++)
        if (*h == ch)
            return HEAVY;
    return ch == u'╌' ? DASHED : THIN;
}

static bool is_line(uint32_t ch)
{
    return ch == u'─' || ch == u'━' || ch == u'╌' || line_of(ch);
}

/* --- characters drawn as blocks --------------------------------------------------------------- */

struct block {
    int x, y, w, h; /* eighths of the cell */
    int shade;      /* quarters of ink */
};

static bool block_of(uint32_t ch, struct block *b)
{
    int n = (int)ch - 0x2580;
    if (ch < 0x2580 || ch > 0x2593)
        return false;
    *b = n == 0      ? (struct block){0, 0, 8, 4, 4}
         : n <= 8    ? (struct block){0, 8 - n, 8, n, 4}
         : n <= 0xf  ? (struct block){0, 0, 16 - n, 8, 4}
         : n == 0x10 ? (struct block){4, 0, 4, 8, 4}
                     : (struct block){0, 0, 8, 8, n - 0x10};
    return true;
}

/* --- a row ------------------------------------------------------------------------------------ */

struct row {
    const struct cell *cells;
    struct ink *inks;
    int w;
    bool *used;
    struct buf *out;
};

static void put_class(struct row *r, int color)
{
    r->used[color] = true;
    buf_printf(r->out, " class=\"c%d", color);
}

static void put_rect(struct row *r, int color, int from, int n, struct block b)
{
    static const char *const shades[] = {"", " p", " q", " t", ""};
    buf_puts(r->out, "<rect");
    put_class(r, color);
    buf_printf(r->out, "%s\" x=\"", shades[b.shade]);
    put_px(r->out, 100 * CELL_W * from + 100 * CELL_W * b.x / 8);
    buf_puts(r->out, "\" y=\"");
    put_px(r->out, 100 * CELL_H * b.y / 8 - 100 * ASCENT);
    buf_puts(r->out, "\" width=\"");
    put_px(r->out, 100 * CELL_W * (n - 1) + 100 * CELL_W * b.w / 8);
    buf_puts(r->out, "\" height=\"");
    put_px(r->out, 100 * CELL_H * b.h / 8);
    buf_puts(r->out, "\"/>");
}

static void put_grounds(struct row *r)
{
    static const struct block whole = {0, 0, 8, 8, 4};
    for (int x = 0, from; x < r->w;) {
        for (from = x++; x < r->w && r->inks[x].bg == r->inks[from].bg;)
            x++;
        if (r->inks[from].bg != COLOR_BACK)
            put_rect(r, r->inks[from].bg, from, x - from, whole);
    }
}

static void put_blocks(struct row *r)
{
    struct block b;
    for (int x = 0, from; x < r->w;) {
        from = x++;
        if (!block_of(r->cells[from].ch, &b))
            continue;
        while (b.w == 8 && x < r->w && r->cells[x].ch == r->cells[from].ch &&
               r->inks[x].fg == r->inks[from].fg)
            x++;
        put_rect(r, r->inks[from].fg, from, x - from, b);
    }
}

static int same_run(const struct row *r, int x)
{
    int n = 1;
    while (x + n < r->w && r->cells[x + n].ch == r->cells[x].ch &&
           r->inks[x + n].fg == r->inks[x].fg)
        n++;
    return n;
}

/* The lines of one colour and stroke in the row are one path; `─` is drawn through, and `╌` too, in
 * a path that is dashed. */
static void put_path(struct row *r, int color, enum stroke stroke)
{
    static const char *const classes[STROKES] = {"", " d", " h"};
    size_t none = 0;
    for (int x = 0, n; x < r->w; x += n) {
        uint32_t ch = r->cells[x].ch;
        n = same_run(r, x);
        if (r->inks[x].fg != color || !is_line(ch) || stroke_of(ch) != stroke)
            continue;
        if (!none++) {
            buf_puts(r->out, "<path");
            put_class(r, color);
            buf_printf(r->out, "%s\" d=\"", classes[stroke]);
        }
        if (!line_of(ch))
            buf_printf(r->out, "M%d-4.5h%d", CELL_W * x, CELL_W * n);
        for (int i = 0; line_of(ch) && i < n; i++)
            buf_printf(r->out, "M%d-%d%s", CELL_W * (x + i), ASCENT, line_of(ch));
    }
    if (none)
        buf_puts(r->out, "\"/>");
}

static void put_paths(struct row *r)
{
    bool has[SVG_COLORS] = {false};
    for (int x = 0; x < r->w; x++)
        if (is_line(r->cells[x].ch))
            has[r->inks[x].fg] = true;
    for (int i = 0; i < SVG_COLORS; i++)
        for (enum stroke stroke = THIN; has[i] && stroke < STROKES; stroke++)
            put_path(r, i, stroke);
}

static void put_char(struct buf *out, uint32_t ch)
{
    char s[4];
    if (ch == '&')
        buf_puts(out, "&amp;");
    else if (ch == '<')
        buf_puts(out, "&lt;");
    else if (ch == '>')
        buf_puts(out, "&gt;");
    else
        buf_add(out, s, utf8_encode(ch, s));
}

/* Letters and punctuation, which any monospaced font has in the same width. Everything else
 * stands alone in the middle of its cells: it may come from another font, and would push its
 * neighbours. */
static bool is_plain(uint32_t ch)
{
    return (ch && ch < 0x300) || (ch >= 0x2010 && ch < 0x2028);
}

static bool same_ink(const struct row *r, int a, int b)
{
    return r->inks[a].fg == r->inks[b].fg && r->inks[a].attr == r->inks[b].attr;
}

/* In which ink a blank is, nobody sees, if it is not underlined. */
static bool goes_on(const struct row *r, int x, int i)
{
    bool blank = r->cells[i].ch == ' ' && !((r->inks[x].attr | r->inks[i].attr) & ATTR_UNDERLINE);
    return blank || same_ink(r, x, i);
}

/* The end of the text that starts at x. Two blanks end it, so that what a viewer's font is off
 * by does not add up. */
static int text_end(const struct row *r, int x)
{
    bool underlined = r->inks[x].attr & ATTR_UNDERLINE;
    int end = x + 1;
    for (int i = x + 1; i < r->w && is_plain(r->cells[i].ch) && goes_on(r, x, i); i++) {
        if (r->cells[i].ch != ' ' || underlined)
            end = i + 1;
        else if (r->cells[i - 1].ch == ' ')
            break;
    }
    return end;
}

static void put_text(struct row *r, int x, int end)
{
    bool alone = !is_plain(r->cells[x].ch);
    struct ink ink = r->inks[x];
    int cells = x + 1 < r->w && !r->cells[x + 1].ch ? 2 : 1;
    buf_puts(r->out, "<text");
    put_class(r, ink.fg);
    buf_printf(r->out, "%s%s%s%s\" x=\"", ink.attr & ATTR_BOLD ? " b" : "",
               ink.attr & ATTR_UNDERLINE ? " u" : "", ink.attr & ATTR_ITALIC ? " i" : "",
               alone ? " m" : "");
    put_px(r->out, 100 * CELL_W * x + (alone ? 50 * CELL_W * cells : 0));
    buf_putc(r->out, '"');
    if (end - x > 1)
        buf_printf(r->out, " textLength=\"%d\"", CELL_W * (end - x));
    buf_putc(r->out, '>');
    for (; x < end; x++)
        put_char(r->out, r->cells[x].ch);
    buf_puts(r->out, "</text>");
}

static void put_texts(struct row *r)
{
    struct block b;
    for (int x = 0, end; x < r->w; x = end) {
        uint32_t ch = r->cells[x].ch;
        end = x + 1;
        if (!ch || is_line(ch) || block_of(ch, &b))
            continue;
        if (ch == ' ' && !(r->inks[x].attr & ATTR_UNDERLINE))
            continue;
        if (is_plain(ch))
            end = text_end(r, x);
        put_text(r, x, end);
    }
}

/* --- pieces ----------------------------------------------------------------------------------- */

static bool is_frame(const struct cell *c)
{
    return is_line(c->ch) && (c->style.role == ROLE_FRAME || c->style.role == ROLE_FOCUS);
}

static bool is_blank(const struct cell *c, const struct theme *t)
{
    return c->ch == ' ' && !(ink_of(t, c->style).attr & ATTR_UNDERLINE);
}

enum { CUT = 8 }; /* columns */

/* Bars and lines are cut here and there, for they are long, and grow at their end. */
static bool is_cut(const struct cell *row, int x)
{
    struct block b;
    uint32_t ch = row[x].ch, last = row[x - 1].ch;
    return x % CUT == 0 && (is_line(ch) || block_of(ch, &b)) &&
           (is_line(last) || block_of(last, &b));
}

unsigned svg_cut_row(const struct screen *s, int y, const struct theme *t, uint16_t *pieces)
{
    const struct cell *row = screen_at(s, y, 0);
    unsigned n = SVG_FRAME + 1;
    int blanks = 2;
    for (int x = 0; x < s->w; x++) {
        pieces[x] = SVG_BLANK;
        if (is_frame(&row[x])) {
            pieces[x] = SVG_FRAME;
            blanks = 2;
        } else if (is_blank(&row[x], t)) {
            blanks++;
        } else {
            if (blanks >= 2 || (x && is_cut(row, x)))
                n++;
            pieces[x] = (uint16_t)(n - 1);
            blanks = 0;
        }
    }
    return n;
}

void svg_put_piece(struct buf *out, const struct screen *s, int y, const uint16_t *pieces,
                   unsigned piece, const struct theme *t, bool used[SVG_COLORS])
{
    static const struct cell blank = {.ch = ' '};
    struct cell *cells = xmalloc((size_t)s->w * sizeof *cells);
    struct row r = {.cells = cells, .w = s->w, .used = used, .out = out};
    r.inks = xmalloc((size_t)s->w * sizeof *r.inks);
    for (int x = 0; x < s->w; x++) {
        const struct cell *c = screen_at(s, y, x);
        cells[x] = pieces[x] == piece ? *c : blank;
        r.inks[x] = ink_of(t, piece == SVG_GROUNDS ? c->style : cells[x].style);
    }
    if (piece == SVG_GROUNDS) {
        put_grounds(&r);
    } else {
        put_blocks(&r);
        put_paths(&r);
        put_texts(&r);
    }
    free(r.inks);
    free(cells);
}
