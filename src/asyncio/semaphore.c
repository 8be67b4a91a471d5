/* SPDX-License-Identifier: MIT */
#include "asyncio/semaphore.h"

#include "loop/await.h"

static void tell_semaphore(struct semaphore *s, enum deed deed)
{
    sync_tell(&s->sync, deed, s->bound ? "BoundedSemaphore" : "Semaphore", &s->waiters, "%lld left",
              (long long)s->value);
}

bool semaphore_locked(const struct semaphore *s)
{
    return s->value == 0 || !waiters_all_cancelled(&s->waiters);
}

static void semaphore_wake(struct semaphore *s)
{
    struct waiter *w = waiters_pending(&s->waiters);
    if (!w)
        return;
    s->value--;
    future_set_result(&w->future, value_bool(true));
}

struct semaphore_acquire {
    struct coro coro;
    struct semaphore *semaphore;
    struct waiter waiter;
};

static void semaphore_woken(struct semaphore_acquire *self)
{
    struct semaphore *s = self->semaphore;
    waiters_remove(&s->waiters, &self->waiter);
    if (!error_raised(&CancelledError))
        return;
    if (self->waiter.future.state != OUTCOME_CANCELLED) { /* it was given one, and passes it on */
        s->value++;
        semaphore_wake(s);
    }
    tell_semaphore(s, DEED_LEAVES);
}

static void semaphore_tells(const struct coro *c, struct note *n)
{
    const struct semaphore_acquire *self = (const struct semaphore_acquire *)c;
    n->object = self->semaphore->sync.number;
    n->name = self->semaphore->bound ? "BoundedSemaphore.acquire" : NULL;
}

ASYNC_DEFINE(semaphore_acquire, "Semaphore.acquire", "asyncio/locks.py", ON_SEMAPHORE,
             semaphore_tells, def(364))
{
    async_begin;
    if (!semaphore_locked(self->semaphore)) {
        self->semaphore->value--;
        tell_semaphore(self->semaphore, DEED_TAKES);
        async_return(value_bool(true));
    }
    waiters_append(&self->semaphore->waiters, &self->waiter, current_task());
    tell_semaphore(self->semaphore, DEED_WAITS);
    await_then(&self->waiter.future, semaphore_woken(self));
    if (self->semaphore->value > 0)
        semaphore_wake(self->semaphore);
    tell_semaphore(self->semaphore, DEED_TAKES);
    async_return(value_bool(true));
    async_end;
}

struct coro *semaphore_acquire(struct semaphore *s)
{
    return call(semaphore_acquire, .semaphore = s);
}

struct error *semaphore_release(struct semaphore *s)
{
    if (s->bound && s->value >= s->bound)
        return error_text(&ValueError, "BoundedSemaphore released too many times");
    s->value++;
    semaphore_wake(s);
    tell_semaphore(s, DEED_GIVES);
    return NULL;
}
