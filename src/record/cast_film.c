/* SPDX-License-Identifier: MIT */
#include "record/cast_film.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "record/cast.h"

void *cast_film_start(struct buf *out, const struct screen *s, const struct look *look)
{
    struct cast *c = xcalloc(1, sizeof *c);
    cast_start(c, out, s->h, s->w, look->title, look->theme, look->depth);
    return c;
}

void cast_film_frame(void *recording, const struct film_frame *f)
{
    cast_frame(recording, f->screen, f->seconds);
}

void cast_film_key(void *recording, const char *bytes, double seconds)
{
    cast_key(recording, bytes, seconds);
}

void cast_film_mark(void *recording, enum mark mark, const char *label, double seconds)
{
    (void)mark;
    cast_mark(recording, label, seconds);
}

void cast_film_end(void *recording, double seconds)
{
    cast_end(recording, seconds);
    free(recording);
}
