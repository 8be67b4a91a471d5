/* SPDX-License-Identifier: MIT */
#include "compare/landmarks.h"

/* A place in one of the runs. */
struct place_of_run {
    int run;
    uint32_t event;
    struct when at;
    bool found;
};

struct listed {
    const uint32_t *at; /* in the order of the trace */
    uint32_t n;
};

static struct listed events_of(const struct comparison *c, int run, enum landmark what)
{
    const struct trace *t = &c->run[run].player.trace;
    return what == LANDMARK_TICK ? (struct listed){t->ticks, t->nticks}
                                 : (struct listed){t->warnings, t->nwarnings};
}

static void offer(const struct comparison *c, struct place_of_run *best, int run, uint32_t event,
                  int by)
{
    struct when at = compare_when(c, run, event);
    if (!best->found || when_compare(&at, &best->at) * by < 0)
        *best = (struct place_of_run){run, event, at, true};
}

/* How many are before an event. */
static uint32_t before_event(struct listed e, uint32_t event)
{
    uint32_t lo = 0, n = e.n;
    while (lo < n) {
        uint32_t mid = lo + (n - lo) / 2;
        if (e.at[mid] < event)
            lo = mid + 1;
        else
            n = mid;
    }
    return lo;
}

/* How many are in moments earlier than that. */
static uint32_t before_when(const struct comparison *c, int run, struct listed e,
                            const struct when *w)
{
    uint32_t lo = 0, n = e.n;
    while (lo < n) {
        uint32_t mid = lo + (n - lo) / 2;
        struct when at = compare_when(c, run, e.at[mid]);
        if (when_compare(&at, w) < 0)
            lo = mid + 1;
        else
            n = mid;
    }
    return lo;
}

static bool go_on(struct comparison *c, enum landmark what)
{
    struct place_of_run next = {0};
    for (int r = 0; r < 2; r++) {
        struct listed e = events_of(c, r, what);
        uint32_t n = before_event(e, c->run[r].player.model.cursor);
        if (n < e.n)
            offer(c, &next, r, e.at[n], 1);
    }
    return next.found && compare_go(c, next.run, next.event);
}

/* The latest that has been; earlier than `than`, if that is given. */
static struct place_of_run find_last(const struct comparison *c, enum landmark what,
                                     const struct when *than)
{
    struct place_of_run last = {0};
    for (int r = 0; r < 2; r++) {
        struct listed e = events_of(c, r, what);
        uint32_t n =
            than ? before_when(c, r, e, than) : before_event(e, c->run[r].player.model.cursor);
        if (n)
            offer(c, &last, r, e.at[n - 1], -1);
    }
    return last;
}

/* Where it stands at one, or within its moment, to the one before. */
static bool go_back(struct comparison *c, enum landmark what)
{
    const struct player *a = &c->run[0].player, *b = &c->run[1].player;
    uint32_t before[] = {a->model.cursor, b->model.cursor};
    struct place_of_run last = find_last(c, what, NULL);
    if (!last.found)
        return false;
    compare_go(c, last.run, last.event);
    if (a->model.cursor + b->model.cursor < before[0] + before[1])
        return true;
    struct place_of_run earlier = find_last(c, what, &last.at);
    if (earlier.found)
        return compare_go(c, earlier.run, earlier.event);
    player_seek(&c->run[0].player, before[0]);
    player_seek(&c->run[1].player, before[1]);
    return false;
}

bool landmark_go(struct comparison *c, enum landmark what, int by)
{
    return by < 0 ? go_back(c, what) : go_on(c, what);
}

/* The first event at that time or later; trace.end if there is none. */
static uint32_t first_at(const struct trace *t, double seconds)
{
    uint32_t lo = 0, n = t->end;
    while (lo < n) {
        uint32_t mid = lo + (n - lo) / 2;
        double time = trace_at(t, mid)->time;
        if (time < seconds && !when_same_time(time, seconds))
            lo = mid + 1;
        else
            n = mid;
    }
    return lo;
}

bool landmark_go_to_time(struct comparison *c, double seconds)
{
    struct place_of_run first = {0};
    for (int r = 0; r < 2; r++) {
        const struct trace *t = &c->run[r].player.trace;
        uint32_t event = first_at(t, seconds);
        if (event < t->end)
            offer(c, &first, r, event, 1);
    }
    if (first.found)
        compare_go(c, first.run, first.event);
    return first.found;
}
