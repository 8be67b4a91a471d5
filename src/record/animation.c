/* SPDX-License-Identifier: MIT */
#include "record/animation.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "record/svg_parts.h"

/* From frame `from` on, up to and without frame `to`. */
struct span {
    size_t from, to;
};

struct animation_row {
    int y;
    uint64_t hash;
    char *s;
    struct span *spans; /* in order, never touching */
    size_t count, cap;
};

void svg_animation_start(struct svg_animation *f, const struct theme *t)
{
    *f = (struct svg_animation){.theme = t};
}

/* FNV-1a */
static uint64_t hash_of(const char *s)
{
    uint64_t h = 0xcbf29ce484222325u;
    while (*s)
        h = (h ^ (unsigned char)*s++) * 0x100000001b3u;
    return h;
}

static struct animation_row *find_row(struct svg_animation *f, int y, const char *s)
{
    uint64_t hash = hash_of(s);
    for (size_t i = f->row_count; i-- > 0;)
        if (f->rows[i].hash == hash && f->rows[i].y == y && !strcmp(f->rows[i].s, s))
            return &f->rows[i];
    f->rows = xgrow(f->rows, &f->row_cap, f->row_count + 1, sizeof *f->rows);
    f->rows[f->row_count] = (struct animation_row){.y = y, .hash = hash, .s = xstrdup(s)};
    return &f->rows[f->row_count++];
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

void svg_animation_frame(struct svg_animation *f, const struct screen *s, double at_seconds)
{
    struct buf row = {0};
    f->times = xgrow(f->times, &f->time_cap, f->frames + 1, sizeof *f->times);
    if (f->frames && at_seconds < f->times[f->frames - 1])
        at_seconds = f->times[f->frames - 1];
    f->times[f->frames] = at_seconds;
    for (int y = 0; y < s->h; y++) {
        buf_clear(&row);
        svg_put_row(&row, s, y, f->theme, f->used);
        if (row.len)
            show(find_row(f, y, buf_str(&row)), f->frames);
    }
    f->frames++;
    f->h = s->h > f->h ? s->h : f->h;
    f->w = s->w > f->w ? s->w : f->w;
    buf_free(&row);
}

/* Where a frame starts, in millionths of the animation. */
static int when(const struct svg_animation *f, size_t frame, double length)
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
        if (to < 1000000)
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

/* Rows that come and go together share a group and its keyframes; name is the row that stands
 * for them. */
static void put_group(struct buf *body, struct buf *css, const struct svg_animation *f,
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
            svg_put_placed(body, f->rows[i].y, f->rows[i].s);
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

static void put_animation(struct buf *body, struct buf *css, const struct svg_animation *f,
                          double length)
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

void svg_animation_end(struct svg_animation *f, struct buf *out, double until_seconds)
{
    struct buf body = {0}, css = {0};
    double last = f->frames ? f->times[f->frames - 1] : 0, start = f->frames ? f->times[0] : 0;
    double length = (until_seconds < last + 1 ? last + 1 : until_seconds) - start;
    buf_printf(&css,
               "g{animation-duration:%.0fms;animation-timing-function:step-end;"
               "animation-iteration-count:infinite}\n",
               length * 1000);
    put_animation(&body, &css, f, length);
    buf_puts(&css, "@media (prefers-reduced-motion:reduce){g{animation:none!important}}\n");
    svg_put_document(out, f->h, f->w, f->theme, f->used, &css, &body);
    buf_free(&body);
    buf_free(&css);
    free_animation(f);
}
