/* SPDX-License-Identifier: MIT */
#include "asyncio/condition.h"

#include "loop/await.h"

static struct lock *lock_of(struct condition *c)
{
    return c->lock ? c->lock : &c->own;
}

static void tell_condition(struct condition *c, enum deed deed)
{
    sync_tell(&c->sync, deed, "Condition", &c->waiters,
              lock_of(c)->locked ? "its lock is held" : "its lock is free");
}

struct condition_acquire {
    struct coro coro;
    struct condition *condition;
};

ASYNC_DEFINE(condition_acquire, "Condition.acquire", "asyncio/locks.py", ON_CONDITION_ACQUIRE,
             sync_tells, def(14))
{
    async_begin;
    await(lock_acquire(lock_of(self->condition)));
    async_return(value_bool(true));
    async_end;
}

struct coro *condition_acquire(struct condition *c)
{
    return call(condition_acquire, .condition = c);
}

struct error *condition_release(struct condition *c)
{
    return lock_release(lock_of(c));
}

struct condition_wait {
    struct coro coro;
    struct condition *condition;
    struct waiter waiter;
    struct error *error; /* what the wait raised, to go on once the lock is ours again */
    bool cancelled, again;
};

static struct error *take_error(void)
{
    struct error *e = this_thread->error;
    this_thread->error = NULL;
    return e;
}

/* A cancellation while the lock is awaited again is remembered, and the lock awaited once more. */
static void acquired_again(struct condition_wait *self)
{
    self->again = error_raised(&CancelledError);
    if (!self->again)
        return;
    self->cancelled = true;
    take_error();
}

static void notified(struct condition_wait *self)
{
    waiters_remove(&self->condition->waiters, &self->waiter);
    self->error = take_error();
    tell_condition(self->condition, DEED_LEAVES);
}

ASYNC_DEFINE(condition_wait, "Condition.wait", "asyncio/locks.py", ON_CONDITION, sync_tells,
             def(248))
{
    async_begin;
    if (!lock_of(self->condition)->locked)
        raise(error_text(&RuntimeError, "cannot wait on un-acquired lock"));
    lock_leave(lock_of(self->condition));
    waiters_append(&self->condition->waiters, &self->waiter, current_task());
    tell_condition(self->condition, DEED_WAITS);
    await_then(&self->waiter.future, notified(self));
    do {
        await_then(lock_acquire(lock_of(self->condition)), acquired_again(self));
    } while (self->again);
    if (self->cancelled)
        raise(error_new(&CancelledError, (struct value){0}));
    if (self->error)
        raise(self->error);
    async_return(value_bool(true));
    async_end;
}

struct coro *condition_wait(struct condition *c)
{
    return call(condition_wait, .condition = c);
}

struct condition_wait_for {
    struct coro coro;
    struct condition *condition;
    bool (*predicate)(void *data);
    void *data;
};

ASYNC_DEFINE(condition_wait_for, "Condition.wait_for", "asyncio/locks.py", ON_CONDITION_FOR,
             sync_tells, def(285))
{
    async_begin;
    while (!self->predicate(self->data))
        await(condition_wait(self->condition));
    async_return(value_bool(true));
    async_end;
}

struct coro *condition_wait_for(struct condition *c, bool (*predicate)(void *data), void *data)
{
    return call(condition_wait_for, .condition = c, .predicate = predicate, .data = data);
}

struct error *condition_notify(struct condition *c, size_t n)
{
    if (!lock_of(c)->locked)
        return error_text(&RuntimeError, "cannot notify on un-acquired lock");
    for (struct waiter *w = waiters_pending(&c->waiters); w && n;
         w = waiters_pending(&c->waiters), n--)
        future_set_result(&w->future, value_bool(false));
    tell_condition(c, DEED_GIVES);
    return NULL;
}

struct error *condition_notify_all(struct condition *c)
{
    return condition_notify(c, SIZE_MAX);
}
