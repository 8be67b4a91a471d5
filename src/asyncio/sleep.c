/* SPDX-License-Identifier: MIT */
#include "asyncio/sleep.h"

#include "loop/await.h"

struct sleep0 {
    struct coro coro;
    struct value result;
};

ASYNC_DEFINE(sleep0, "sleep", "asyncio/tasks.py", ON_SLEEP, NULL, def(637))
{
    async_begin;
    await_next_tick();
    async_return(self->result);
    async_end;
}

struct sleep {
    struct coro coro;
    double delay;
    struct future future; /* while it is pending, its value is the result to come */
    struct timer timer;
};

static void set_result_unless_cancelled(struct handle *h, struct future *arg)
{
    (void)h;
    if (!future_done(arg))
        future_set_result(arg, future_value(arg));
}

static const struct handle_type sleep_timer = {"_set_result_unless_cancelled", HANDLE_CALLBACK,
                                               set_result_unless_cancelled, NULL};

static void sleep_tell(const struct coro *coro, struct note *n)
{
    const struct sleep *self = (const struct sleep *)coro;
    n->number = self->delay;
    n->when = self->timer.when;
    n->timer = self->timer.handle.id;
    n->has = HAS_NUMBER | HAS_WHEN;
}

ASYNC_DEFINE(sleep, "sleep", "asyncio/tasks.py", ON_SLEEP, sleep_tell, def(637))
{
    async_begin;
    self->timer.handle.type = &sleep_timer;
    self->timer.handle.arg = &self->future;
    loop_call_at(get_running_loop(), &self->timer, loop_time(get_running_loop()) + self->delay);
    await_then(&self->future, loop_cancel_timer(get_running_loop(), &self->timer));
    async_return(awaited());
    async_end;
}

struct coro *sleep_result(double seconds, struct value result)
{
    if (seconds <= 0)
        return call(sleep0, .result = result);
    struct coro *c = call(sleep, .delay = seconds);
    struct future *f = &((struct sleep *)c)->future;
    future_init(f, &embedded_future);
    future_keep_value(f, result);
    return c;
}

struct coro *sleep_s(double seconds)
{
    return sleep_result(seconds, NONE);
}
