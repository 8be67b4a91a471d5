/* SPDX-License-Identifier: MIT */
#include "record/format.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "record/cast.h"
#include "record/animation.h"
#include "record/svg.h"
#include "record/text.h"

static void text_still(struct buf *out, const struct screen *s, const struct look *look)
{
    (void)look;
    text_write(out, s);
}

static void ansi_still(struct buf *out, const struct screen *s, const struct look *look)
{
    ansi_write(out, s, look->theme, look->depth);
}

/* ---- SVG ---- */

struct svg {
    struct svg_animation animation;
    struct buf *out;
};

static void svg_still(struct buf *out, const struct screen *s, const struct look *look)
{
    svg_write(out, s, look->theme);
}

static void *svg_start(struct buf *out, const struct screen *s, const struct look *look)
{
    (void)s;
    struct svg *svg = xcalloc(1, sizeof *svg);
    svg->out = out;
    svg_animation_start(&svg->animation, look->theme);
    return svg;
}

static void svg_frame(void *animation, const struct screen *s, double seconds)
{
    svg_animation_frame(&((struct svg *)animation)->animation, s, seconds);
}

static void svg_end(void *animation, double seconds)
{
    struct svg *svg = animation;
    svg_animation_end(&svg->animation, svg->out, seconds);
    free(svg);
}

/* ---- asciicast ---- */

static void *cast_file_start(struct buf *out, const struct screen *s, const struct look *look)
{
    struct cast *c = xcalloc(1, sizeof *c);
    cast_start(c, out, s->h, s->w, look->title, look->theme, look->depth);
    return c;
}

static void cast_file_frame(void *animation, const struct screen *s, double seconds)
{
    cast_frame(animation, s, seconds);
}

static void cast_file_end(void *animation, double seconds)
{
    cast_end(animation, seconds);
    free(animation);
}

const struct format formats[] = {
    {.name = "text", .still = text_still},
    {.name = "ansi", .still = ansi_still},
    {"svg", ".svg", svg_still, svg_start, svg_frame, svg_end},
    {"cast", ".cast", NULL, cast_file_start, cast_file_frame, cast_file_end},
    {.name = NULL},
};

const struct format *format_named(const char *name)
{
    for (const struct format *f = formats; f->name; f++)
        if (f->still && !strcmp(f->name, name))
            return f;
    return NULL;
}

const struct format *format_of_file(const char *path)
{
    const struct format *last = NULL;
    size_t n = strlen(path);
    for (const struct format *f = formats; f->name; f++) {
        size_t k = f->ending ? strlen(f->ending) : 0;
        if (k && n >= k && !strcmp(path + n - k, f->ending))
            return f;
        last = k ? f : last;
    }
    return last;
}
