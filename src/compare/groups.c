/* SPDX-License-Identifier: MIT */
#include "compare/groups.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "compare/when.h"

/* The next deed of a run that is not asyncio.run()'s own, as an event; TRACE_NONE: there is none. */
static uint32_t next(struct groups *g, const struct player *p, int run)
{
    const struct trace *t = &p->trace;
    while (g->left_out[run] < t->nown && g->seen[run] == t->own[g->left_out[run]])
        g->seen[run]++, g->left_out[run]++;
    return g->seen[run] < t->ndeeds ? t->deeds[g->seen[run]] : TRACE_NONE;
}

static void take(struct groups *g, int run, uint32_t event)
{
    g->deeds[run] =
        xgrow(g->deeds[run], &g->deeds_cap[run], g->ndeeds[run] + 1, sizeof *g->deeds[run]);
    g->deeds[run][g->ndeeds[run]++] = event;
    g->seen[run]++;
}

/* Where the one behind the last begins. */
static void close_last(struct groups *g)
{
    g->all = xgrow(g->all, &g->cap, g->n + 2, sizeof *g->all);
    struct instant *end = &g->all[g->n];
    *end = (struct instant){.first = {g->ndeeds[0], g->ndeeds[1]}};
    if (!g->n)
        return;
    const struct instant *last = end - 1;
    uint32_t a = end->first[0] - last->first[0], b = end->first[1] - last->first[1];
    end->time = last->time;
    end->at = last->at + (a > b ? a : b);
}

static void begin(struct groups *g, double time)
{
    close_last(g);
    g->all[g->n++].time = time;
}

bool groups_make(struct groups *g, const struct player *const runs[2], uint32_t most)
{
    for (uint32_t n = 0; n < most; n++) {
        uint32_t a = next(g, runs[0], 0), b = next(g, runs[1], 1);
        double at_a = a == TRACE_NONE ? 0 : trace_at(&runs[0]->trace, a)->time;
        double at_b = b == TRACE_NONE ? 0 : trace_at(&runs[1]->trace, b)->time;
        if (a == TRACE_NONE && b == TRACE_NONE) {
            close_last(g);
            return true;
        }
        bool left = b == TRACE_NONE || (a != TRACE_NONE && at_a <= at_b);
        double time = left ? at_a : at_b;
        if (!g->n || !when_same_time(g->all[g->n - 1].time, time))
            begin(g, time);
        take(g, left ? 0 : 1, left ? a : b);
    }
    return false;
}

void groups_close(struct groups *g)
{
    free(g->all);
    free(g->deeds[0]);
    free(g->deeds[1]);
    *g = (struct groups){0};
}

size_t groups_find(const struct groups *g, double time)
{
    size_t lo = 0, n = g->n;
    while (lo < n) {
        size_t mid = lo + (n - lo) / 2;
        if (g->all[mid].time > time && !when_same_time(g->all[mid].time, time))
            n = mid;
        else
            lo = mid + 1;
    }
    return lo ? lo - 1 : 0;
}

uint32_t groups_place(const struct groups *g, int run, uint32_t deed, double time, bool *inside)
{
    size_t i = groups_find(g, time);
    const struct instant *at = &g->all[i];
    *inside = deed >= at->first[run] && deed < at[1].first[run];
    if (*inside)
        return at->at + deed - at->first[run];
    bool behind = time > at->time && !when_same_time(time, at->time);
    return behind ? at[1].at : at->at;
}
