/* SPDX-License-Identifier: MIT */
#include "loop/try.h"

#include "base/alloc.h"

struct try_block {
    struct try_block *outer;
    struct coro *coro;
    uint16_t handler;    /* where its except or finally block is; 0: that block is running */
    bool returning;      /* a finally block: what goes on behind it … */
    struct error *error; /* … */
    struct value value;
};

static struct try_block *innermost(const struct coro *self)
{
    struct try_block *t = self->stack->tries;
    return t && t->coro == self ? t : NULL;
}

static void pop(struct coro *self)
{
    struct try_block *t = self->stack->tries;
    self->stack->tries = t->outer;
    arena_free(&this_thread->arena, t, sizeof *t);
}

void coro_try(struct coro *self, unsigned line)
{
    struct try_block *t = arena_alloc(&this_thread->arena, sizeof *t);
    *t = (struct try_block){.outer = self->stack->tries, .coro = self, .handler = (uint16_t)line};
    self->stack->tries = t;
}

bool coro_trying(struct coro *self, unsigned line)
{
    struct try_block *t = innermost(self);
    return t && t->handler == line;
}

void coro_try_end(struct coro *self)
{
    pop(self);
}

static _Noreturn void left_try(const struct coro *self)
{
    die("%s() left a try block by break, continue or return: use async_return, or a flag",
        self->fn->name);
}

/* Behind the block, which coro_try_end has closed unless a break jumped over it. */
void coro_try_left(struct coro *self, unsigned line)
{
    if (coro_trying(self, line))
        left_try(self);
}

bool coro_catch_inside(struct coro *self)
{
    struct try_block *t = innermost(self);
    /* an error or return out of a finally block replaces what was held there */
    while (t && !t->handler) {
        pop(self);
        t = innermost(self);
    }
    if (!t)
        return false;
    self->at = t->handler;
    pop(self);
    return true;
}

void coro_must_not_try(const struct coro *self)
{
    if (innermost(self))
        left_try(self);
}

bool coro_except(const struct error_type *type, struct error **e)
{
    if (!error_raised(type))
        return false;
    if (e)
        *e = this_thread->error;
    this_thread->error = NULL;
    return true;
}

void coro_finally(struct coro *self)
{
    coro_try(self, 0);
    struct try_block *t = self->stack->tries;
    t->error = this_thread->error;
    t->returning = this_thread->returning;
    t->value = this_thread->value;
    this_thread->error = NULL;
    this_thread->returning = false;
}

struct error *coro_held(const struct coro *self)
{
    return self->stack->tries->error;
}

bool coro_finally_end(struct coro *self)
{
    struct try_block *t = self->stack->tries;
    this_thread->error = t->error;
    this_thread->returning = t->returning;
    this_thread->value = t->value;
    pop(self);
    return coro_unwinding();
}

void stack_split(struct coro *self, struct stack *to)
{
    struct try_block *all = innermost(self), *last = all;
    while (last && last->outer && last->outer->coro == self)
        last = last->outer;
    if (last) {
        self->stack->tries = last->outer;
        last->outer = NULL;
    }
    self->stack->top = self->caller;
    *to = (struct stack){.top = self, .tries = all};
}

void stack_join(struct stack *from, struct coro *caller)
{
    struct stack *s = caller->stack;
    struct coro *c = from->top;
    struct try_block *last = from->tries;
    while (last && last->outer)
        last = last->outer;
    if (last) {
        last->outer = s->tries;
        s->tries = from->tries;
    }
    c->caller = caller;
    c->stack = s;
    c->depth = caller->depth + 1;
    s->top = c;
    from->tries = NULL;
}
