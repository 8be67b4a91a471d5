/* SPDX-License-Identifier: MIT */
/* A callback that waits its turn (asyncio's Handle), and one that falls due (TimerHandle). */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "event.h"
#include "python/object.h"

struct future;
struct handle;

/* What a kind of handle does. */
struct handle_type {
    const char *name; /* as CPython names the callback; NULL for a task's */
    enum handle_what what;
    /* Runs it. `arg` is the future it is a callback of, or NULL. */
    void (*run)(struct handle *h, struct future *arg);
    /* What must live as long as the handle is scheduled; NULL: nothing, or the task. */
    struct object *(*owner)(struct handle *h);
};

/* Whoever schedules something brings the handle, embedded in what it wakes; it is in at most one
 * list at a time: a future's callbacks, or the loop's ready queue. */
struct handle {
    struct handle *next;
    const struct handle_type *type;
    struct future *arg;
    uint32_t id; /* H number while scheduled */
    uint32_t listed : 1;
    uint32_t by_program : 1; /* the program's own: it is told at which line it was scheduled */
    uint32_t place : 30;     /* where its owner has it, if among many */
};

struct timer {
    struct handle handle; /* its place is that in the heap, from 1; 0: not set */
    double when;          /* seconds on the loop's clock */
};

/* So many bytes of a task lie before its handle. */
enum { HANDLE_IN_TASK = 40 };

static inline struct object *handle_owner(struct handle *h)
{
    if (h->type->what != HANDLE_CALLBACK)
        return (struct object *)((char *)h - HANDLE_IN_TASK);
    return h->type->owner ? h->type->owner(h) : NULL;
}

/* What a task awaits, the task refers to; a callback refers to its argument itself. */
static inline struct object *handle_arg(const struct handle *h)
{
    return h->type->what == HANDLE_CALLBACK ? (struct object *)h->arg : NULL;
}
