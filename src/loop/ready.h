/* SPDX-License-Identifier: MIT */
/* The ready queue: handles, first in, first out. */
#pragma once
#include <stddef.h>

#include "base/arena.h"
#include "loop/handle.h"

struct ready_queue {
    struct handle *first, *last;
    size_t n;
};

static inline void ready_append(struct ready_queue *q, struct handle *h)
{
    h->listed = true;
    h->next = NULL;
    if (q->first)
        q->last->next = h;
    else
        q->first = h;
    q->last = h;
    q->n++;
}

/* The first; only if n. */
static inline struct handle *ready_take(struct ready_queue *q)
{
    struct handle *h = q->first;
    q->first = h->next;
    q->n--;
    h->listed = false;
    return h;
}

/* Whoever cancels a handle may be gone, with its memory, before its turn comes: a tombstone that is
 * made from `a` takes its place. */
extern const struct handle_type tombstone_type;
static inline bool ready_is_buried(const struct handle *h)
{
    return h->type == &tombstone_type;
}
void ready_bury(struct ready_queue *q, struct handle *h, struct arena *a);
