/* SPDX-License-Identifier: MIT */
/* On the virtual clock the world of a wired poller stands on the loop's own uv_loop_t, and acts only
 * here: while bytes are under way between our own two ends, the clock stands still and poll is asked
 * again. What came is noted by the callbacks, and told when all is quiet, in an order of our own: so
 * it does not matter in which order, in how many pieces or how late the kernel brought it. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "loop/loop.h"

/* Returns when nothing is under way any more. Not within a callback of the uv_loop_t. */
void io_settle(struct loop *l, bool (*under_way)(void *data), void *data);

/* What poll has found is told in the order of the transfers, not as it came. Tests show what it would
 * be without; the program never changes it. */
extern bool io_in_order;

/* The wired poller of that type of the running loop, whose struct begins with a struct poller and has
 * that size; it is made, all zero, and registered, when it is first asked for. */
void *io_poller(const struct poller_type *type, size_t size);
