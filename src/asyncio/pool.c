/* SPDX-License-Identifier: MIT */
/* Which job has a thread, and what becomes of its future. */
#include <stdio.h>

#include "asyncio/executor_parts.h"
#include "base/arena.h"
#include "loop/loop.h"
#include "python/error.h"

/* ---- threads ---- */

static void after_work(uv_work_t *w, int status)
{
    (void)status;
    struct job *j = w->data;
    if (!j->executor->closing)
        object_unref(&j->future);
}

static void free_job(struct future *f)
{
    struct job *j = (struct job *)f;
    arena_free(&this_thread->arena, j, sizeof *j);
}

static const struct future_type job_type = {
    .object = FUTURE_OBJECT("Future"),
    .unseen = "Future exception was never retrieved",
    .on = ON_EXECUTOR,
    .free = free_job,
};

static void hand_over(struct job *j)
{
    j->handed = true;
    j->clock = j->executor->loop->clock;
    j->wake = j->executor->loop->clock.now;
    j->work.data = j;
    object_ref(&j->future);
    uv_queue_work(&j->executor->loop->uv, &j->work, job_work, after_work);
}

static void start_thread(struct executor *x, struct pool_worker *w)
{
    struct loop *l = x->loop;
    char name[24];
    unsigned i = (unsigned)(w - x->workers);
    snprintf(name, sizeof name, "asyncio_%u", i);
    w->actor = ++l->emitter.actors;
    loop_emit(l, EV_THREAD, (struct event){.actor = w->actor, .ref = i + 1},
              &(struct note){.name = name});
}

const struct executor_type thread_pool = {NULL, start_thread, hand_over};

static struct pool_worker *idle_worker(struct executor *x)
{
    struct pool_worker *w = x->workers;
    while (w < x->workers + x->most && w->busy)
        w++;
    if (w == x->workers + x->most)
        return NULL;
    if (!w->actor)
        x->type->start(x, w);
    return w;
}

static void assign_threads(struct executor *x)
{
    for (struct job *j = x->jobs; j; j = j->next) {
        if (j->worker)
            continue;
        j->worker = idle_worker(x);
        if (!j->worker)
            break;
        j->worker->busy = true;
        if (j->executor->loop->clock.mode == CLOCK_REAL)
            x->type->hand_over(j);
    }
}

void pool_forget(struct executor *x, struct job *j)
{
    struct job **at = &x->jobs;
    while (*at != j)
        at = &(*at)->next;
    *at = j->next;
    if (j->worker)
        j->worker->busy = false;
    assign_threads(x);
}

/* ---- futures ---- */

/* _chain_future's two callbacks. `source` is CPython's concurrent.futures.Future: here the job
 * itself. */

static struct object *set_state_owner(struct handle *h)
{
    return &((struct job *)((char *)h - offsetof(struct job, set_state)))->future.object;
}

static struct object *check_cancel_owner(struct handle *h)
{
    return &((struct job *)((char *)h - offsetof(struct job, check_cancel)))->future.object;
}

static void set_state(struct handle *h, struct future *f)
{
    (void)h;
    struct job *j = (struct job *)f;
    struct value v = j->result;
    if (future_done(f))
        return;
    if (j->text)
        v.s = j->text;
    if (j->raised)
        future_set_error(f, error_new(j->raised, v));
    else
        future_set_result(f, v);
}

static const struct handle_type set_state_type = {"_chain_future.<locals>._set_state",
                                                  HANDLE_CALLBACK, set_state, set_state_owner};

void pool_set_state_soon(struct loop *l, struct job *j)
{
    j->set_state.type = &set_state_type;
    j->set_state.arg = &j->future;
    loop_call_soon(l, &j->set_state);
    loop_wake(l);
    object_unref(&j->future);
}

/* Only a job that has no thread yet can be cancelled. */
static void check_cancel(struct handle *h, struct future *f)
{
    (void)h;
    struct job *j = (struct job *)f;
    if (f->state != OUTCOME_CANCELLED || j->worker)
        return;
    pool_forget(j->executor, j);
    pool_set_state_soon(j->executor->loop, j);
}

static const struct handle_type check_cancel_type = {
    "_chain_future.<locals>._call_check_cancel", HANDLE_CALLBACK, check_cancel, check_cancel_owner};

struct job *pool_submit(struct executor *x, const char *name, struct value (*fn)(void *data),
                        void *data)
{
    struct job **at = &x->jobs, *j = arena_alloc(&this_thread->arena, sizeof *j);
    future_init(&j->future, &job_type);
    j->check_cancel.type = &check_cancel_type;
    j->executor = x;
    j->name = name;
    j->file = this_thread->file;
    j->fn = fn;
    j->data = data;
    object_ref(&j->future);
    future_add_callback(&j->future, &j->check_cancel);
    while (*at)
        at = &(*at)->next;
    *at = j;
    x->used = true;
    assign_threads(x);
    return j;
}
