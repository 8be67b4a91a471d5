/* SPDX-License-Identifier: MIT */
/* Semaphore and BoundedSemaphore: at most so many at a time.
 *
 * https://docs.python.org/3.11/library/asyncio-sync.html#semaphore; CPython 3.11
 * Lib/asyncio/locks.py. */
#pragma once
#include "asyncio/locks.h"

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
