/* SPDX-License-Identifier: MIT */
#include "asyncio/as_completed.h"

#include <math.h>

#include "asyncio/queue.h"
#include "loop/await.h"

struct as_completed {
    struct queue done; /* numbers of those that are done; None: the time is over */
    struct timer timer;
    size_t n, todo, asked;
    bool late;
    struct due {
        struct handle handle;
        struct future *future;
        struct as_completed *all;
        bool todo;
    } dues[];
};

static void finish_due(struct handle *h, struct future *f)
{
    (void)f;
    struct due *d = (struct due *)h;
    struct as_completed *a = d->all;
    if (!a->todo)
        return;
    d->todo = false;
    a->todo--;
    queue_put_nowait(&a->done, value_int(d - a->dues));
    if (!a->todo && a->timer.handle.type)
        loop_cancel_timer(get_running_loop(), &a->timer);
}

static void too_late(struct handle *h, struct future *arg)
{
    (void)arg;
    struct as_completed *a =
        (struct as_completed *)((char *)h - offsetof(struct as_completed, timer));
    for (size_t i = 0; i < a->n; i++) {
        if (!a->dues[i].todo)
            continue;
        future_remove_callback(a->dues[i].future, &a->dues[i].handle);
        queue_put_nowait(&a->done, NONE);
    }
    a->todo = 0;
}

static const struct handle_type due_type = {"as_completed.<locals>._on_completion", HANDLE_CALLBACK,
                                            finish_due, NULL};
static const struct handle_type late_type = {"as_completed.<locals>._on_timeout", HANDLE_CALLBACK,
                                             too_late, NULL};

struct as_completed *as_completed(struct future *const fs[], size_t n, double timeout)
{
    struct as_completed *a = arena_alloc(&this_thread->arena, sizeof *a + n * sizeof *a->dues);
    a->done.sync.hidden = true;
    for (size_t i = 0; i < n; i++)
        if (future_count(fs[i]))
            a->dues[a->n++] = (struct due){
                .handle.type = &due_type, .future = object_ref(fs[i]), .all = a, .todo = true};
    futures_uncount(fs, n);
    a->todo = a->n;
    for (size_t i = 0; i < a->n; i++)
        future_add_callback(a->dues[i].future, &a->dues[i].handle);
    if (a->todo && !isinf(timeout)) {
        a->timer.handle.type = &late_type;
        loop_call_at(get_running_loop(), &a->timer, loop_time(get_running_loop()) + timeout);
    }
    return a;
}

bool as_completed_left(const struct as_completed *a)
{
    return a->asked < a->n;
}

struct as_completed_next {
    struct coro coro;
    struct as_completed *all;
};

ASYNC_DEFINE(as_completed_next, "as_completed.<locals>._wait_for_one", "asyncio/tasks.py",
             ON_AS_COMPLETED, NULL, def(610))
{
    async_begin;
    await(queue_get(&self->all->done));
    if (awaited().kind == VALUE_NONE)
        raise(error_new(&TimeoutError, (struct value){0}));
    future_fetch(self->all->dues[awaited().i].future);
    async_result();
    async_end;
}

struct coro *as_completed_next(struct as_completed *a)
{
    a->asked++;
    return call(as_completed_next, .all = a);
}
