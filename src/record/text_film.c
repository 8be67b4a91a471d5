/* SPDX-License-Identifier: MIT */
#include "record/text_film.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "record/text.h"

struct text {
    struct buf *out;
    double at; /* when the last screen came; negative: none did */
};

void text_still(struct buf *out, const struct screen *s, const struct look *look)
{
    (void)look;
    text_write(out, s);
}

void *text_start(struct buf *out, const struct screen *s, const struct look *look)
{
    (void)s, (void)look;
    struct text *t = xcalloc(1, sizeof *t);
    t->out = out;
    t->at = -1;
    return t;
}

/* Tenths by hand: a locale may have another point. */
void text_frame(void *recording, const struct film_frame *f)
{
    struct text *t = recording;
    double passed = f->seconds > t->at ? f->seconds - t->at : 0;
    int tenths = (int)(passed * 10 + 0.5);
    if (t->at >= 0)
        buf_printf(t->out, "\n---- %d.%d s later%s%s ----\n\n", tenths / 10, tenths % 10,
                   *f->key ? ": " : "", f->key);
    t->at = f->seconds;
    text_write(t->out, f->screen);
}

void text_end(void *recording, double seconds)
{
    (void)seconds;
    free(recording);
}
