/* SPDX-License-Identifier: MIT */
#include "asyncio/locks.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "loop/await.h"

/* ---- what all share ---- */

void waiters_append(struct waiters *ws, struct waiter *w, struct task *t)
{
    *w = (struct waiter){.prev = ws->last, .task = t};
    future_init(&w->future, &embedded_future);
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

struct waiter *waiters_pending(const struct waiters *ws)
{
    struct waiter *w = ws->first;
    while (w && future_done(&w->future))
        w = w->next;
    return w;
}

bool waiters_all_cancelled(const struct waiters *ws)
{
    for (const struct waiter *w = ws->first; w; w = w->next)
        if (w->future.state != OUTCOME_CANCELLED)
            return false;
    return true;
}

void sync_tell(struct sync *s, enum deed deed, const char *class, const struct waiters *waiters,
               const char *fmt, ...)
{
    enum { SHOWN = 16 };
    struct loop *l = get_running_loop();
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
            of[n.nof++] = w->task->future.object.id;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    n.len = strlen(text);
    stack_put_place(l->stack, &n);
    loop_emit(l, EV_SYNC, (struct event){.ref = s->number, .what = deed}, &n);
}

/* ---- Lock ---- */

static void tell_lock(struct lock *l, enum deed deed)
{
    if (l->locked && l->holder)
        sync_tell(&l->sync, deed, "Lock", &l->waiters, "held by %s", task_name(l->holder));
    else if (l->waiters.first && l->waiters.first->future.state == OUTCOME_DONE)
        sync_tell(&l->sync, deed, "Lock", &l->waiters, "free, kept for %s",
                  task_name(l->waiters.first->task));
    else
        sync_tell(&l->sync, deed, "Lock", &l->waiters, l->locked ? "held" : "free");
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
    tell_lock(l, DEED_TAKES);
}

struct lock_acquire {
    struct coro coro;
    struct lock *lock;
    struct waiter waiter;
};

static void lock_woken(struct lock_acquire *self)
{
    waiters_remove(&self->lock->waiters, &self->waiter);
    if (!error_raised(&CancelledError))
        return;
    if (!self->lock->locked)
        wake_first(&self->lock->waiters);
    tell_lock(self->lock, DEED_LEAVES);
}

void sync_tells(const struct coro *c, struct note *n)
{
    /* whatever object it is, its struct sync comes first */
    struct sync *s;
    memcpy(&s, c + 1, sizeof s);
    n->object = s->number;
}

ASYNC_DEFINE(lock_acquire, "Lock.acquire", "asyncio/locks.py", ON_LOCK, sync_tells, def(93))
{
    async_begin;
    if (!self->lock->locked && waiters_all_cancelled(&self->lock->waiters)) {
        take_lock(self->lock);
        async_return(value_bool(true));
    }
    waiters_append(&self->lock->waiters, &self->waiter, current_task());
    tell_lock(self->lock, DEED_WAITS);
    await_then(&self->waiter.future, lock_woken(self));
    take_lock(self->lock);
    async_return(value_bool(true));
    async_end;
}

struct coro *lock_acquire(struct lock *l)
{
    return call(lock_acquire, .lock = l);
}

static void release(struct lock *l, enum deed deed)
{
    l->locked = false;
    l->holder = NULL;
    wake_first(&l->waiters);
    tell_lock(l, deed);
}

struct error *lock_release(struct lock *l)
{
    if (!l->locked)
        return error_text(&RuntimeError, "Lock is not acquired.");
    release(l, DEED_GIVES);
    return NULL;
}

void lock_leave(struct lock *l)
{
    release(l, DEED_LEAVES);
}

/* ---- Event ---- */

static void tell_event(struct sync_event *e, enum deed deed)
{
    sync_tell(&e->sync, deed, "Event", &e->waiters, e->set ? "set" : "not set");
}

void event_set(struct sync_event *e)
{
    if (e->set)
        return;
    e->set = true;
    for (struct waiter *w = e->waiters.first; w; w = w->next)
        if (!future_done(&w->future))
            future_set_result(&w->future, value_bool(true));
    tell_event(e, DEED_GIVES);
}

void event_clear(struct sync_event *e)
{
    e->set = false;
    tell_event(e, DEED_TAKES);
}

struct event_wait {
    struct coro coro;
    struct sync_event *event;
    struct waiter waiter;
};

ASYNC_DEFINE(event_wait, "Event.wait", "asyncio/locks.py", ON_EVENT, sync_tells, def(200))
{
    async_begin;
    if (!self->event->set) {
        waiters_append(&self->event->waiters, &self->waiter, current_task());
        tell_event(self->event, DEED_WAITS);
        await_then(&self->waiter.future, waiters_remove(&self->event->waiters, &self->waiter));
    }
    async_return(value_bool(true));
    async_end;
}

struct coro *event_wait(struct sync_event *e)
{
    return call(event_wait, .event = e);
}
