/* SPDX-License-Identifier: MIT */
#include "compare/when.h"

int when_compare(const struct when *a, const struct when *b)
{
    if (!when_same_time(a->time, b->time))
        return a->time < b->time ? -1 : 1;
    if (a->tick != b->tick)
        return a->tick < b->tick ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Ticks that have begun before event i or with it. */
static uint32_t tick_of(const struct trace *t, uint32_t i)
{
    uint32_t lo = 0, n = t->nticks;
    while (lo < n) {
        uint32_t mid = lo + (n - lo) / 2;
        if (t->ticks[mid] > i)
            n = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

/* All but its order. */
static struct when roughly(const struct player *p, size_t moment, bool ticks)
{
    uint32_t last = p->moments.stops[moment].last;
    return (struct when){trace_at(&p->trace, last)->time, ticks ? tick_of(&p->trace, last) : 0, 0};
}

struct when when_of(const struct player *p, size_t moment, bool ticks)
{
    struct when w = roughly(p, moment, ticks);
    size_t first = 0, n = moment;
    while (first < n) {
        size_t mid = first + (n - first) / 2;
        struct when at = roughly(p, mid, ticks);
        if (when_compare(&at, &w) < 0)
            first = mid + 1;
        else
            n = mid;
    }
    w.order = (uint32_t)(moment - first);
    return w;
}

size_t when_passed(const struct player *p, const struct when *w, bool ticks)
{
    size_t lo = 0, n = p->moments.n;
    while (lo < n) {
        size_t mid = lo + (n - lo) / 2;
        struct when at = when_of(p, mid, ticks);
        if (when_compare(&at, w) > 0)
            n = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

struct when when_of_event(const struct player *p, uint32_t i, bool ticks)
{
    size_t moment = moments_before(&p->moments, i);
    return when_of(p, moment < p->moments.n ? moment : p->moments.n - 1, ticks);
}
