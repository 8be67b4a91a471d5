/* SPDX-License-Identifier: MIT */
#include "loop/timers.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "loop/handle.h"

enum { CHILDREN = 4 };

static bool before(const struct timer_slot *a, const struct timer_slot *b)
{
    return a->when < b->when || (a->when == b->when && a->id < b->id);
}

static void put(struct timers *h, size_t i, struct timer_slot s)
{
    h->slots[i] = s;
    s.timer->handle.place = (uint32_t)i + 1;
}

static void sift_up(struct timers *h, size_t i, struct timer_slot s)
{
    while (i) {
        size_t parent = (i - 1) / CHILDREN;
        if (!before(&s, &h->slots[parent]))
            break;
        put(h, i, h->slots[parent]);
        i = parent;
    }
    put(h, i, s);
}

static void sift_down(struct timers *h, size_t i, struct timer_slot s)
{
    for (;;) {
        size_t child = i * CHILDREN + 1, least = child, end = child + CHILDREN;
        if (child >= h->n)
            break;
        for (size_t c = child + 1; c < (end < h->n ? end : h->n); c++)
            if (before(&h->slots[c], &h->slots[least]))
                least = c;
        if (!before(&h->slots[least], &s))
            break;
        put(h, i, h->slots[least]);
        i = least;
    }
    put(h, i, s);
}

void timers_add(struct timers *h, struct timer *t)
{
    h->slots = xgrow(h->slots, &h->cap, h->n + 1, sizeof *h->slots);
    sift_up(h, h->n++, (struct timer_slot){t->when, t, t->handle.id});
}

void timers_remove(struct timers *h, struct timer *t)
{
    size_t i = t->handle.place - 1;
    struct timer_slot last = h->slots[--h->n];
    t->handle.place = 0;
    if (i == h->n)
        return;
    if (i && before(&last, &h->slots[(i - 1) / CHILDREN]))
        sift_up(h, i, last);
    else
        sift_down(h, i, last);
}

void timers_close(struct timers *h)
{
    free(h->slots);
    *h = (struct timers){0};
}
