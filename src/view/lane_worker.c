/* SPDX-License-Identifier: MIT */
/* The lanes of the threads of the loop's pool. */
#include "view/lane.h"
#include "view/lanes.h"

/* What it does behind an event of its own: it runs a function, sleeps in it, or nothing. */
static uint8_t worker_after(const struct event *e)
{
    switch ((enum event_kind)e->kind) {
    case EV_THREAD:
    case EV_JOB_DONE:
        return TASK_NONE;
    case EV_THREAD_SLEEP:
        return BLOCKED;
    default:
        return TASK_RUNNING;
    }
}

/* Which threads of the pool compute, each a bit by its number. */
static uint64_t bit_of(const struct trace *t, uint32_t actor)
{
    const struct actor *a = actor ? trace_actor(t, actor) : NULL;
    return a && a->kind == ACTOR_THREAD && a->number ? 1ull << (a->number - 1) % 64 : 0;
}

static enum worker_does worker_doing(const struct lane *l, uint32_t job)
{
    return job == TRACE_NONE     ? WORKER_IDLE
           : l->state == BLOCKED ? WORKER_SLEEPS
           : lane_takes_turns(l) ? WORKER_SHARES
           : l->sharers          ? WORKER_COMPUTES
                                 : WORKER_RUNS;
}

uint32_t lane_draw_worker(struct win w, int y, const struct axis *a, const struct player *p,
                          uint32_t worker, enum worker_does *does)
{
    const struct trace *t = a->trace;
    uint32_t end = p->model.cursor, job = TRACE_NONE;
    uint64_t mine = bit_of(t, worker), computing = 0;
    struct lane l;
    for (uint32_t i = lane_begin_near(&l, t, end); i < end; i++) {
        const struct event *e = trace_at(t, i);
        uint64_t bit = bit_of(t, e->actor);
        computing = e->kind == EV_THREAD_COMPUTE ? computing | bit : computing & ~bit;
        if (e->actor == worker) {
            lane_add(&l, a, i, worker_after(e), false);
            job = e->kind == EV_JOB ? i : e->kind == EV_JOB_DONE ? TRACE_NONE : job;
        }
        lane_share(&l, a, i, mine, computing, 1);
    }
    *does = worker_doing(&l, job);
    lane_close(w, y, &l, a);
    return job;
}
