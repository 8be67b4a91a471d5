/* SPDX-License-Identifier: MIT */
#include "record/html_film.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "record/html_page.h"
#include "record/svg.h"
#include "record/svg_parts.h"

/* Strings, each only once: the JSON of an array, and where to find them again. */
enum { BUCKETS = 1 << 12 };
struct strings {
    struct buf json;
    bool as_is; /* they are JSON already */
    struct string {
        char *s;
        size_t next; /* in its bucket, from 1; 0: none */
    } * at;
    size_t count, cap, buckets[BUCKETS];
};

struct html {
    struct look look;
    struct buf *out, frames, moments, text, row;
    struct strings pieces, rows, told; /* a row is the numbers of its pieces */
    size_t *screen;                    /* the number of the row in each line, from 1 */
    int h, w;
    size_t count; /* frames */
    bool used[SVG_COLORS];
};

/* FNV-1a */
static uint64_t hash_of(const char *s)
{
    uint64_t h = 0xcbf29ce484222325u;
    while (*s)
        h = (h ^ (unsigned char)*s++) * 0x100000001b3u;
    return h;
}

/* The number of a string, from 0. */
static size_t number_of(struct strings *all, const char *s)
{
    size_t *bucket = &all->buckets[hash_of(s) % BUCKETS];
    for (size_t i = *bucket; i; i = all->at[i - 1].next)
        if (!strcmp(all->at[i - 1].s, s))
            return i - 1;
    all->at = xgrow(all->at, &all->cap, all->count + 1, sizeof *all->at);
    all->at[all->count] = (struct string){xstrdup(s), *bucket};
    *bucket = ++all->count;
    buf_puts(&all->json, all->count > 1 ? ",\n" : "");
    if (all->as_is)
        buf_puts(&all->json, s);
    else
        buf_json(&all->json, s, strlen(s));
    return all->count - 1;
}

static void free_strings(struct strings *all)
{
    for (size_t i = 0; i < all->count; i++)
        free(all->at[i].s);
    free(all->at);
    buf_free(&all->json);
}

/* ---- frames ---- */

void *html_start(struct buf *out, const struct screen *s, const struct look *look)
{
    struct html *p = xcalloc(1, sizeof *p);
    p->look = *look;
    p->out = out;
    p->h = s->h;
    p->w = s->w;
    p->screen = xcalloc((size_t)s->h + 1, sizeof *p->screen);
    p->rows.as_is = true;
    number_of(&p->rows, "[]"); /* what a page shows in a line before the first frame */
    return p;
}

/* Pieces stand in many rows: what changes in a row is often a word of it. */
static size_t number_of_row(struct html *p, const struct screen *s, int y)
{
    uint16_t *pieces = xmalloc(((size_t)s->w + 1) * sizeof *pieces);
    unsigned n = y < s->h ? svg_cut_row(s, y, p->look.theme, pieces) : 0;
    buf_clear(&p->row);
    for (unsigned i = 0; i < n; i++) {
        buf_clear(&p->text);
        svg_put_piece(&p->text, s, y, pieces, i, p->look.theme, p->used);
        if (p->text.len)
            buf_printf(&p->row, "%s%zu", p->row.len ? "," : "[",
                       number_of(&p->pieces, buf_str(&p->text)));
    }
    buf_puts(&p->row, p->row.len ? "]" : "[]");
    free(pieces);
    return number_of(&p->rows, buf_str(&p->row));
}

/* What is below the first screen's size is cut off. */
static void put_changes(struct html *p, const struct screen *s)
{
    for (int y = 0; y < p->h; y++) {
        size_t row = number_of_row(p, s, y);
        if (row != p->screen[y])
            buf_printf(&p->frames, ",%d,%zu", y, row);
        p->screen[y] = row;
    }
}

/* In words: the caption, and the moment. */
static size_t put_told(struct html *p, const struct film_frame *f)
{
    buf_clear(&p->text);
    buf_printf(&p->text, "%s%s%s", f->told, *f->told && *f->caption ? "\n" : "", f->caption);
    return number_of(&p->told, buf_str(&p->text));
}

void html_frame(void *recording, const struct film_frame *f)
{
    struct html *p = recording;
    buf_printf(&p->frames, "%s[%ld,%zu", p->count++ ? ",\n" : "", (long)(f->seconds * 1000 + 0.5),
               put_told(p, f));
    put_changes(p, f->screen);
    buf_putc(&p->frames, ']');
}

/* The frame before it begins a moment. */
void html_mark(void *recording, enum mark mark, const char *label, double seconds)
{
    struct html *p = recording;
    (void)label, (void)seconds;
    if (p->count && mark == MARK_MOMENT)
        buf_printf(&p->moments, "%s%zu", p->moments.len ? "," : "", p->count - 1);
}

/* ---- the page ---- */

/* Nothing in a string may end the element that the data stand in. */
static void put_data(struct buf *out, const struct buf *json)
{
    for (size_t i = 0; i < json->len; i++)
        if (json->s[i] == '<')
            buf_puts(out, "\\u003c");
        else
            buf_putc(out, json->s[i]);
}

static void put_film(struct buf *out, const struct html *p)
{
    struct buf json = {0};
    buf_printf(&json, "{\"width\":%d,\"height\":%d,\"cell\":%d,\"ascent\":%d,\n", p->w, p->h,
               CELL_H, ASCENT);
    buf_printf(&json, "\"moments\":[%s],\n\"told\":[", p->moments.len ? p->moments.s : "0");
    buf_puts(&json, buf_str(&p->told.json));
    buf_printf(&json, "],\n\"frames\":[%s],\n\"rows\":[", buf_str(&p->frames));
    buf_puts(&json, buf_str(&p->rows.json));
    buf_puts(&json, "],\n\"pieces\":[");
    buf_puts(&json, buf_str(&p->pieces.json));
    buf_puts(&json, "]}");
    put_data(out, &json);
    buf_free(&json);
}

/* Nothing runs but this script, and nothing comes from anywhere. */
static void put_head(struct buf *out, const char *style, const char *title)
{
    buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'; script-src '");
    buf_puts(out, html_script_sum);
    buf_puts(out, "'; base-uri 'none'; form-action 'none'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    svg_put_escaped(out, title);
    buf_printf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n", style);
}

/* The words stand below it: it says its title alone. */
static void put_picture(struct buf *out, const struct html *p, const char *title)
{
    int w = CELL_W * p->w + 2 * MARGIN, h = CELL_H * p->h + 2 * MARGIN;
    buf_puts(out, "<h1 hidden>");
    svg_put_escaped(out, title);
    buf_printf(
        out,
        "</h1>\n<svg id=\"picture\" role=\"img\" viewBox=\"-%d -%d %d %d\" xml:space=\"preserve\">"
        "<title>",
        MARGIN, MARGIN, w, h);
    svg_put_escaped(out, title);
    buf_printf(
        out,
        "</title><rect class=\"c%d\" x=\"-%d\" y=\"-%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>",
        COLOR_BACK, MARGIN, MARGIN, w, h);
    buf_puts(out, "<g id=\"screen\"></g></svg>\n");
}

static void put_page(struct html *p)
{
    struct buf style = {0};
    const char *title = p->look.title ? p->look.title : "loopscope";
    svg_put_styles(&style, p->look.theme, p->used);
    buf_puts(&style, "svg text{white-space:pre}\n");
    buf_puts(&style, html_style);
    put_head(p->out, style.s, title);
    put_picture(p->out, p, title);
    buf_puts(p->out, html_body);
    buf_puts(p->out, "<script type=\"application/json\" id=\"film\">");
    put_film(p->out, p);
    buf_printf(p->out, "</script>\n<script>%s</script>\n</body>\n</html>\n", html_script);
    buf_free(&style);
}

void html_end(void *recording, double seconds)
{
    struct html *p = recording;
    (void)seconds;
    put_page(p);
    free_strings(&p->pieces);
    free_strings(&p->rows);
    free_strings(&p->told);
    buf_free(&p->frames);
    buf_free(&p->moments);
    buf_free(&p->text);
    buf_free(&p->row);
    free(p->screen);
    free(p);
}
