/* SPDX-License-Identifier: MIT */
/* Python's list, or set, of futures or tasks: it holds them until it is let go of itself.
 *
 *     keep(self->tasks, futures_list(2));
 *     futures_append(self->tasks, &create_task(call(work))->future);
 *     await(wait_futures(self->tasks->at, self->tasks->n, 2, ALL_COMPLETED));
 *
 * with `struct futures *tasks` in the frame, in SHOW. */
#pragma once
#include <stddef.h>

#include "loop/future.h"

struct futures {
    struct object object;
    size_t n, room;
    struct future *at[];
};

/* Empty ones with room for so many. */
struct futures *futures_list(size_t room);
struct futures *futures_set(size_t room);
void futures_append(struct futures *fs, struct future *f);
/* The set of those that are done, or of those that are not. */
struct futures *futures_where(const struct futures *fs, bool done);
