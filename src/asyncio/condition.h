/* SPDX-License-Identifier: MIT */
/* Condition: waiting, under a lock, until somebody notifies. A zeroed one is ready to use.
 *
 * https://docs.python.org/3.11/library/asyncio-sync.html#condition; CPython 3.11
 * Lib/asyncio/locks.py. */
#pragma once
#include "asyncio/locks.h"

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
