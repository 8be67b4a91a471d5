/* SPDX-License-Identifier: MIT */
/* timeout() and timeout_at(): a block that is cancelled when its time is over, and then raises
 * TimeoutError.
 *
 *     async_with_timeout (self->t, 2) {
 *         await(...);
 *     }
 *     end_timeout(self->t);
 *
 * with `struct timeout t` in the frame. NO_TIMEOUT never ends it.
 *
 * https://docs.python.org/3.11/library/asyncio-task.html#timeouts; CPython 3.11
 * Lib/asyncio/timeouts.py. */
#pragma once
#include <math.h>
#include <stdbool.h>

#include "loop/loop.h"

#define NO_TIMEOUT INFINITY

enum timeout_state {
    TIMEOUT_CREATED,
    TIMEOUT_ENTERED,
    TIMEOUT_EXPIRING,
    TIMEOUT_EXPIRED,
    TIMEOUT_EXITED
};

struct timeout {
    struct deadline *deadline; /* the timer, while it is set */
    struct task *task;
    double when; /* seconds on the loop's clock; NO_TIMEOUT */
    unsigned cancelling;
    enum timeout_state state;
};

/* Seconds from now; seconds on the loop's clock. */
struct timeout timeout_after(double delay);
struct timeout timeout_at(double when);
void timeout_enter(struct timeout *t);
/* Moves the deadline; when <= now ends the block in the next tick. NULL or RuntimeError if it is
 * not entered. */
struct error *timeout_reschedule(struct timeout *t, double when);
bool timeout_expired(const struct timeout *t);
/* Turns the CancelledError it caused into a TimeoutError. */
void timeout_exit(struct timeout *t);

#define async_with_timeout(t, delay)                   \
    ((t) = timeout_after(delay), timeout_enter(&(t))); \
    try
#define end_timeout(t) end_with(timeout_exit(&(t)))
