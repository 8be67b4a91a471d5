/* SPDX-License-Identifier: MIT */
/* When a moment of a run is, so that those of two runs stand in one order: by time, within it by
 * ticks, within a tick by which of its moments it is. Where one of the two has no ticks, they do not
 * count. */
#pragma once
#include "player.h"

struct when {
    double time;
    uint32_t tick, order; /* order: among the moments of that time and tick, from 0 */
};

/* Two points in time are one if a learner could not tell them apart: both runs may have added the
 * same sleeps in another order. */
static inline bool when_same_time(double a, double b)
{
    return a - b < 1e-9 && b - a < 1e-9;
}

/* Negative, 0 or positive, as strcmp. */
int when_compare(const struct when *a, const struct when *b);
/* Of a moment of p, from 0; all of its moments must have been seen. */
struct when when_of(const struct player *p, size_t moment, bool ticks);
/* How many of its moments are not later than that. */
size_t when_passed(const struct player *p, const struct when *w, bool ticks);
/* Of the moment that event i is in. */
struct when when_of_event(const struct player *p, uint32_t i, bool ticks);
