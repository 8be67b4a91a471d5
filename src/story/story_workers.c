/* SPDX-License-Identifier: MIT */
/* Threads of pools, and others beside the loop: event by event. */
#include "story/workers.h"

#include <string.h>

#include "story/story_parts.h"
#include "story/words.h"

bool worker_is(const struct trace *t, uint32_t actor)
{
    const struct actor *a = actor ? trace_actor(t, actor) : NULL;
    return a && a->kind == ACTOR_THREAD && !a->started;
}

const char *worker_runs(const struct trace *t, uint32_t actor)
{
    const char *runs = worker_is(t, actor) ? trace_actor(t, actor)->from->coro : NULL;
    return runs && strcmp(runs, "?") != 0 ? runs : NULL;
}

void worker_put(struct buf *b, const struct trace *t, uint32_t actor)
{
    if (!worker_is(t, actor))
        buf_puts(b, "A worker thread");
    else if (t->real)
        words_put(b, t, "Thread %T", actor);
    else
        words_put(b, t, "Thread %u of the pool", trace_number_of(t, actor));
}

static void thread_what(const struct explained *s, struct buf *b)
{
    const char *runs = worker_runs(s->t, s->e->actor);
    words_put(b, s->t, "A thread is started: %T.", s->e->actor);
    if (runs)
        words_put(b, s->t, " It will run %s().", runs);
}

static void thread_why(const struct explained *s, struct buf *b)
{
    buf_puts(b, worker_runs(s->t, s->e->actor) ? "It runs beside the loop; the system says when."
                                               : "None of the pool was idle.");
}

static void thread_sleep_what(const struct explained *s, struct buf *b)
{
    worker_put(b, s->t, s->e->actor);
    words_put(b, s->t, " sleeps for %d s.", s->n.number);
}

static void thread_compute_what(const struct explained *s, struct buf *b)
{
    worker_put(b, s->t, s->e->actor);
    words_put(b, s->t, " computes for %d s.", s->n.number);
}

static void job_what(const struct explained *s, struct buf *b)
{
    worker_put(b, s->t, s->e->actor);
    words_put(b, s->t, s->n.name ? " begins %s()." : " begins a function.", s->n.name);
}

static void job_why(const struct explained *s, struct buf *b)
{
    buf_puts(b, worker_runs(s->t, s->e->actor)
                    ? "It runs beside the loop; the system says when."
                    : "It was handed to the pool, and that thread was idle.");
}

static void job_done_what(const struct explained *s, struct buf *b)
{
    const char *runs = worker_runs(s->t, s->e->actor);
    worker_put(b, s->t, s->e->actor);
    words_put(b, s->t, runs ? " is over: %s() has ended." : " has its result.", runs);
}

static void job_done_why(const struct explained *s, struct buf *b)
{
    bool told = s->e->ref || !s->t->real;
    buf_puts(b, worker_runs(s->t, s->e->actor) ? "The loop goes on without it."
                : told                         ? "It tells the loop, which finishes the future."
                                               : "Whoever gave it the call may ask for it.");
}

const struct explanation explain_workers[EV_KINDS] = {
    [EV_THREAD] = {thread_what, NULL, thread_why, NULL},
    [EV_THREAD_SLEEP] = {thread_sleep_what, NULL, NULL,
                         "Only that thread stands still; the loop goes on."},
    [EV_THREAD_COMPUTE] = {thread_compute_what, NULL, NULL,
                           "Only one computes at a time: every 5 ms another one gets the GIL."},
    [EV_JOB] = {job_what, NULL, job_why, NULL},
    [EV_JOB_DONE] = {job_done_what, NULL, job_done_why, NULL},
};
