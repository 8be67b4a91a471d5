/* SPDX-License-Identifier: MIT */
/* The lane of a process: what it does, and its turns where more compute than there are cores. */
#include "view/lane.h"
#include "view/lanes.h"

static uint8_t process_after(const struct lane *l, const struct event *e)
{
    if (e->kind != EV_PROCESS)
        return l->state;
    return e->what == LEG_RECEIVED                       ? TASK_WAITING
           : e->what == LEG_EXITED                       ? TASK_ENDED
           : e->what == LEG_KILLED                       ? TASK_FAILED
           : e->what == LEG_END || e->what == LEG_CLOSED ? l->state
                                                         : TASK_RUNNING;
}

static bool computes(const struct event *e)
{
    return e->kind == EV_PROCESS && e->what == LEG_COMPUTES && e->handle;
}

/* A process, by its number. */
static uint64_t bit_of(const struct event *e)
{
    return 1ull << (e->ref + 63) % 64;
}

static void add(struct lane *l, const struct axis *a, uint32_t i)
{
    const struct event *e = trace_at(a->trace, i);
    lane_add(l, a, i, process_after(l, e), e->kind == EV_PROCESS && e->what == LEG_SLEEPS);
}

/* Its events from its last one back to that with which it began, at most n, newest first. */
static int read_back(const struct trace *t, uint32_t last, uint32_t *events, int n)
{
    int got = 0;
    for (uint32_t i = last; i != TRACE_NONE && i >= t->first && got < n; i = trace_previous(t, i))
        events[got++] = i;
    return got;
}

/* Its n events, newest first, and from the first event that is looked at on what all processes do. */
static void read_all(struct lane *l, const struct axis *a, const uint32_t *own, int n,
                     uint32_t from, uint32_t end)
{
    const struct trace *t = a->trace;
    uint64_t mine = n ? bit_of(trace_at(t, own[0])) : 0, computing = 0;
    int cores = 1;
    while (n && own[n - 1] < from)
        add(l, a, own[--n]);
    for (uint32_t i = from; i < end; i++) {
        const struct event *e = trace_at(t, i);
        if (n && own[n - 1] == i)
            add(l, a, own[--n]);
        if (e->kind != EV_PROCESS)
            continue;
        computing = computes(e) ? computing | bit_of(e) : computing & ~bit_of(e);
        cores = computes(e) ? (int)e->handle : cores;
        lane_share(l, a, i, mine, computing, cores);
    }
}

void lane_draw_process(struct win w, int y, const struct axis *a, const struct player *p,
                       uint32_t process, int steps)
{
    const struct trace *t = a->trace;
    const struct row *r = model_row(&p->model, process);
    uint32_t events[MOST_STEPS], end = p->model.cursor, begins = trace_actor(t, process)->created;
    uint32_t most = steps < MOST_STEPS ? (uint32_t)steps : MOST_STEPS;
    struct lane l;
    int n = read_back(t, r->last, events, (int)most);
    bool whole = n && events[n - 1] == begins;
    lane_begin(&l, whole ? TASK_NONE : UNKNOWN);
    read_all(&l, a, events, n, end - t->first > most ? end - most : t->first, end);
    if (!state_is_over(l.state))
        l.state = r->state;
    lane_close(w, y, &l, a);
    lane_draw_warnings(w, y, a, p, process);
}
