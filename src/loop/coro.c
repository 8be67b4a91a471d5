/* SPDX-License-Identifier: MIT */
#include "loop/coro.h"

#include <string.h>

#include "base/alloc.h"
#include "loop/error.h"
#include "loop/object.h"
#include "loop/stack.h"
#include "loop/thread.h"

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
    for (size_t i = 1; i < c->fn->nlocals; i++) {
        const struct local *v = &c->fn->locals[i];
        void *held = NULL;
        if (v->type == LOCAL_OBJECT)
            memcpy(&held, (char *)c + v->offset, sizeof held);
        if (held)
            object_unref(held);
    }
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

/* ---- what the screen may see of them ---- */

static void local_repr(struct buf *b, const struct local *v, const char *at)
{
    union {
        int i;
        int64_t i64;
        double d;
        const char *s;
        bool b;
        struct value v;
        const struct object *object;
    } u;
    switch (v->type) {
    case LOCAL_INT:
        memcpy(&u.i, at, sizeof u.i);
        buf_int(b, u.i);
        break;
    case LOCAL_I64:
        memcpy(&u.i64, at, sizeof u.i64);
        buf_int(b, u.i64);
        break;
    case LOCAL_DOUBLE:
        memcpy(&u.d, at, sizeof u.d);
        buf_float(b, u.d);
        break;
    case LOCAL_STR:
        memcpy(&u.s, at, sizeof u.s);
        buf_repr(b, u.s, strlen(u.s));
        break;
    case LOCAL_BOOL:
        memcpy(&u.b, at, sizeof u.b);
        buf_puts(b, u.b ? "True" : "False");
        break;
    case LOCAL_VALUE:
        memcpy(&u.v, at, sizeof u.v);
        value_brief(b, u.v);
        break;
    default:
        memcpy(&u.object, at, sizeof u.object);
        buf_printf(b, "<%s>", u.object->type->name);
    }
}

static bool local_set(const struct local *v, const char *at)
{
    struct value value;
    const void *p;
    if (v->type == LOCAL_VALUE) {
        memcpy(&value, at, sizeof value);
        return value.kind != VALUE_UNSET;
    }
    if (v->type != LOCAL_STR && v->type != LOCAL_OBJECT)
        return true;
    memcpy(&p, at, sizeof p);
    return p != NULL;
}

void coro_locals(const struct coro *c, struct buf *out)
{
    for (size_t i = 1; i < c->fn->nlocals; i++) {
        const struct local *v = &c->fn->locals[i];
        const char *at = (const char *)c + v->offset;
        if (!v->name || !local_set(v, at))
            continue;
        buf_puts(out, v->name);
        buf_putc(out, '=');
        local_repr(out, v, at);
        buf_putc(out, '\n');
    }
}
