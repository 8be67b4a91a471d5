/* SPDX-License-Identifier: MIT */
#include "loop/coro.h"

#include <string.h>

#include "base/alloc.h"
#include "python/error.h"
#include "python/object.h"
#include "python/stack.h"
#include "python/thread.h"

/* ---- frames ---- */

struct coro *coro_new(const struct async *fn, const void *args)
{
    struct coro *c = arena_take(&this_thread->arena, fn->size);
    if (args)
        memcpy(c, args, fn->size);
    else
        memset(c, 0, fn->size);
    *c = (struct coro){.fn = fn, .next = this_thread->fresh, .at = CORO_FRESH};
    if (this_thread->fresh)
        this_thread->fresh->prev = c;
    this_thread->fresh = c;
    return c;
}

static void leave_fresh(struct coro *c)
{
    if (c->at != CORO_FRESH)
        die("cannot reuse a coroutine that was awaited already: %s()", c->fn->name);
    if (c->prev)
        c->prev->next = c->next;
    else
        this_thread->fresh = c->next;
    if (c->next)
        c->next->prev = c->prev;
}

void coro_start(struct coro *c, struct stack *s, struct coro *caller)
{
    leave_fresh(c);
    c->caller = caller;
    c->stack = s;
    c->depth = caller ? caller->depth + 1 : 0;
    c->at = 0;
    s->top = c;
}

void coro_take(struct coro *c)
{
    leave_fresh(c);
    c->caller = NULL;
    c->stack = NULL;
    c->at = 0;
}

void coro_drop(struct coro *c)
{
    leave_fresh(c);
    coro_free(c);
}

void coro_free(struct coro *c)
{
    locals_unref(c->fn->locals + 1, c->fn->nlocals - 1, c);
    arena_free(&this_thread->arena, c, c->fn->size);
}

/* ---- running them ---- */

static void remember_raise(const struct coro *c)
{
    struct trace_line *at = arena_alloc(&this_thread->arena, sizeof *at);
    const char *name = c->stack == this_thread->module ? "<module>" : c->fn->name;
    *at = (struct trace_line){c->fn->file ? c->fn->file : this_thread->file, name,
                              this_thread->line, NULL};
    if (this_thread->error->passed_last)
        this_thread->error->passed_last->next = at;
    else
        this_thread->error->passed = at;
    this_thread->error->passed_last = at;
}

enum flow stack_run(struct stack *s)
{
    for (;;) {
        struct coro *c = s->top;
        enum flow flow = c->fn->body(c);
        if (flow == FLOW_AWAIT) {
            if (s->top == c)
                return FLOW_AWAIT;
            continue; /* it called another coroutine, which runs in the same step */
        }
        if (flow == FLOW_RAISE && c->fn->on == ON_NONE && *c->fn->name)
            remember_raise(c);
        s->top = c->caller;
        coro_free(c);
        if (!s->top)
            return flow;
    }
}
