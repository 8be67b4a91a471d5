/* SPDX-License-Identifier: MIT */
/* The groups of two runs: what either does at one point in time. On the axis that they share each
 * group is as wide as the run needs that does more in it, so both have the same groups and gaps.
 *
 * Deeds (trace.h) are counted here without asyncio.run()'s own, from 0. */
#pragma once
#include "player/player.h"

struct instant {
    double time;
    uint32_t at;       /* columns' worth of deeds before it */
    uint32_t first[2]; /* the first deed of each run in it, or behind it, if it has none there */
};

struct groups {
    struct instant *all; /* n, and one more behind the last */
    size_t n, cap;
    uint32_t *deeds[2]; /* their events */
    uint32_t ndeeds[2];
    size_t deeds_cap[2];
    uint32_t seen[2], left_out[2]; /* of the trace's */
};

/* Takes in `most` deeds more. true: that was all. */
bool groups_make(struct groups *g, const struct player *const runs[2], uint32_t most);
void groups_close(struct groups *g);
/* The group that time lies in, or is the last before it. */
size_t groups_find(const struct groups *g, double time);
/* Of a run's deed `deed`, counted as here, and an event in it at that time: how many deeds' worth of
 * columns lie before its own. *inside is false if the deed lies in an earlier group: it is at the edge
 * of this one. */
uint32_t groups_place(const struct groups *g, int run, uint32_t deed, double time, bool *inside);
static inline uint32_t groups_width(const struct groups *g, size_t group)
{
    return g->all[group + 1].at - g->all[group].at;
}
