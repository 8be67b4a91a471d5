/* SPDX-License-Identifier: MIT */
#include "loop/sync.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "loop/async.h"

/* ---- what all share ---- */

void waiters_append(struct waiters *ws, struct waiter *w, struct task *t)
{
    *w = (struct waiter){.future.kind = FUTURE_EMBEDDED, .prev = ws->last, .task = t};
    if (ws->last)
        ws->last->next = w;
    else
        ws->first = w;
    ws->last = w;
}

void waiters_remove(struct waiters *ws, struct waiter *w)
{
    if (w->prev)
        w->prev->next = w->next;
    else
        ws->first = w->next;
    if (w->next)
        w->next->prev = w->prev;
    else
        ws->last = w->prev;
}

static struct waiter *first_pending(const struct waiters *ws)
{
    struct waiter *w = ws->first;
    while (w && future_done(&w->future))
        w = w->next;
    return w;
}

/* Does nobody wait but those who were cancelled and have not noticed yet? */
static bool all_cancelled(const struct waiters *ws)
{
    for (const struct waiter *w = ws->first; w; w = w->next)
        if (w->future.state != OUTCOME_CANCELLED)
            return false;
    return true;
}

bool sync_cancelled(void)
{
    return running_loop->error && error_is(running_loop->error, &CancelledError);
}

void sync_tell(struct sync *s, const char *class, const struct waiters *waiters, const char *fmt, ...)
{
    enum { SHOWN = 16 };
    struct loop *l = running_loop;
    uint32_t of[SHOWN];
    char text[160];
    va_list ap;
    if (!loop_watched(l) || s->hidden)
        return;
    if (!s->number)
        s->number = ++l->objects;
    struct note n = {.name = class, .text = text, .of = of};
    for (const struct waiter *w = waiters->first; w && n.nof < SHOWN; w = w->next)
        if (!future_done(&w->future))
            of[n.nof++] = w->task->future.id | REF_TASK;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    n.len = strlen(text);
    loop_emit(l, EV_SYNC, (struct event){.ref = s->number}, &n);
}

/* ---- Lock ---- */

static void tell_lock(struct lock *l)
{
    if (l->locked && l->holder)
        sync_tell(&l->sync, "Lock", &l->waiters, "held by %s", task_name(l->holder));
    else if (l->waiters.first && l->waiters.first->future.state == OUTCOME_DONE)
        sync_tell(&l->sync, "Lock", &l->waiters, "free, kept for %s", task_name(l->waiters.first->task));
    else
        sync_tell(&l->sync, "Lock", &l->waiters, l->locked ? "held" : "free");
}

static void wake_first(struct waiters *ws)
{
    if (ws->first && !future_done(&ws->first->future))
        future_set_result(&ws->first->future, value_bool(true));
}

static void take_lock(struct lock *l)
{
    l->locked = true;
    l->holder = current_task();
    tell_lock(l);
}

struct lock_acquire {
    struct coro coro;
    struct lock *lock;
    struct waiter waiter;
};

static void lock_woken(struct lock_acquire *self)
{
    waiters_remove(&self->lock->waiters, &self->waiter);
    if (!sync_cancelled())
        return;
    if (!self->lock->locked)
        wake_first(&self->lock->waiters);
    tell_lock(self->lock);
}

static void sync_tells(const struct coro *c, struct note *n)
{
    /* every waiting coroutine of this file has a pointer to its object, whose number comes first, behind the coro */
    struct sync *s;
    memcpy(&s, c + 1, sizeof s);
    n->object = s->number;
}

ASYNC_DEFINE(lock_acquire, "Lock.acquire", "asyncio/locks.py", ON_LOCK, sync_tells, def(93))
{
    async_begin;
    if (!self->lock->locked && all_cancelled(&self->lock->waiters)) {
        take_lock(self->lock);
        async_return(value_bool(true));
    }
    waiters_append(&self->lock->waiters, &self->waiter, self->coro.task);
    tell_lock(self->lock);
    await_then(&self->waiter.future, lock_woken(self));
    take_lock(self->lock);
    async_return(value_bool(true));
    async_end;
}

struct coro *lock_acquire(struct lock *l)
{
    return call(lock_acquire, .lock = l);
}

struct error *lock_release(struct lock *l)
{
    if (!l->locked)
        return error_text(&RuntimeError, "Lock is not acquired.");
    l->locked = false;
    l->holder = NULL;
    wake_first(&l->waiters);
    tell_lock(l);
    return NULL;
}

/* ---- Event ---- */

static void tell_event(struct sync_event *e)
{
    sync_tell(&e->sync, "Event", &e->waiters, e->set ? "set" : "not set");
}

void event_set(struct sync_event *e)
{
    if (e->set)
        return;
    e->set = true;
    for (struct waiter *w = e->waiters.first; w; w = w->next)
        if (!future_done(&w->future))
            future_set_result(&w->future, value_bool(true));
    tell_event(e);
}

void event_clear(struct sync_event *e)
{
    e->set = false;
    tell_event(e);
}

struct event_wait {
    struct coro coro;
    struct sync_event *event;
    struct waiter waiter;
};

ASYNC_DEFINE(event_wait, "Event.wait", "asyncio/locks.py", ON_EVENT, sync_tells, def(201))
{
    async_begin;
    if (!self->event->set) {
        waiters_append(&self->event->waiters, &self->waiter, self->coro.task);
        tell_event(self->event);
        await_then(&self->waiter.future, waiters_remove(&self->event->waiters, &self->waiter));
    }
    async_return(value_bool(true));
    async_end;
}

struct coro *event_wait(struct sync_event *e)
{
    return call(event_wait, .event = e);
}

/* ---- Condition ---- */

static struct lock *lock_of(struct condition *c)
{
    return c->lock ? c->lock : &c->own;
}

static void tell_condition(struct condition *c)
{
    sync_tell(&c->sync, "Condition", &c->waiters, lock_of(c)->locked ? "its lock is held" : "its lock is free");
}

struct condition_acquire {
    struct coro coro;
    struct condition *condition;
};

ASYNC_DEFINE(condition_acquire, "Condition.acquire", "asyncio/locks.py", ON_CONDITION_ACQUIRE, sync_tells, def(15))
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
    struct error *e = running_loop->error;
    running_loop->error = NULL;
    return e;
}

/* A cancellation while the lock is awaited again is remembered, and the lock awaited once more. */
static void acquired_again(struct condition_wait *self)
{
    self->again = sync_cancelled();
    if (!self->again)
        return;
    self->cancelled = true;
    take_error();
}

static void notified(struct condition_wait *self)
{
    waiters_remove(&self->condition->waiters, &self->waiter);
    self->error = take_error();
    tell_condition(self->condition);
}

ASYNC_DEFINE(condition_wait, "Condition.wait", "asyncio/locks.py", ON_CONDITION, sync_tells, def(250))
{
    async_begin;
    if (!lock_of(self->condition)->locked)
        raise(error_text(&RuntimeError, "cannot wait on un-acquired lock"));
    condition_release(self->condition);
    waiters_append(&self->condition->waiters, &self->waiter, self->coro.task);
    tell_condition(self->condition);
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

ASYNC_DEFINE(condition_wait_for, "Condition.wait_for", "asyncio/locks.py", ON_CONDITION_FOR, sync_tells, def(285))
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
    for (struct waiter *w = first_pending(&c->waiters); w && n; w = first_pending(&c->waiters), n--)
        future_set_result(&w->future, value_bool(false));
    tell_condition(c);
    return NULL;
}

struct error *condition_notify_all(struct condition *c)
{
    return condition_notify(c, SIZE_MAX);
}

/* ---- Semaphore, BoundedSemaphore ---- */

static void tell_semaphore(struct semaphore *s)
{
    sync_tell(&s->sync, s->bound ? "BoundedSemaphore" : "Semaphore", &s->waiters, "%lld left", (long long)s->value);
}

bool semaphore_locked(const struct semaphore *s)
{
    return s->value == 0 || !all_cancelled(&s->waiters);
}

static void semaphore_wake(struct semaphore *s)
{
    struct waiter *w = first_pending(&s->waiters);
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
    if (!sync_cancelled())
        return;
    if (self->waiter.future.state != OUTCOME_CANCELLED) { /* it was given one, and passes it on */
        s->value++;
        semaphore_wake(s);
    }
    tell_semaphore(s);
}

static void semaphore_tells(const struct coro *c, struct note *n)
{
    const struct semaphore_acquire *self = (const struct semaphore_acquire *)c;
    n->object = self->semaphore->sync.number;
    n->name = self->semaphore->bound ? "BoundedSemaphore.acquire" : NULL;
}

ASYNC_DEFINE(semaphore_acquire, "Semaphore.acquire", "asyncio/locks.py", ON_SEMAPHORE, semaphore_tells, def(374))
{
    async_begin;
    if (!semaphore_locked(self->semaphore)) {
        self->semaphore->value--;
        tell_semaphore(self->semaphore);
        async_return(value_bool(true));
    }
    waiters_append(&self->semaphore->waiters, &self->waiter, self->coro.task);
    tell_semaphore(self->semaphore);
    await_then(&self->waiter.future, semaphore_woken(self));
    if (self->semaphore->value > 0)
        semaphore_wake(self->semaphore);
    tell_semaphore(self->semaphore);
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
    tell_semaphore(s);
    return NULL;
}

/* ---- Barrier ---- */

static void tell_barrier(struct barrier *b)
{
    static const char *const words[] = {"filling", "draining", "resetting", "broken"};
    sync_tell(&b->sync, "Barrier", &b->condition.waiters, "%s, %d of %d", words[b->state], b->count, b->parties);
}

static bool not_draining(void *data)
{
    const struct barrier *b = data;
    return b->state != BARRIER_DRAINING && b->state != BARRIER_RESETTING;
}

static bool not_filling(void *data)
{
    const struct barrier *b = data;
    return b->state != BARRIER_FILLING;
}

/* The last to leave makes way for the next round. */
static void leave_barrier(struct barrier *b)
{
    if (--b->count == 0) {
        if (b->state == BARRIER_RESETTING || b->state == BARRIER_DRAINING)
            b->state = BARRIER_FILLING;
        condition_notify_all(&b->condition);
    }
    tell_barrier(b);
}

struct barrier_wait {
    struct coro coro;
    struct barrier *barrier;
    int index;
};

ASYNC_DEFINE(barrier_wait, "Barrier.wait", "asyncio/locks.py", ON_BARRIER, sync_tells, def(500))
{
    async_begin;
    await(condition_acquire(&self->barrier->condition));
    try {
        await(condition_wait_for(&self->barrier->condition, not_draining, self->barrier));
        if (self->barrier->state == BARRIER_BROKEN)
            raise(error_text(&BrokenBarrierError, "Barrier aborted"));
        self->index = self->barrier->count++;
        tell_barrier(self->barrier);
        try {
            if (self->index + 1 == self->barrier->parties) {
                self->barrier->state = BARRIER_DRAINING;
                condition_notify_all(&self->barrier->condition);
            } else {
                await(condition_wait_for(&self->barrier->condition, not_filling, self->barrier));
                if (self->barrier->state == BARRIER_BROKEN || self->barrier->state == BARRIER_RESETTING)
                    raise(error_text(&BrokenBarrierError, "Abort or reset of barrier"));
            }
        }
        end_with(leave_barrier(self->barrier));
    }
    end_with(condition_release(&self->barrier->condition));
    async_return(value_int(self->index));
    async_end;
}

struct coro *barrier_wait(struct barrier *b)
{
    b->condition.sync.hidden = b->condition.own.sync.hidden = true;
    return call(barrier_wait, .barrier = b);
}

struct barrier_change {
    struct coro coro;
    struct barrier *barrier;
    bool abort;
};

static void change_barrier(struct barrier *b, bool abort)
{
    b->state = abort ? BARRIER_BROKEN : b->count > 0 ? BARRIER_RESETTING : BARRIER_FILLING;
    condition_notify_all(&b->condition);
    tell_barrier(b);
    condition_release(&b->condition);
}

ASYNC_DEFINE(barrier_change, "Barrier.reset", "asyncio/locks.py", ON_BARRIER_RESET, sync_tells, def(547))
{
    async_begin;
    await(condition_acquire(&self->barrier->condition));
    change_barrier(self->barrier, self->abort);
    async_end;
}

struct coro *barrier_reset(struct barrier *b)
{
    return call(barrier_change, .barrier = b);
}

struct coro *barrier_abort(struct barrier *b)
{
    return call(barrier_change, .barrier = b, .abort = true);
}
