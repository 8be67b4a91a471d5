/* SPDX-License-Identifier: MIT */
/* Lock and Event, and what all objects that tasks wait for share. All are fair: who waits first is
 * served first.
 *
 * They are embedded in whoever uses them and must outlive those who wait; a zeroed lock, event or
 * condition is ready to use. What waits is a coroutine, to be awaited; what does not is a plain
 * function.
 *
 * https://docs.python.org/3.11/library/asyncio-sync.html; CPython 3.11 Lib/asyncio/locks.py. */
#pragma once
#include <stdbool.h>

#include "loop/coro.h"
#include "loop/future.h"

/* Who waits, in order. The node is in the frame of the waiting coroutine. */
struct waiter {
    struct future future;
    struct waiter *prev, *next;
    struct task *task;
};
struct waiters {
    struct waiter *first, *last;
};

/* What the screen shows of an object: its class and number, given at the first event that speaks of
 * it. */
struct sync {
    uint32_t number;
    bool hidden; /* part of another object: not shown */
};

struct lock {
    struct sync sync;
    bool locked;
    struct task *holder; /* only to be shown; may have ended */
    struct waiters waiters;
};
struct coro *lock_acquire(struct lock *l);
/* NULL, or the RuntimeError that Python raises if it is not acquired. */
struct error *lock_release(struct lock *l);

struct sync_event {
    struct sync sync;
    bool set;
    struct waiters waiters;
};
void event_set(struct sync_event *e);
void event_clear(struct sync_event *e);
struct coro *event_wait(struct sync_event *e);

/* ---- what condition.c, semaphore.c, barrier.c and queue.c share ---- */

void waiters_append(struct waiters *ws, struct waiter *w, struct task *t);
void waiters_remove(struct waiters *ws, struct waiter *w);
/* The first who has not been woken; NULL for none. */
struct waiter *waiters_pending(const struct waiters *ws);
/* Does nobody wait but those who were cancelled and have not noticed yet? */
bool waiters_all_cancelled(const struct waiters *ws);
/* What a waiting coroutine says of its wait: its frame has a pointer to its object right behind the
 * coro. */
void sync_tells(const struct coro *c, struct note *n);
/* Tells the screen what was done to the object, and how it is now: its class, a few words, and who
 * waits. */
void sync_tell(struct sync *s, enum deed deed, const char *class, const struct waiters *waiters,
               const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* As lock_release, of one that is held, by whoever waits for more than the lock. */
void lock_leave(struct lock *l);
