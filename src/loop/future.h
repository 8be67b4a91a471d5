/* SPDX-License-Identifier: MIT */
/* A future: pending, finished or cancelled; a result or an error; callbacks in FIFO order. A kind
 * of future (a task, a gather, a shield) is a future_type.
 *
 * https://docs.python.org/3.11/library/asyncio-future.html */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "loop/loop.h"
#include "python/object.h"

struct future_type {
    struct object_type object; /* its free: future_free */
    const char *name;          /* as events call one that is done; NULL: nothing special */
    const char *unseen;        /* what is logged if its error is never fetched */
    uint8_t on, on_done;       /* enum awaited: what waiting for it is called; once it is done */
    /* Nobody refers to it any more. NULL: it is part of something else, which frees it. */
    void (*free)(struct future *f);
    /* As future_cancel. NULL: it just becomes cancelled. */
    bool (*cancel)(struct future *f, struct value msg);
    /* The k-th future that it waits for, NULL behind the last. NULL: it waits for none. */
    struct future *(*child)(const struct future *f, size_t k);
};

struct future {
    struct object object;     /* its type is a future_type */
    struct handle *callbacks; /* the last one; its next is the first */
    int64_t bits;             /* of its value (future_value) … */
    uint8_t value_kind;       /* … which is the error if it failed, the message if cancelled */
    uint8_t state;            /* enum outcome */
    bool unseen;              /* failed, and nobody has fetched the error yet */
    bool counted;             /* by future_count, until futures_uncount */
};

/* The type of a future's object, to begin a future_type with. */
#define FUTURE_OBJECT(of)                                         \
    {                                                             \
        .name = of, .free = future_free, .number = future_number, \
    }
void future_free(struct object *o);
uint32_t future_number(struct object *o);

/* A future that whoever embeds it frees. */
extern const struct future_type embedded_future;

/* asyncio.Future() */
struct future *future_new(void);

static inline void future_init(struct future *f, const struct future_type *type)
{
    *f = (struct future){.object.type = &type->object};
}

static inline const struct future_type *future_type(const struct future *f)
{
    return (const struct future_type *)f->object.type;
}

static inline bool future_done(const struct future *f)
{
    return f->state != OUTCOME_PENDING;
}

/* Its result or error; the message of a cancelled one, or VALUE_UNSET; while it is pending,
 * whatever its maker keeps there. */
static inline struct value future_value(const struct future *f)
{
    return (struct value){.kind = f->value_kind, .i = f->bits};
}
static inline void future_keep_value(struct future *f, struct value v)
{
    f->bits = v.i;
    f->value_kind = (uint8_t)v.kind;
}
static inline struct error *future_error(const struct future *f)
{
    return future_value(f).error;
}

/* InvalidStateError is the caller's mistake: these end the program with a sentence if f is done. */
void future_set_result(struct future *f, struct value v);
void future_set_error(struct future *f, struct error *e);
/* False if it was done. A task passes it on to what it awaits, a gather to its children. msg:
 * VALUE_UNSET for none. */
bool future_cancel(struct future *f, struct value msg);

/* What await gives: its result or error becomes the thread's, and counts as seen. */
void future_fetch(struct future *f);

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

/* For task.c: f is done; says so and schedules its callbacks. */
void future_finish(struct future *f, enum outcome state, struct value v);
