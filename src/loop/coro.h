/* SPDX-License-Identifier: MIT */
/* A coroutine: a call that can be suspended. Its frame is a struct that a scene declares, with this
 * header first; `at` remembers where it stopped. Between two awaits it runs as a plain C function.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "event.h"
#include "python/locals.h"
#include "python/stack.h"
#include "python/thread.h"

struct coro;
struct future;

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

/* A frame of fn's with the arguments of *args (NULL: none; it has no header), made and not run. */
static inline struct coro *coro_new(const struct async *fn, const void *args)
{
    struct thread *t = this_thread;
    struct coro *c = arena_take(&t->arena, fn->size);
    size_t rest = fn->size - sizeof *c;
    if (args)
        memcpy(c + 1, (const struct coro *)args + 1, rest);
    else
        memset(c + 1, 0, rest);
    *c = (struct coro){.fn = fn, .next = t->fresh, .at = CORO_FRESH};
    if (t->fresh)
        t->fresh->prev = c;
    t->fresh = c;
    return c;
}

_Noreturn void coro_reused(const struct coro *c);

/* It is none of those any more that were never awaited. */
static inline void coro_leave_fresh(struct coro *c)
{
    if (c->at != CORO_FRESH)
        coro_reused(c);
    if (c->prev)
        c->prev->next = c->next;
    else
        this_thread->fresh = c->next;
    if (c->next)
        c->next->prev = c->prev;
}

/* Puts it on top of s, where `caller` awaits it. */
static inline void coro_start(struct coro *c, struct stack *s, struct coro *caller)
{
    coro_leave_fresh(c);
    c->caller = caller;
    c->stack = s;
    c->depth = caller ? caller->depth + 1 : 0;
    c->at = 0;
    s->top = c;
}

/* It is the caller's from now on, and ready to begin. */
void coro_take(struct coro *c);
/* It will never run. */
void coro_drop(struct coro *c);

static inline void coro_free(struct coro *c)
{
    if (c->fn->nlocals > 1)
        locals_unref(c->fn->locals + 1, c->fn->nlocals - 1, c);
    arena_free(&this_thread->arena, c, c->fn->size);
}

/* Where the program stands in it, into n: its innermost frame runs, or awaits what asyncio does for it.
 * Nothing where s is NULL: no task runs. */
void stack_put_place(const struct stack *s, struct note *n);

/* Runs the innermost frame, and those it calls and returns to, until one waits or the outermost is
 * through. */
enum flow stack_run(struct stack *s);
