/* SPDX-License-Identifier: MIT */
/* The pool as a poller: how the loop comes to know what its threads have for it, and on the virtual
 * clock when they run. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "asyncio/callback.h"
#include "asyncio/executor_parts.h"
#include "base/alloc.h"
#include "loop/loop.h"

/* ---- what comes from threads ---- */

static struct message_queue take_inbox(struct executor *x)
{
    uv_mutex_lock(&x->mutex);
    struct message_queue all = x->inbox;
    x->inbox = (struct message_queue){0};
    uv_mutex_unlock(&x->mutex);
    return all;
}

/* What a thread has done. */
static void tell(struct loop *l, const struct message *m)
{
    struct event e = {.actor = m->job->worker->actor}, job = e;
    job.ref = object_number(&m->job->future);
    if (m->kind == MESSAGE_BEGIN)
        loop_emit(l, EV_JOB, job, &(struct note){.name = m->job->name});
    else if (m->kind == MESSAGE_PRINT)
        emit_print(&l->emitter, e.actor, &(struct note){.line = m->line}, m->text.s, m->text.len);
    else if (m->kind == MESSAGE_SLEEP)
        loop_emit(l, EV_THREAD_SLEEP, e, &(struct note){.number = m->seconds, .has = HAS_NUMBER});
    else if (m->kind == MESSAGE_COMPUTE)
        loop_emit(l, EV_THREAD_COMPUTE, e, &(struct note){.number = m->seconds, .has = HAS_NUMBER});
    else if (m->kind == MESSAGE_DONE)
        loop_emit(l, EV_JOB_DONE, job, NULL);
}

/* What it has done is told at once; the rest are handles, and wait. */
static void read_inbox(struct executor *x)
{
    struct loop *l = x->loop;
    struct message_queue all = take_inbox(x);
    struct message *m;
    while ((m = message_take(&all))) {
        tell(l, m);
        if (m->kind == MESSAGE_DONE)
            pool_forget(x, m->job);
        if (m->kind >= MESSAGE_CALL) {
            message_append(&x->ready, m);
            continue;
        }
        message_free(m);
    }
}

/* A real loop that sleeps goes on. */
static void on_async(uv_async_t *async)
{
    struct executor *x = async->data;
    this_thread = x->loop->thread;
    read_inbox(x);
    if (x->ready.first)
        loop_rouse(x->loop);
}

static void end_shutdown(struct executor *x)
{
    if (!x->shutdown || x->jobs)
        return;
    call_soon_set_result(x->shutdown, NONE);
    loop_wake(x->loop);
    object_unref(x->shutdown);
    x->shutdown = NULL;
}

static struct executor *executor_of(struct poller *p)
{
    return (struct executor *)p;
}

void executor_deliver(struct poller *p)
{
    struct executor *x = executor_of(p);
    struct loop *l = x->loop;
    struct message *m;
    if (l->clock.mode == CLOCK_REAL)
        read_inbox(x);
    while ((m = message_take(&x->ready))) {
        if (m->kind == MESSAGE_DONE)
            pool_set_state_soon(l, m->job);
        else
            call_soon(m->name, m->fn, m->data);
        loop_wake(l);
        free(m);
    }
    end_shutdown(x);
}

/* ---- the virtual clock: one thread at a time ---- */

static void run_slice(struct executor *x, struct job *j)
{
    uv_mutex_lock(&x->mutex);
    j->state = JOB_RUNNING;
    if (j->handed)
        uv_cond_broadcast(&x->changed);
    else
        x->type->hand_over(j);
    while (j->state == JOB_RUNNING)
        uv_cond_wait(&x->changed, &x->mutex);
    uv_mutex_unlock(&x->mutex);
    read_inbox(x);
}

/* Returns when every job is done, asleep, or without a thread. */
static void settle(struct poller *p)
{
    struct executor *x = executor_of(p);
    struct job *next;
    for (struct job *j = x->jobs; j; j = next) {
        bool runs = j->worker && j->state == JOB_WAITING;
        if (runs)
            run_slice(x, j);
        next = j->next;
    }
}

/* When it goes on; INFINITY: that is not known, or it does already. */
static double wake_of(const struct job *j)
{
    if (j->state == JOB_COMPUTING)
        return j->share.done < 0 ? INFINITY : share_done(&j->share);
    return j->state == JOB_ASLEEP ? j->wake : INFINITY;
}

/* Of those that sleep or have computed enough, the one that goes on first. */
static struct job *next_to_wake(const struct executor *x)
{
    struct job *first = NULL;
    for (struct job *j = x->jobs; j; j = j->next) {
        double wake = wake_of(j), before = first ? wake_of(first) : INFINITY;
        if (wake < before || (first && wake == before && j->sleeps < first->sleeps))
            first = j;
    }
    return first;
}

static double due(struct poller *p)
{
    struct executor *x = executor_of(p);
    const struct job *j = next_to_wake(x);
    return fmin(j ? wake_of(j) : INFINITY, share_due(&x->gil));
}

static void advance(struct poller *p, double now)
{
    struct executor *x = executor_of(p);
    uv_mutex_lock(&x->mutex);
    share_run(&x->gil, due(p));
    struct job *j = next_to_wake(x);
    j->wake = now;
    j->state = JOB_WAITING;
    uv_mutex_unlock(&x->mutex);
}

static bool is_busy(struct poller *p)
{
    return executor_of(p)->jobs != NULL;
}

static bool is_computing(struct poller *p)
{
    for (const struct job *j = executor_of(p)->jobs; j; j = j->next)
        if (j->state != JOB_ASLEEP && j->state != JOB_COMPUTING)
            return true;
    return false;
}

bool executor_has_news(struct poller *p)
{
    struct executor *x = executor_of(p);
    uv_mutex_lock(&x->mutex);
    bool has = x->inbox.first || x->ready.first || (x->shutdown && !x->jobs);
    uv_mutex_unlock(&x->mutex);
    return has;
}

/* ---- life ---- */

/* Wakes all threads that sleep; the loop then waits until the functions have returned. */
static void close_executor(struct poller *p)
{
    struct executor *x = executor_of(p);
    uv_mutex_lock(&x->mutex);
    x->closing = true;
    uv_cond_broadcast(&x->changed);
    uv_mutex_unlock(&x->mutex);
    uv_close((uv_handle_t *)&x->async, NULL);
}

void executor_free(struct poller *p)
{
    struct executor *x = executor_of(p);
    messages_clear(&x->inbox);
    messages_clear(&x->ready);
    while (x->texts) {
        struct kept_text *b = x->texts;
        x->texts = b->next;
        free(b);
    }
    uv_mutex_destroy(&x->mutex);
    uv_cond_destroy(&x->changed);
    gil_close(&x->lock);
    free(x);
}

static const struct poller_type executor_type = {
    .name = "thread",
    .settle = settle,
    .under_way = is_computing,
    .has_news = executor_has_news,
    .due = due,
    .advance = advance,
    .deliver = executor_deliver,
    .busy = is_busy,
    .close = close_executor,
    .free = executor_free,
};

struct executor *executor_open(struct loop *l, const struct executor_type *type,
                               const struct poller_type *poller)
{
    struct executor *x = xcalloc(1, sizeof *x);
    x->poller.type = poller;
    x->type = type;
    x->loop = l;
    x->most = THREADS;
    x->gil = processors_of(1, SWITCH_INTERVAL);
    gil_init(&x->lock);
    uv_mutex_init(&x->mutex);
    uv_cond_init(&x->changed);
    pollers_add(&l->pollers, &x->poller);
    return x;
}

struct executor *pool_open(struct loop *l)
{
    char threads[8];
    struct executor *x = executor_open(l, &thread_pool, &executor_type);
    snprintf(threads, sizeof threads, "%d", THREADS);
    setenv("UV_THREADPOOL_SIZE", threads, 1); /* read by libuv when it starts its first thread */
    uv_async_init(&l->uv, &x->async, on_async);
    x->async.data = x;
    return x;
}
