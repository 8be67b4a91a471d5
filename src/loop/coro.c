/* SPDX-License-Identifier: MIT */
#include "loop/coro.h"

#include "base/alloc.h"
#include "python/error.h"
#include "python/object.h"
#include "python/stack.h"
#include "python/thread.h"

/* ---- frames ---- */

_Noreturn void coro_reused(const struct coro *c)
{
    die("cannot reuse a coroutine that was awaited already: %s()", c->fn->name);
}

void coro_take(struct coro *c)
{
    coro_leave_fresh(c);
    c->caller = NULL;
    c->stack = NULL;
    c->at = 0;
}

void coro_drop(struct coro *c)
{
    coro_leave_fresh(c);
    coro_free(c);
}

/* ---- where they stand ---- */

void stack_put_place(const struct stack *s, struct note *n)
{
    const struct coro *c = s ? s->top : NULL;
    bool runs = c && c->fn->on == ON_NONE;
    while (c && c->fn->on != ON_NONE)
        c = c->caller;
    if (!c)
        return;
    n->file = c->fn->file ? c->fn->file : this_thread->file;
    n->line = runs ? this_thread->line : c->line;
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
