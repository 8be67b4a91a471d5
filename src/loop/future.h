/* SPDX-License-Identifier: MIT */
/* A future: pending, finished or cancelled; a result or an error; callbacks in FIFO order.
 *
 * Futures and tasks are held by counting, because Python tells of an error that nobody fetched at
 * the very moment the last one who could have fetched it lets go. A new one is held by nobody; the
 * first to let go of the last hold frees it.
 *
 * https://docs.python.org/3.11/library/asyncio-future.html */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "loop/loop.h"

enum future_kind {
    FUTURE_PLAIN,
    FUTURE_TASK,
    FUTURE_GATHER,
    FUTURE_WAITER,
    FUTURE_SHIELD,
    FUTURE_JOB,
    FUTURE_EMBEDDED
};

struct future {
    struct handle *callbacks; /* the last one; its next is the first */
    struct value value; /* the result, or VALUE_ERROR; cancelled: the message or VALUE_UNSET */
    uint32_t holds;
    uint32_t id;   /* F or T number; 0 until something mentions it */
    uint8_t state; /* enum outcome */
    uint8_t kind;  /* enum future_kind */
    bool unseen;   /* failed, and nobody has fetched the error yet */
    bool counted;  /* by future_count, until futures_uncount */
};

struct future *future_new(void);

/* For future_drop: nobody holds f any more. */
void future_let_go(struct future *f);
static inline bool future_done(const struct future *f)
{
    return f->state != OUTCOME_PENDING;
}

static inline struct future *future_hold(struct future *f)
{
    f->holds++;
    return f;
}
static inline void future_drop(struct future *f)
{
    if (!--f->holds)
        future_let_go(f);
}

/* InvalidStateError is the caller's mistake: these end the program with a sentence if f is done. */
void future_set_result(struct future *f, struct value v);
void future_set_error(struct future *f, struct error *e);
/* False if it was done. A task passes it on to what it awaits, a gather to its children. msg:
 * VALUE_UNSET for none. */
bool future_cancel(struct future *f, struct value msg);

/* What await gives: puts the result into l->value, or the error into l->error, and marks it as
 * seen. */
void future_fetch(struct loop *l, struct future *f);

/* h runs in the tick after f is done; at once scheduled if f is done already. */
void future_add_callback(struct future *f, struct handle *h);
void future_remove_callback(struct future *f, struct handle *h);

/* For those who take a list in which a future may stand twice: true the first time that f is
 * counted. Whoever counts ends with futures_uncount of the same list. */
static inline bool future_count(struct future *f)
{
    bool first = !f->counted;
    f->counted = true;
    return first;
}
void futures_uncount(struct future *const fs[], size_t n);

/* The number an event uses for f; the first mention gives it one. */
uint32_t future_ref(struct loop *l, struct future *f);

/* For task.c: f is done; says so and schedules its callbacks. */
void future_finish(struct future *f, enum outcome state, struct value v);
