/* SPDX-License-Identifier: MIT */
#include "asyncio/executor.h"

#include "asyncio/callback.h"
#include "asyncio/executor_parts.h"
#include "asyncio/state.h"
#include "loop/await.h"

static struct executor *executor_of_loop(void)
{
    struct asyncio *a = asyncio_state();
    if (!a->executor)
        a->executor = pool_open(get_running_loop());
    return a->executor;
}

void set_default_executor(int workers)
{
    executor_of_loop()->most = workers < THREADS ? workers : THREADS;
}

void executor_reset(struct executor *x)
{
    x->used = x->shut = false;
    x->most = THREADS;
}

/* ---- run_in_executor ---- */

static struct future *refused(void)
{
    struct future *f = future_new();
    future_set_error(f, error_text(&RuntimeError, "Executor shutdown has been called"));
    return f;
}

struct future *executor_submit(struct executor *x, const char *name, struct value (*fn)(void *data),
                               void *data)
{
    if (x->shut)
        return refused();
    struct future *f = &pool_submit(x, name, fn, data)->future;
    struct note n = {.name = name, .coro = x->type->what};
    stack_put_place(x->loop->stack, &n);
    loop_emit(x->loop, EV_EXECUTOR, (struct event){.ref = object_number(f)}, &n);
    return f;
}

struct future *run_in_executor(const char *name, struct value (*fn)(void *data), void *data)
{
    return executor_submit(executor_of_loop(), name, fn, data);
}

struct to_thread {
    struct coro coro;
    const char *name;
    struct value (*fn)(void *data);
    void *data;
};

ASYNC_DEFINE(to_thread, "to_thread", "asyncio/threads.py", ON_TO_THREAD, NULL, def(12))
{
    async_begin;
    await(run_in_executor(self->name, self->fn, self->data));
    async_return(awaited());
    async_end;
}

struct coro *to_thread(const char *name, struct value (*fn)(void *data), void *data)
{
    return call(to_thread, .name = name, .fn = fn, .data = data);
}

void call_soon_threadsafe(const char *name, void (*fn)(void *data), void *data)
{
    if (!this_thread)
        die("call_soon_threadsafe in a thread that no loop knows");
    if (this_job) {
        job_post((struct message){.kind = MESSAGE_CALL, .name = name, .fn = fn, .data = data});
        return;
    }
    call_soon(name, fn, data);
    loop_wake(get_running_loop());
}

double executor_compute(struct executor *x, double now, double seconds)
{
    return x && x->gil.line ? share_wait(&x->gil, now, seconds) - now : seconds;
}

void executor_compute_really(struct executor *x, double seconds)
{
    gil_compute(x ? &x->lock : NULL, seconds);
}

/* ---- the end of run() ---- */

struct shutdown_executor {
    struct coro coro;
};

static void shutdown_tell(const struct coro *c, struct note *n)
{
    (void)c;
    n->name = "_UnixSelectorEventLoop.shutdown_default_executor";
}

static struct future *all_jobs_done(struct executor *x)
{
    x->shutdown = object_ref(future_new());
    return x->shutdown;
}

ASYNC_DEFINE(shutdown_executor, "BaseEventLoop.shutdown_default_executor", "asyncio/base_events.py",
             ON_OTHER, shutdown_tell, def(564))
{
    struct executor *x = asyncio_state()->executor;
    async_begin;
    if (!x || !x->used)
        async_return(NONE);
    x->shut = true;
    await(all_jobs_done(x));
    async_end;
}

struct coro *shutdown_default_executor(void)
{
    return call(shutdown_executor);
}
