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

void ready_append(struct ready_queue *q, struct handle *h);
/* The first; only if n. */
struct handle *ready_take(struct ready_queue *q);
/* Whoever cancels a handle may be gone, with its memory, before its turn comes: one that is made
 * from `a`, and `cancelled`, takes its place. */
void ready_bury(struct ready_queue *q, struct handle *h, struct arena *a);
