/* SPDX-License-Identifier: MIT */
/* When a moment of a run is, so that those of two runs stand in one order: by time, within it by
 * ticks, within a tick by which of its moments it is. Where one of the two has no ticks, they do not
 * count. The events of a moment stand in its place, one behind the other. Of runs that are compared all events are
 * kept. */
#pragma once
#include "player/player.h"

enum steps { STEPS_MOMENTS, STEPS_EVENTS };

struct when {
    double time;
    uint32_t tick, order; /* order: among the moments of that time and tick, from 0 */
    uint32_t event;       /* of the moment, from 0; UINT32_MAX: its last, with which it has been */
};

/* How many there are; of moments all must have been seen, here and below. */
size_t steps_of(const struct player *p, enum steps steps);
/* How many end at the cursor or before it. */
size_t steps_passed(const struct player *p, enum steps steps);
/* Where the cursor stands when so many have been. */
uint32_t steps_behind(const struct player *p, size_t n, enum steps steps);

/* Two points in time are one if a learner could not tell them apart: both runs may have added the
 * same sleeps in another order. */
static inline bool when_same_time(double a, double b)
{
    return a - b < 1e-9 && b - a < 1e-9;
}

/* Negative, 0 or positive, as strcmp. */
int when_compare(const struct when *a, const struct when *b);
/* Of a step of p, from 0. */
struct when when_of(const struct player *p, size_t step, enum steps steps, bool ticks);
/* How many of them are not later than that. */
size_t when_passed(const struct player *p, const struct when *w, enum steps steps, bool ticks);
/* Of the moment that event i is in. */
struct when when_of_event(const struct player *p, uint32_t i, bool ticks);
