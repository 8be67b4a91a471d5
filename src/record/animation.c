/* SPDX-License-Identifier: MIT */
#include "record/animation.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "record/svg_parts.h"

enum { WHOLE = 10000 };

/* From frame `from` on, up to and without frame `to`. */
struct span {
    size_t from, to;
};

struct animation_row {
    int y;
    bool below; /* it lies below those that are not */
    char *s;
    struct span *spans; /* in order, never touching */
    size_t count, cap;
    size_t next; /* in its bucket, from 1; 0: none */
};

void svg_animation_start(struct svg_animation *f, const struct look *look)
{
    *f = (struct svg_animation){.look = *look};
}

/* FNV-1a */
static uint64_t hash_of(const char *s)
{
    uint64_t h = 0xcbf29ce484222325u;
    while (*s)
        h = (h ^ (unsigned char)*s++) * 0x100000001b3u;
    return h;
}

static struct animation_row *find_row(struct svg_animation *f, int y, bool below, const char *s)
{
    size_t *bucket = &f->buckets[(hash_of(s) + (uint64_t)y) % ANIMATION_BUCKETS];
    for (size_t i = *bucket; i; i = f->rows[i - 1].next)
        if (f->rows[i - 1].y == y && f->rows[i - 1].below == below && !strcmp(f->rows[i - 1].s, s))
            return &f->rows[i - 1];
    f->rows = xgrow(f->rows, &f->row_cap, f->row_count + 1, sizeof *f->rows);
    f->rows[f->row_count] =
        (struct animation_row){.y = y, .below = below, .s = xstrdup(s), .next = *bucket};
    *bucket = ++f->row_count;
    return &f->rows[f->row_count - 1];
}

static void show(struct animation_row *r, size_t frame)
{
    if (r->count && r->spans[r->count - 1].to == frame) {
        r->spans[r->count - 1].to++;
        return;
    }
    r->spans = xgrow(r->spans, &r->cap, r->count + 1, sizeof *r->spans);
    r->spans[r->count++] = (struct span){frame, frame + 1};
}

static void take_row(struct svg_animation *f, const struct screen *s, int y, uint16_t *pieces,
                     struct buf *text)
{
    unsigned n = svg_cut_row(s, y, f->look.theme, pieces);
    for (unsigned i = 0; i < n; i++) {
        buf_clear(text);
        svg_put_piece(text, s, y, pieces, i, f->look.theme, f->used);
        if (text->len)
            show(find_row(f, y, i == SVG_GROUNDS, buf_str(text)), f->frames);
    }
}

void svg_animation_frame(struct svg_animation *f, const struct screen *s, double at_seconds)
{
    struct buf row = {0};
    uint16_t *pieces = xmalloc((size_t)s->w * sizeof *pieces);
    f->times = xgrow(f->times, &f->time_cap, f->frames + 1, sizeof *f->times);
    if (f->frames && at_seconds < f->times[f->frames - 1])
        at_seconds = f->times[f->frames - 1];
    f->times[f->frames] = at_seconds;
    for (int y = 0; y < s->h; y++)
        take_row(f, s, y, pieces, &row);
    f->frames++;
    f->h = s->h > f->h ? s->h : f->h;
    f->w = s->w > f->w ? s->w : f->w;
    buf_free(&row);
    free(pieces);
}

/* Where a frame starts, in parts of the animation, of which it has WHOLE. */
static int when(const struct svg_animation *f, size_t frame, double length)
{
    if (frame >= f->frames)
        return WHOLE;
    return (int)((f->times[frame] - f->times[0]) / length * WHOLE + 0.5);
}

static void put_percent(struct buf *out, int parts)
{
    char digits[8];
    int n = 2;
    buf_printf(out, "%s%d", out->len ? "," : "", parts / 100);
    for (int i = 1, rest = parts % 100; i >= 0; i--, rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    while (n && digits[n - 1] == '0')
        n--;
    if (n)
        buf_printf(out, ".%.*s", n, digits);
    buf_putc(out, '%');
}

/* The keyframes of a row, "" if it never goes. Where a span ends as the next one starts, seeing
 * wins: it comes last. */
static void put_keyframes(struct buf *out, const struct svg_animation *f,
                          const struct animation_row *r, double length)
{
    struct buf hidden = {0}, shown = {0};
    bool at_start = false;
    for (size_t i = 0; i < r->count; i++) {
        int from = when(f, r->spans[i].from, length), to = when(f, r->spans[i].to, length);
        if (from == to)
            continue;
        at_start |= !from;
        put_percent(&shown, from);
        if (to < WHOLE)
            put_percent(&hidden, to);
    }
    if (!at_start)
        put_percent(&hidden, 0);
    if (hidden.len)
        buf_printf(out, "%s{visibility:hidden}", buf_str(&hidden));
    if (hidden.len && shown.len)
        buf_printf(out, "%s{visibility:visible}", buf_str(&shown));
    buf_free(&hidden);
    buf_free(&shown);
}

static bool in_last_frame(const struct svg_animation *f, const struct animation_row *r)
{
    return r->spans[r->count - 1].to == f->frames;
}

/* Of those that share keyframes: what stands beside each other on a line is moved there together. */
static void put_rows(struct buf *body, const struct svg_animation *f, char *const *keyframes,
                     size_t first)
{
    struct buf line = {0};
    const struct animation_row *row = &f->rows[first];
    int y = row->y;
    bool below = row->below;
    for (size_t i = first; i < f->row_count; i++) {
        row = &f->rows[i];
        if (keyframes[i] != keyframes[first] || row->below != below)
            continue;
        if (row->y != y) {
            svg_put_placed(body, y, buf_str(&line));
            buf_clear(&line);
        }
        y = row->y;
        buf_puts(&line, row->s);
    }
    svg_put_placed(body, y, buf_str(&line));
    buf_free(&line);
}

/* Rows that come and go together share a group and its keyframes; name is the first row that has these,
 * first the first in its layer. */
static void put_group(struct buf *body, struct buf *css, const struct svg_animation *f,
                      char *const *keyframes, size_t name, size_t first)
{
    const char *k = keyframes[name];
    if (*k && first == name)
        buf_printf(css, "@keyframes k%zu{%s}\n.k%zu{animation-name:k%zu}\n", name, k, name, name);
    if (*k)
        buf_printf(body, "<g class=\"k%zu%s\">\n", name,
                   in_last_frame(f, &f->rows[name]) ? "" : " o");
    put_rows(body, f, keyframes, first);
    if (*k)
        buf_puts(body, "</g>\n");
}

static char *keyframes_of(const struct svg_animation *f, size_t row, double length)
{
    struct buf b = {0};
    buf_clear(&b);
    put_keyframes(&b, f, &f->rows[row], length);
    return b.s;
}

/* What a row's keyframes are, and whose row that is. */
struct timeline {
    char *keyframes;
    size_t row;
};

static int by_keyframes(const void *a, const void *b)
{
    const struct timeline *x = a, *y = b;
    int order = strcmp(x->keyframes, y->keyframes);
    return order ? order : x->row < y->row ? -1 : 1;
}

/* Makes equal strings the same string; first[i]: the first row that has that of row i. */
static void share(char **keyframes, size_t *first, size_t n)
{
    struct timeline *all = xcalloc(n + 1, sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = (struct timeline){keyframes[i], i};
    qsort(all, n, sizeof *all, by_keyframes);
    for (size_t i = 0, head = 0; i < n; i++) {
        if (strcmp(all[head].keyframes, all[i].keyframes))
            head = i;
        first[all[i].row] = all[head].row;
        if (i == head)
            continue;
        keyframes[all[i].row] = all[head].keyframes;
        free(all[i].keyframes);
    }
    free(all);
}

/* The rows of a layer, a group for those that come and go together. */
static void put_layer(struct buf *body, struct buf *css, const struct svg_animation *f,
                      char *const *keyframes, const size_t *first, bool below)
{
    bool *put = xcalloc(f->row_count + 1, sizeof *put);
    for (size_t i = 0; i < f->row_count; i++) {
        if (f->rows[i].below != below || put[first[i]])
            continue;
        put[first[i]] = true;
        put_group(body, css, f, keyframes, first[i], i);
    }
    free(put);
}

static void put_animation(struct buf *body, struct buf *css, const struct svg_animation *f,
                          double length)
{
    char **keyframes = xcalloc(f->row_count + 1, sizeof *keyframes);
    size_t *first = xcalloc(f->row_count + 1, sizeof *first);
    for (size_t i = 0; i < f->row_count; i++)
        keyframes[i] = keyframes_of(f, i, length);
    share(keyframes, first, f->row_count);
    put_layer(body, css, f, keyframes, first, true);
    put_layer(body, css, f, keyframes, first, false);
    for (size_t i = 0; i < f->row_count; i++)
        if (first[i] == i)
            free(keyframes[i]);
    free(keyframes);
    free(first);
}

static void free_animation(struct svg_animation *f)
{
    for (size_t i = 0; i < f->row_count; i++) {
        free(f->rows[i].s);
        free(f->rows[i].spans);
    }
    free(f->rows);
    free(f->times);
    *f = (struct svg_animation){0};
}

/* Where it ends, what is not animated stays: that is the last frame. */
static void put_timing(struct buf *css, const struct svg_animation *f, double length)
{
    buf_printf(css,
               "g{animation-duration:%.0fms;animation-timing-function:step-end;"
               "animation-iteration-count:",
               length * 1000);
    if (f->look.loop)
        buf_printf(css, "%u}\n", f->look.loop);
    else
        buf_puts(css, "infinite}\n");
}

void svg_animation_end(struct svg_animation *f, struct buf *out, double until_seconds)
{
    struct buf body = {0}, css = {0};
    double last = f->frames ? f->times[f->frames - 1] : 0, start = f->frames ? f->times[0] : 0;
    double length = (until_seconds < last + 1 ? last + 1 : until_seconds) - start;
    put_timing(&css, f, length);
    buf_puts(&css, ".o{visibility:hidden}\n"); /* where nothing moves: not in the last frame */
    put_animation(&body, &css, f, length);
    buf_puts(&css, "@media (prefers-reduced-motion:reduce){g{animation:none!important}}\n");
    svg_put_document(out, f->h, f->w, &f->look, f->used, &css, &body);
    buf_free(&body);
    buf_free(&css);
    free_animation(f);
}
