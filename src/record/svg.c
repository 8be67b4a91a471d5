/* SPDX-License-Identifier: MIT */
/* Every row is a group of its own, moved to its place, with the origin at the left end of its
 * baseline. So a row's text depends on nothing but its cells, and a film can tell by comparing
 * strings which rows two frames share. */
#include "record/svg.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

/* A cell in pixels; the baseline is ASCENT below its top. DejaVu Sans Mono and JetBrains Mono
 * are 9 wide at 15. */
enum { CELL_W = 9, CELL_H = 19, ASCENT = 14, MARGIN = 9, FONT = 15 };

/* The colours of a picture, one CSS class each: first the roles, then the grounds. */
enum { COLORS = ROLES + GROUNDS, COLOR_BACK = ROLES + GROUND_NONE };

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
};

static const char *line_of(uint32_t ch)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].ch == ch)
            return lines[i].path;
    return NULL;
}

static bool is_line(uint32_t ch)
{
    return ch == u'─' || ch == u'╌' || line_of(ch);
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

/* The lines of one colour in the row are one path; `─` is drawn through, and `╌` too, in a path
 * that is dashed. */
static void put_path(struct row *r, int color, bool dashed)
{
    size_t none = 0;
    for (int x = 0, n; x < r->w; x += n) {
        uint32_t ch = r->cells[x].ch;
        n = same_run(r, x);
        if (r->inks[x].fg != color || !is_line(ch) || dashed != (ch == u'╌'))
            continue;
        if (!none++) {
            buf_puts(r->out, "<path");
            put_class(r, color);
            buf_printf(r->out, "%s\" d=\"", dashed ? " d" : "");
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
    bool has[COLORS] = {false};
    for (int x = 0; x < r->w; x++)
        if (is_line(r->cells[x].ch))
            has[r->inks[x].fg] = true;
    for (int i = 0; i < COLORS; i++)
        if (has[i]) {
            put_path(r, i, false);
            put_path(r, i, true);
        }
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
        buf_add(out, s, utf8_encode((ch & 0xfffe) == 0xfffe ? 0xfffd : ch, s));
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

/* The end of the text that starts at x. Two blanks end it, so that what a viewer's font is off
 * by does not add up. */
static int text_end(const struct row *r, int x)
{
    bool underlined = r->inks[x].attr & ATTR_UNDERLINE;
    int end = x + 1;
    for (int i = x + 1; i < r->w && is_plain(r->cells[i].ch) && same_ink(r, x, i); i++) {
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

/* Appends what is to be seen in row y, nothing if it is blank. */
static void put_row(struct buf *out, const struct screen *s, int y, const struct theme *t,
                    bool used[COLORS])
{
    struct row r = {.cells = screen_at(s, y, 0), .w = s->w, .used = used, .out = out};
    r.inks = xmalloc((size_t)s->w * sizeof *r.inks);
    for (int x = 0; x < s->w; x++)
        r.inks[x] = ink_of(t, r.cells[x].style);
    put_grounds(&r);
    put_blocks(&r);
    put_paths(&r);
    put_texts(&r);
    free(r.inks);
}

static void put_placed(struct buf *out, int y, const char *row)
{
    buf_printf(out, "<g transform=\"translate(0 %d)\">%s</g>\n", CELL_H * y + ASCENT, row);
}

/* --- the document ----------------------------------------------------------------------------- */

static void put_color(struct buf *out, struct rgb c)
{
    buf_printf(out, "#%02x%02x%02x", c.r, c.g, c.b);
}

static void put_styles(struct buf *out, const struct theme *t, const bool used[COLORS])
{
    buf_printf(out, "text{font-family:\"JetBrains Mono\",\"DejaVu Sans Mono\",monospace;"
                    "font-size:%dpx;fill:currentColor}\n", FONT);
    buf_puts(out, "rect{fill:currentColor;shape-rendering:crispEdges}\n"
                  "path{fill:none;stroke:currentColor;stroke-width:1.2}\n"
                  ".b{font-weight:bold}.u{text-decoration:underline}.i{font-style:italic}"
                  ".m{text-anchor:middle}\n"
                  ".p{opacity:.25}.q{opacity:.5}.t{opacity:.75}"
                  ".d{stroke-dasharray:2.5 2;stroke-dashoffset:-1}\n");
    for (int i = 0; i < COLORS; i++) {
        if (!used[i] && i != COLOR_BACK)
            continue;
        buf_printf(out, ".c%d{color:", i);
        put_color(out, i < ROLES ? t->roles[i] : t->grounds[i - ROLES]);
        buf_puts(out, "}\n");
    }
}

static void put_document(struct buf *out, int h, int w, const struct theme *t,
                         const bool used[COLORS], const struct buf *css, const struct buf *body)
{
    int width = CELL_W * w + 2 * MARGIN, height = CELL_H * h + 2 * MARGIN;
    buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                    " viewBox=\"-%d -%d %d %d\" xml:space=\"preserve\">\n<style>\n",
               width, height, MARGIN, MARGIN, width, height);
    put_styles(out, t, used);
    buf_add(out, css->s, css->len);
    buf_printf(out, "</style>\n<rect class=\"c%d\" x=\"-%d\" y=\"-%d\" width=\"%d\" height=\"%d\""
                    " rx=\"6\"/>\n", COLOR_BACK, MARGIN, MARGIN, width, height);
    buf_add(out, body->s, body->len);
    buf_puts(out, "</svg>\n");
}

void svg_write(struct buf *out, const struct screen *s, const struct theme *t)
{
    bool used[COLORS] = {false};
    struct buf css = {0}, body = {0}, row = {0};
    for (int y = 0; y < s->h; y++) {
        buf_clear(&row);
        put_row(&row, s, y, t, used);
        if (row.len)
            put_placed(&body, y, row.s);
    }
    put_document(out, s->h, s->w, t, used, &css, &body);
    buf_free(&body);
    buf_free(&row);
}

/* --- the film --------------------------------------------------------------------------------- */

/* From frame `from` on, up to and without frame `to`. */
struct span {
    size_t from, to;
};

struct svg_row {
    int y;
    uint64_t hash;
    char *s;
    struct span *spans; /* in order, never touching */
    size_t count, cap;
};

void svg_film_start(struct svg_film *f, const struct theme *t)
{
    *f = (struct svg_film){.theme = t};
}

/* FNV-1a */
static uint64_t hash_of(const char *s)
{
    uint64_t h = 0xcbf29ce484222325u;
    while (*s)
        h = (h ^ (unsigned char)*s++) * 0x100000001b3u;
    return h;
}

static struct svg_row *find_row(struct svg_film *f, int y, const char *s)
{
    uint64_t hash = hash_of(s);
    for (size_t i = f->row_count; i-- > 0;)
        if (f->rows[i].hash == hash && f->rows[i].y == y && !strcmp(f->rows[i].s, s))
            return &f->rows[i];
    f->rows = xgrow(f->rows, &f->row_cap, f->row_count + 1, sizeof *f->rows);
    f->rows[f->row_count] = (struct svg_row){.y = y, .hash = hash, .s = xstrdup(s)};
    return &f->rows[f->row_count++];
}

static void show(struct svg_row *r, size_t frame)
{
    if (r->count && r->spans[r->count - 1].to == frame) {
        r->spans[r->count - 1].to++;
        return;
    }
    r->spans = xgrow(r->spans, &r->cap, r->count + 1, sizeof *r->spans);
    r->spans[r->count++] = (struct span){frame, frame + 1};
}

void svg_film_frame(struct svg_film *f, const struct screen *s, double at_seconds)
{
    struct buf row = {0};
    f->times = xgrow(f->times, &f->time_cap, f->frames + 1, sizeof *f->times);
    if (f->frames && at_seconds < f->times[f->frames - 1])
        at_seconds = f->times[f->frames - 1];
    f->times[f->frames] = at_seconds;
    for (int y = 0; y < s->h; y++) {
        buf_clear(&row);
        put_row(&row, s, y, f->theme, f->used);
        if (row.len)
            show(find_row(f, y, row.s), f->frames);
    }
    f->frames++;
    f->h = s->h > f->h ? s->h : f->h;
    f->w = s->w > f->w ? s->w : f->w;
    buf_free(&row);
}

/* Where a frame starts, in millionths of the film. */
static int when(const struct svg_film *f, size_t frame, double length)
{
    if (frame >= f->frames)
        return 1000000;
    return (int)((f->times[frame] - f->times[0]) / length * 1e6 + 0.5);
}

static void put_percent(struct buf *out, int millionths)
{
    char digits[8];
    int n = 4;
    buf_printf(out, "%s%d", out->len ? "," : "", millionths / 10000);
    for (int i = 3, rest = millionths % 10000; i >= 0; i--, rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    while (n && digits[n - 1] == '0')
        n--;
    if (n)
        buf_printf(out, ".%.*s", n, digits);
    buf_putc(out, '%');
}

/* The keyframes of a row, "" if it never goes. Where a span ends as the next one starts, seeing
 * wins: it comes last. */
static void put_keyframes(struct buf *out, const struct svg_film *f, const struct svg_row *r,
                          double length)
{
    struct buf hidden = {0}, shown = {0};
    bool at_start = false;
    for (size_t i = 0; i < r->count; i++) {
        int from = when(f, r->spans[i].from, length), to = when(f, r->spans[i].to, length);
        if (from == to)
            continue;
        at_start |= !from;
        put_percent(&shown, from);
        if (to < 1000000)
            put_percent(&hidden, to);
    }
    if (!at_start)
        put_percent(&hidden, 0);
    if (hidden.len)
        buf_printf(out, "%s{visibility:hidden}", hidden.s);
    if (hidden.len && shown.len)
        buf_printf(out, "%s{visibility:visible}", shown.s);
    buf_free(&hidden);
    buf_free(&shown);
}

static bool in_last_frame(const struct svg_film *f, const struct svg_row *r)
{
    return r->spans[r->count - 1].to == f->frames;
}

/* Rows that come and go together share a group and its keyframes; name is the row that stands
 * for them. */
static void put_group(struct buf *body, struct buf *css, const struct svg_film *f,
                      char *const *keyframes, size_t name)
{
    const char *k = keyframes[name];
    if (*k) {
        buf_printf(css, "@keyframes k%zu{%s}\n.k%zu{animation-name:k%zu%s}\n", name, k, name, name,
                   in_last_frame(f, &f->rows[name]) ? "" : ";visibility:hidden");
        buf_printf(body, "<g class=\"k%zu\">\n", name);
    }
    for (size_t i = name; i < f->row_count; i++)
        if (keyframes[i] == k)
            put_placed(body, f->rows[i].y, f->rows[i].s);
    if (*k)
        buf_puts(body, "</g>\n");
}

static char *keyframes_of(const struct svg_film *f, size_t row, double length)
{
    struct buf b = {0};
    buf_clear(&b);
    put_keyframes(&b, f, &f->rows[row], length);
    return b.s;
}

/* Makes equal strings the same string. Those that are not the first of their kind are freed. */
static size_t first_like(char **keyframes, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!strcmp(keyframes[k], keyframes[i])) {
            free(keyframes[i]);
            keyframes[i] = keyframes[k];
            return k;
        }
    return i;
}

static void put_film(struct buf *body, struct buf *css, const struct svg_film *f, double length)
{
    char **keyframes = xcalloc(f->row_count, sizeof *keyframes);
    bool *first = xcalloc(f->row_count, sizeof *first);
    for (size_t i = 0; i < f->row_count; i++) {
        keyframes[i] = keyframes_of(f, i, length);
        first[i] = first_like(keyframes, i) == i;
    }
    for (size_t i = 0; i < f->row_count; i++)
        if (first[i])
            put_group(body, css, f, keyframes, i);
    for (size_t i = 0; i < f->row_count; i++)
        if (first[i])
            free(keyframes[i]);
    free(keyframes);
    free(first);
}

static void free_film(struct svg_film *f)
{
    for (size_t i = 0; i < f->row_count; i++) {
        free(f->rows[i].s);
        free(f->rows[i].spans);
    }
    free(f->rows);
    free(f->times);
    *f = (struct svg_film){0};
}

void svg_film_end(struct svg_film *f, struct buf *out, double until_seconds)
{
    struct buf body = {0}, css = {0};
    double last = f->frames ? f->times[f->frames - 1] : 0, start = f->frames ? f->times[0] : 0;
    double length = (until_seconds < last + 1 ? last + 1 : until_seconds) - start;
    buf_printf(&css, "g{animation-duration:%.0fms;animation-timing-function:step-end;"
                     "animation-iteration-count:infinite}\n", length * 1000);
    put_film(&body, &css, f, length);
    buf_puts(&css, "@media (prefers-reduced-motion:reduce){g{animation:none!important}}\n");
    put_document(out, f->h, f->w, f->theme, f->used, &css, &body);
    buf_free(&body);
    buf_free(&css);
    free_film(f);
}
