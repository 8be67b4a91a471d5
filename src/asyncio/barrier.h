/* SPDX-License-Identifier: MIT */
/* Barrier: so many wait for each other, round after round.
 *
 * https://docs.python.org/3.11/library/asyncio-sync.html#barrier; CPython 3.11
 * Lib/asyncio/locks.py. */
#pragma once
#include "asyncio/condition.h"

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
