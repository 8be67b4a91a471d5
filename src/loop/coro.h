/* SPDX-License-Identifier: MIT */
/* A coroutine: a call that can be suspended. Its frame is a struct that a scene declares, with this
 * header first; `at` remembers where it stopped. Between two awaits it runs as a plain C function.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "event.h"
#include "python/locals.h"

struct coro;
struct future;
struct stack;

/* How a coroutine's body comes back. */
enum flow { FLOW_AWAIT, FLOW_RETURN, FLOW_RAISE };

/* A coroutine function. */
struct async {
    const char *name; /* as Python's __qualname__; "": part of the frame below, not shown itself */
    const char *file; /* NULL: the program's own */
    enum awaited
        on; /* asyncio's own: not shown as a frame, but as what is awaited; ON_NONE for a scene's */
    uint32_t size; /* of its frame */
    enum flow (*body)(struct coro *self);
    const struct local *locals; /* the def, then nlocals - 1 variables */
    size_t nlocals;
    void (*tell)(const struct coro *self,
                 struct note *n); /* asyncio's own: what else to say of the wait, or NULL */
};

enum {
    CORO_FRESH = UINT16_MAX,
    CORO_DEEPEST = 1000, /* calls within each other, Python's recursion limit */
};

struct coro {
    const struct async *fn;
    union {
        struct coro *caller; /* who awaits it; NULL at the bottom */
        struct coro *next;   /* while fresh: the list of those never awaited */
    };
    union {
        struct stack *stack; /* that it is on */
        struct coro *prev;   /* while fresh */
    };
    uint16_t at;    /* where to go on: 0 at its start, CORO_FRESH until it is first awaited */
    uint16_t line;  /* the Python line it stopped at */
    uint32_t depth; /* how many frames are below it */
};

/* A frame of fn's with the arguments of *args (NULL: none), made and not run. */
struct coro *coro_new(const struct async *fn, const void *args);

/* Puts it on top of s, where `caller` awaits it. */
void coro_start(struct coro *c, struct stack *s, struct coro *caller);
/* Off the list of those never awaited: it is the caller's now, and ready to begin. */
void coro_take(struct coro *c);
/* It will never run. */
void coro_drop(struct coro *c);
void coro_free(struct coro *c);

/* Runs the innermost frame, and those it calls and returns to, until one waits or the outermost is
 * through. */
enum flow stack_run(struct stack *s);
