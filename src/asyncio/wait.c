/* SPDX-License-Identifier: MIT */
#include "asyncio/wait.h"

#include "loop/await.h"

/* ---- a waiter: a future that a timer or other futures release ---- */

struct completion {
    struct handle done; /* the callback on `future` */
    struct future *future;
    struct future *waiter;
};

/* It is held by whoever awaits it and by each handle that may still release it. */
struct waiter_state {
    struct future waiter;
    struct timer timer;
    enum return_when when;
    size_t n, left;
    struct completion completions[];
};

static struct waiter_state *state_of(struct future *waiter)
{
    return (struct waiter_state *)waiter;
}

static struct object *completion_owner(struct handle *h)
{
    return &((struct completion *)h)->waiter->object;
}

static struct object *timer_owner(struct handle *h)
{
    return (struct object *)((char *)h - offsetof(struct waiter_state, timer));
}

static void release(struct future *waiter)
{
    if (!future_done(waiter))
        future_set_result(waiter, NONE);
}

static void release_by_timer(struct handle *h, struct future *arg)
{
    (void)h;
    release(arg);
}

static void release_by_future(struct handle *h, struct future *arg)
{
    (void)arg;
    release(((struct completion *)h)->waiter);
}

static const struct handle_type timer_type = {"_release_waiter", HANDLE_CALLBACK, release_by_timer,
                                              timer_owner};
static const struct handle_type release_type = {"_release_waiter", HANDLE_CALLBACK,
                                                release_by_future, completion_owner};

static void free_waiter(struct future *f)
{
    struct waiter_state *s = state_of(f);
    for (size_t i = 0; i < s->n; i++)
        if (s->completions[i].future)
            object_unref(s->completions[i].future);
    arena_free(&this_thread->arena, s, sizeof *s + s->n * sizeof *s->completions);
}

static const struct future_type waiter_type = {
    .object = FUTURE_OBJECT("Future"),
    .unseen = "Future exception was never retrieved",
    .on = ON_FUTURE,
    .free = free_waiter,
};

static struct waiter_state *waiter_new(size_t n)
{
    struct waiter_state *s =
        arena_alloc(&this_thread->arena, sizeof *s + n * sizeof *s->completions);
    future_init(&s->waiter, &waiter_type);
    object_ref(&s->waiter);
    s->n = s->left = n;
    return s;
}

static void watch(struct waiter_state *s, size_t i, struct future *f,
                  const struct handle_type *type)
{
    s->completions[i] =
        (struct completion){.done.type = type, .future = object_ref(f), .waiter = &s->waiter};
    future_add_callback(f, &s->completions[i].done);
}

static void unwatch(struct waiter_state *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->completions[i].future)
            future_remove_callback(s->completions[i].future, &s->completions[i].done);
}

static void set_timer(struct waiter_state *s, double timeout)
{
    s->timer.handle.type = &timer_type;
    s->timer.handle.arg = &s->waiter;
    loop_call_at(get_running_loop(), &s->timer, loop_time(get_running_loop()) + timeout);
}

static void unset_timer(struct waiter_state *s)
{
    if (s->timer.handle.type)
        loop_cancel_timer(get_running_loop(), &s->timer);
}

/* ---- wait_for ---- */

struct cancel_and_wait {
    struct coro coro;
    struct future *future;
    struct waiter_state *state;
};

static void cancel_watched(struct cancel_and_wait *self)
{
    self->state = waiter_new(1);
    watch(self->state, 0, self->future, &release_type);
    future_cancel(self->future, (struct value){0});
}

static void drop_state(struct waiter_state *s)
{
    unset_timer(s);
    unwatch(s);
    object_unref(&s->waiter);
}

ASYNC_DEFINE(cancel_and_wait, "_cancel_and_wait", "asyncio/tasks.py", ON_WAIT_FOR, NULL, def(551))
{
    async_begin;
    cancel_watched(self);
    if (task_cancel_too_deep()) {
        drop_state(self->state);
        raise(error_text(&RecursionError, "maximum recursion depth exceeded"));
    }
    await_then(&self->state->waiter, drop_state(self->state));
    async_end;
}

struct wait_for {
    struct coro coro;
    struct coro *of; /* the coroutine, until it is a task */
    struct future *future;
    double timeout;
    struct waiter_state *state;
    struct error *cancelled;
};

static void wait_for_tell(const struct coro *c, struct note *n)
{
    const struct wait_for *self = (const struct wait_for *)c;
    n->number = self->timeout;
    n->has = isinf(self->timeout) ? 0 : HAS_NUMBER;
}

static void ensure_future(struct wait_for *self)
{
    if (self->of)
        keep(self->future, create_task(self->of));
}

static void start_timed(struct wait_for *self)
{
    self->state = waiter_new(1);
    set_timer(self->state, self->timeout);
    ensure_future(self);
    watch(self->state, 0, self->future, &release_type);
}

static struct error *take_cancelled(void)
{
    struct error *e = NULL;
    coro_except(&CancelledError, &e);
    return e;
}

/* result(), where being cancelled means that the time was over. */
static void fetch_in_time(struct future *f)
{
    future_fetch(f);
    struct error *cause = take_cancelled();
    if (!cause)
        return;
    this_thread->error = error_new(&TimeoutError, (struct value){0});
    this_thread->error->cause = cause;
}

ASYNC_DEFINE(wait_for, "wait_for", "asyncio/tasks.py", ON_WAIT_FOR, wait_for_tell, def(436),
             SHOW(future))
{
    async_begin;
    if (isinf(self->timeout) && self->of) {
        await(self->of);
        async_return(awaited());
    }
    if (isinf(self->timeout)) {
        await(self->future);
        async_return(awaited());
    }
    if (self->timeout <= 0) {
        ensure_future(self);
        if (!future_done(self->future)) {
            await(call(cancel_and_wait, .future = self->future));
            fetch_in_time(self->future);
        } else {
            future_fetch(self->future);
        }
        async_result();
    }
    start_timed(self);
    try {
        await_then(&self->state->waiter, self->cancelled = take_cancelled());
        if (future_done(self->future)) {
            future_fetch(self->future);
            async_result();
        }
        unwatch(self->state);
        await(call(cancel_and_wait, .future = self->future));
        if (self->cancelled)
            raise(self->cancelled);
        fetch_in_time(self->future);
        async_result();
    }
    end_with(drop_state(self->state));
    async_end;
}

struct coro *wait_for_coro(struct coro *c, double timeout)
{
    return call(wait_for, .of = c, .timeout = timeout);
}

struct coro *wait_for_future(struct future *f, double timeout)
{
    return call(wait_for, .future = object_ref(f), .timeout = timeout);
}

struct coro *wait_for_task(struct task *t, double timeout)
{
    return wait_for_future(&t->future, timeout);
}

/* ---- wait ---- */

static void on_completion(struct handle *h, struct future *f)
{
    struct waiter_state *s = state_of(((struct completion *)h)->waiter);
    bool failed = f->state == OUTCOME_FAILED;
    s->left--;
    if (s->when == FIRST_EXCEPTION && failed)
        f->unseen = false;
    if (s->left && s->when != FIRST_COMPLETED && !(s->when == FIRST_EXCEPTION && failed))
        return;
    unset_timer(s);
    release(&s->waiter);
}

static const struct handle_type completion_type = {"_wait.<locals>._on_completion", HANDLE_CALLBACK,
                                                   on_completion, completion_owner};

struct wait_futures {
    struct coro coro;
    struct waiter_state *state;
    double timeout;
};

static void start_wait(struct wait_futures *self)
{
    struct waiter_state *s = self->state;
    if (!isinf(self->timeout))
        set_timer(s, self->timeout);
    for (size_t i = 0; i < s->n; i++)
        future_add_callback(s->completions[i].future, &s->completions[i].done);
}

static int64_t count_done(const struct waiter_state *s)
{
    int64_t done = 0;
    for (size_t i = 0; i < s->n; i++)
        done += future_done(s->completions[i].future);
    return done;
}

static void end_wait(struct wait_futures *self)
{
    int64_t done = count_done(self->state);
    drop_state(self->state);
    self->state = NULL;
    if (!this_thread->error)
        this_thread->value = value_int(done);
}

ASYNC_DEFINE(wait_futures, "wait", "asyncio/tasks.py", ON_WAIT, NULL, def(399))
{
    async_begin;
    if (!self->state->n)
        raise(error_text(&ValueError, "Set of Tasks/Futures is empty."));
    start_wait(self);
    await_then(&self->state->waiter, end_wait(self));
    async_return(awaited());
    async_end;
}

struct coro *wait_futures(struct future *const fs[], size_t n, double timeout,
                          enum return_when when)
{
    struct waiter_state *s = waiter_new(n);
    s->n = 0;
    s->when = when;
    for (size_t i = 0; i < n; i++)
        if (future_count(fs[i]))
            s->completions[s->n++] = (struct completion){
                .done.type = &completion_type, .future = object_ref(fs[i]), .waiter = &s->waiter};
    futures_uncount(fs, n);
    s->left = s->n;
    return call(wait_futures, .state = s, .timeout = timeout);
}
