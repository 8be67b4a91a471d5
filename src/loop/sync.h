/* SPDX-License-Identifier: MIT */
/* Lock, Event, Condition, Semaphore, BoundedSemaphore and Barrier. All are fair: who waits first is served first.
 *
 * They are embedded in whoever uses them and must outlive those who wait; a zeroed lock, event or condition is ready to
 * use. What waits is a coroutine, to be awaited; what does not is a plain function.
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

/* What the screen shows of an object: its class and number, given at the first event that speaks of it. */
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

struct condition {
    struct sync sync;
    struct lock own, *lock; /* lock: NULL for its own */
    struct waiters waiters;
};
struct coro *condition_acquire(struct condition *c);
struct error *condition_release(struct condition *c);
struct coro *condition_wait(struct condition *c);
/* Waits until predicate(data) is true. */
struct coro *condition_wait_for(struct condition *c, bool (*predicate)(void *data), void *data);
struct error *condition_notify(struct condition *c, size_t n);
struct error *condition_notify_all(struct condition *c);

struct semaphore {
    struct sync sync;
    int64_t value;
    int64_t bound; /* BoundedSemaphore: the most that value may become; 0: unbounded */
    struct waiters waiters;
};
#define SEMAPHORE(n)         ((struct semaphore){.value = (n)})
#define BOUNDED_SEMAPHORE(n) ((struct semaphore){.value = (n), .bound = (n)})
bool semaphore_locked(const struct semaphore *s);
struct coro *semaphore_acquire(struct semaphore *s);
/* NULL, or the ValueError of a BoundedSemaphore released too many times. */
struct error *semaphore_release(struct semaphore *s);

enum barrier_state { BARRIER_FILLING, BARRIER_DRAINING, BARRIER_RESETTING, BARRIER_BROKEN };
struct barrier {
    struct sync sync;
    struct condition condition;
    enum barrier_state state;
    int parties, count;
};
#define BARRIER(n) ((struct barrier){.parties = (n)})
/* Its result is the index of the party, from 0. Raises BrokenBarrierError. */
struct coro *barrier_wait(struct barrier *b);
struct coro *barrier_reset(struct barrier *b);
struct coro *barrier_abort(struct barrier *b);

/* For queue.c. */
void waiters_append(struct waiters *ws, struct waiter *w, struct task *t);
void waiters_remove(struct waiters *ws, struct waiter *w);
/* Tells the screen how the object is now: its class, a few words, and who waits. */
void sync_tell(struct sync *s, const char *class, const struct waiters *waiters, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* The error that was delivered to this frame is a CancelledError. */
bool sync_cancelled(void);
