/* SPDX-License-Identifier: MIT */
#include "record/svg_film.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "record/animation.h"
#include "record/svg.h"

struct svg {
    struct svg_animation animation;
    struct buf *out;
};

void svg_still(struct buf *out, const struct screen *s, const struct look *look)
{
    svg_write(out, s, look);
}

void *svg_start(struct buf *out, const struct screen *s, const struct look *look)
{
    (void)s;
    struct svg *svg = xcalloc(1, sizeof *svg);
    svg->out = out;
    svg_animation_start(&svg->animation, look);
    return svg;
}

void svg_frame(void *recording, const struct film_frame *f)
{
    svg_animation_frame(&((struct svg *)recording)->animation, f->screen, f->seconds);
}

void svg_end(void *recording, double seconds)
{
    struct svg *svg = recording;
    svg_animation_end(&svg->animation, svg->out, seconds);
    free(svg);
}
