/* SPDX-License-Identifier: MIT */
#include "record/svg.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "record/svg_parts.h"

enum { BAR = 28 }; /* of a window, in pixels */

void svg_put_placed(struct buf *out, int y, const char *row)
{
    static const char end[] = "</g>\n";
    buf_printf(out, "<g transform=\"translate(0 %d)\">%s%s", CELL_H * y + ASCENT, row, end);
}

/* --- the document ----------------------------------------------------------------------------- */

static void put_color(struct buf *out, struct rgb c)
{
    buf_printf(out, "#%02x%02x%02x", c.r, c.g, c.b);
}

void svg_put_styles(struct buf *out, const struct theme *t, const bool used[SVG_COLORS])
{
    buf_printf(out,
               "text{font-family:\"JetBrains Mono\",\"DejaVu Sans Mono\",monospace;"
               "font-size:%dpx;fill:currentColor}\n",
               FONT);
    buf_puts(out, "rect{fill:currentColor;shape-rendering:crispEdges}\n"
                  "path{fill:none;stroke:currentColor;stroke-width:1.2}\n"
                  ".b{font-weight:bold}.u{text-decoration:underline}.i{font-style:italic}"
                  ".m{text-anchor:middle}\n"
                  ".p{opacity:.25}.q{opacity:.5}.t{opacity:.75}"
                  ".d{stroke-dasharray:2.5 2;stroke-dashoffset:-1}.h{stroke-width:2.6}\n");
    for (int i = 0; i < SVG_COLORS; i++) {
        if (!used[i] && i != COLOR_BACK)
            continue;
        buf_printf(out, ".c%d{color:", i);
        put_color(out, i < ROLES ? t->roles[i] : t->grounds[i - ROLES]);
        buf_puts(out, "}\n");
    }
}

/* Text of XML: what would be markup is not, and nothing that XML forbids is in it. */
void svg_put_escaped(struct buf *out, const char *text)
{
    struct buf plain = {0};
    buf_plain(&plain, text, strlen(text));
    for (const char *s = buf_str(&plain); *s; s++) {
        if (*s == '<')
            buf_puts(out, "&lt;");
        else if (*s == '&')
            buf_puts(out, "&amp;");
        else
            buf_putc(out, *s);
    }
    buf_free(&plain);
}

/* For those who cannot see it: https://www.w3.org/TR/SVG2/struct.html#TitleElement. */
static void put_words(struct buf *out, const struct look *look)
{
    buf_puts(out, "<title>");
    svg_put_escaped(out, look->title ? look->title : "loopscope");
    buf_puts(out, "</title>\n");
    if (!look->about)
        return;
    buf_puts(out, "<desc>");
    for (const char *line = look->about, *end; *line; line = end + (*end == '\n')) {
        struct buf one = {0};
        end = strchrnul(line, '\n');
        buf_add(&one, line, (size_t)(end - line));
        svg_put_escaped(out, buf_str(&one));
        buf_puts(out, *end && end[1] ? "\n" : "");
        buf_free(&one);
    }
    buf_puts(out, "</desc>\n");
}

/* The bar of a window, above the screen: three buttons, and its title. */
static void put_bar(struct buf *out, int width, const struct look *look)
{
    static const char *const buttons[] = {"#ff5f57", "#febc2e", "#28c840"};
    for (int i = 0; i < 3; i++)
        buf_printf(out, "<circle cx=\"%d\" cy=\"-%d\" r=\"6\" fill=\"%s\"/>\n", 12 + 20 * i,
                   BAR / 2 + 2, buttons[i]);
    buf_printf(out, "<text class=\"c%d m\" x=\"%d\" y=\"-%d\">", ROLE_DIM, width / 2 - MARGIN,
               BAR / 2 - 3);
    svg_put_escaped(out, look->title ? look->title : "loopscope");
    buf_puts(out, "</text>\n");
}

void svg_put_document(struct buf *out, int h, int w, const struct look *look,
                      const bool used[SVG_COLORS], const struct buf *css, const struct buf *body)
{
    int bar = look->window ? BAR : 0, top = MARGIN + bar;
    int width = CELL_W * w + 2 * MARGIN, height = CELL_H * h + 2 * MARGIN + bar;
    bool colors[SVG_COLORS];
    memcpy(colors, used, sizeof colors);
    colors[ROLE_DIM] |= look->window;
    buf_printf(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%d\" height=\"%d\""
               " viewBox=\"-%d -%d %d %d\" xml:space=\"preserve\">\n",
               width, height, MARGIN, top, width, height);
    put_words(out, look);
    buf_puts(out, "<style>\n");
    svg_put_styles(out, look->theme, colors);
    buf_add(out, css->s, css->len);
    buf_printf(out,
               "</style>\n<rect class=\"c%d\" x=\"-%d\" y=\"-%d\" width=\"%d\" height=\"%d\""
               " rx=\"%d\"/>\n",
               COLOR_BACK, MARGIN, top, width, height, bar ? 10 : 6);
    if (bar)
        put_bar(out, width, look);
    buf_add(out, body->s, body->len);
    buf_puts(out, "</svg>\n");
}

void svg_put_row(struct buf *out, const struct screen *s, int y, const struct theme *t,
                 bool used[SVG_COLORS])
{
    uint16_t *pieces = xmalloc((size_t)s->w * sizeof *pieces);
    for (int x = 0; x < s->w; x++)
        pieces[x] = SVG_FRAME;
    svg_put_piece(out, s, y, pieces, SVG_GROUNDS, t, used);
    svg_put_piece(out, s, y, pieces, SVG_FRAME, t, used);
    free(pieces);
}

static void put_placed_row(struct buf *body, const struct screen *s, int y, const struct theme *t,
                           bool used[SVG_COLORS])
{
    struct buf row = {0};
    svg_put_row(&row, s, y, t, used);
    if (row.len)
        svg_put_placed(body, y, buf_str(&row));
    buf_free(&row);
}

void svg_size(const struct screen *s, const struct look *look, int *w, int *h)
{
    *w = CELL_W * s->w + 2 * MARGIN;
    *h = CELL_H * s->h + 2 * MARGIN + (look->window ? BAR : 0);
}

void svg_write(struct buf *out, const struct screen *s, const struct look *look)
{
    bool used[SVG_COLORS] = {false};
    struct buf css = {0}, body = {0};
    for (int y = 0; y < s->h; y++)
        put_placed_row(&body, s, y, look->theme, used);
    svg_put_document(out, s->h, s->w, look, used, &css, &body);
    buf_free(&body);
}
