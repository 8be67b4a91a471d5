/* SPDX-License-Identifier: MIT */
#include "asyncio/plain_generator.h"

#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "loop/loop.h"
#include "python/locals.h"
#include "python/repr.h"

struct plain_generator {
    struct stack stack; /* of one frame; none: it has ended */
    const char *name;
    uint32_t number; /* among the objects of events */
    bool begun, yielded;
    struct value value; /* that it yielded last */
};

/* ---- what is told ---- */

static void tell(struct plain_generator *g, struct buf *state)
{
    struct loop *l = get_running_loop();
    if (loop_watched(l)) {
        if (!g->number)
            g->number = ++l->objects;
        loop_emit(l, EV_SYNC, (struct event){.ref = g->number},
                  &(struct note){.name = "generator",
                                 .text = state->s,
                                 .len = state->len,
                                 .line = this_thread->line});
    }
    buf_free(state);
}

/* ", with n=2, i=0" */
static void put_locals(struct buf *b, const struct coro *c)
{
    struct buf locals = {0};
    if (c->fn->nlocals > 1)
        locals_repr(&locals, c->fn->locals + 1, c->fn->nlocals - 1, c);
    char *rest = locals.len ? locals.s : NULL, *line;
    for (const char *before = ", with "; (line = strsep(&rest, "\n"));)
        if (*line) {
            buf_printf(b, "%s%s", before, line);
            before = ", ";
        }
    buf_free(&locals);
}

static void tell_yield(struct plain_generator *g)
{
    struct buf b = {0};
    buf_printf(&b, "%s() gives ", g->name);
    value_brief(&b, g->value);
    buf_printf(&b, " and waits at line %u", g->stack.top->line);
    put_locals(&b, g->stack.top);
    tell(g, &b);
}

static void tell_resume(struct plain_generator *g, struct value v)
{
    struct buf b = {0};
    buf_printf(&b, "%s() %s", g->name, g->begun ? "goes on" : "begins");
    if (v.kind != VALUE_NONE) {
        buf_puts(&b, ", and its yield gives ");
        value_brief(&b, v);
    }
    tell(g, &b);
}

static void tell_state(struct plain_generator *g, const char *state)
{
    struct buf b = {0};
    buf_printf(&b, "%s() %s", g->name, state);
    tell(g, &b);
}

/* ---- what it does ---- */

struct plain_generator *plain_generator(struct coro *c)
{
    struct plain_generator *g = arena_alloc(&this_thread->arena, sizeof *g);
    coro_take(c);
    *g = (struct plain_generator){.stack.top = c, .name = c->fn->name};
    c->stack = &g->stack;
    tell_state(g, "is called, and has not begun");
    return g;
}

void plain_generator_yield(struct coro *self, struct value v)
{
    struct plain_generator *g =
        (struct plain_generator *)((char *)self->stack - offsetof(struct plain_generator, stack));
    g->value = v;
    g->yielded = true;
}

bool generator_send(struct plain_generator *g, struct value v, struct value *yielded)
{
    uint16_t line = this_thread->line;
    if (!g->stack.top)
        return false;
    tell_resume(g, v);
    g->begun = true;
    g->yielded = false;
    this_thread->value = v;
    enum flow flow = stack_run(&g->stack);
    this_thread->line = g->yielded ? g->stack.top->line : line;
    if (flow == FLOW_AWAIT && !g->yielded)
        die("%s() is a generator, and no coroutine: it cannot await", g->name);
    if (g->yielded)
        tell_yield(g);
    else
        tell_state(g, "returns, and is over");
    this_thread->line = line;
    if (g->yielded)
        *yielded = g->value;
    return g->yielded;
}
