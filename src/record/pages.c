/* SPDX-License-Identifier: MIT */
#include "record/pages.h"

#include <string.h>

void pages_start(struct pages *p, const struct screen *s,
                 void (*page)(void *data, const struct screen *s, const char *told), void *data)
{
    *p = (struct pages){.page = page, .data = data};
    for (int i = 0; i < 2; i++)
        screen_init(&p->screen[i], s->h, s->w);
}

void pages_frame(struct pages *p, const struct film_frame *f)
{
    p->last = !p->last;
    p->since++;
    struct screen *to = &p->screen[p->last];
    if (to->h != f->screen->h || to->w != f->screen->w)
        screen_resize(to, f->screen->h, f->screen->w);
    memcpy(to->cells, f->screen->cells, (size_t)to->h * (size_t)to->w * sizeof *to->cells);
    buf_clear(&p->told[p->last]);
    buf_puts(&p->told[p->last], f->told);
}

static void put(struct pages *p, int which)
{
    p->page(p->data, &p->screen[which], buf_str(&p->told[which]));
}

/* The frame that is marked is the first of the page that begins. */
void pages_mark(struct pages *p)
{
    if (p->since > 1)
        put(p, !p->last);
    p->since = p->since ? 1 : 0;
}

void pages_end(struct pages *p)
{
    if (p->since)
        put(p, p->last);
    for (int i = 0; i < 2; i++) {
        screen_close(&p->screen[i]);
        buf_free(&p->told[i]);
    }
}
