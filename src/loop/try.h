/* SPDX-License-Identifier: MIT */
/* try, except, finally and async with, in a coroutine written in C.
 *
 * An error, or a return, that is on its way unwinds frames until a try block of theirs takes it. A
 * block is on the stack while its body runs, and while its finally block runs, which holds back what
 * goes on behind it. */
#pragma once
#include "loop/coro.h"
#include "python/error.h"
#include "python/stack.h"
#include "python/thread.h"

/* clang-format off */

/* try { … } except (ValueError) { … } end_try;
 * try { … } finally { … } end_finally; */
#define try                                                                                        \
    {                                                                                              \
    coro_try(&self->coro, __LINE__);                                                               \
    __attribute__((fallthrough));                                                                  \
    case __LINE__:                                                                                 \
    if (!coro_unwinding())                                                                         \
        for (; coro_trying(&self->coro, __LINE__); coro_try_left(&self->coro, __LINE__))           \
            for (; coro_trying(&self->coro, __LINE__); coro_try_end(&self->coro))
#define except(type) else if (coro_except(&(type), NULL))
/* … as e, where e is a struct error * in the frame */
#define except_as(type, e) else if (coro_except(&(type), &(e)))
#define end_try            else goto async_raise; }
#define finally            else (void)0; coro_finally(&self->coro);
#define end_finally                                                                                \
    if (coro_finally_end(&self->coro))                                                             \
        goto async_raise;                                                                          \
    }

/* async with: enter; try { … } end_with(exit); where exit is run on every way out, does not await,
 * and may put another error into this_thread->error. */
#define end_with(exit)                                                                             \
    else (void)0;                                                                                  \
    exit;                                                                                          \
    if (coro_unwinding())                                                                          \
        goto async_raise;                                                                          \
    }

/* clang-format on */

/* ---- what the macros stand on ---- */

static inline bool coro_unwinding(void)
{
    return this_thread->error || this_thread->returning;
}
static inline void coro_return(struct value v)
{
    this_thread->value = v;
    this_thread->error = NULL;
    this_thread->returning = true;
}
bool coro_catch_inside(struct coro *self);
/* Goes to the innermost handler of self's; false if it has none. */
static inline bool coro_catch(struct coro *self)
{
    return self->stack->tries && coro_catch_inside(self);
}
void coro_must_not_try(const struct coro *self);
static inline enum flow coro_leave(struct coro *self)
{
    if (self->stack->tries)
        coro_must_not_try(self);
    this_thread->returning = false;
    return this_thread->error ? FLOW_RAISE : FLOW_RETURN;
}
void coro_try(struct coro *self, unsigned line);
bool coro_trying(struct coro *self, unsigned line);
void coro_try_end(struct coro *self);
void coro_try_left(struct coro *self, unsigned line);
bool coro_except(const struct error_type *type, struct error **e);
void coro_finally(struct coro *self);
/* In a finally block: the error that goes on behind it, or NULL. */
struct error *coro_held(const struct coro *self);
bool coro_finally_end(struct coro *self);
/* A generator's frame leaves the stack it is on, with its try blocks, for one of its own; and comes
 * back from there, on top of `caller`. */
void stack_split(struct coro *self, struct stack *to);
void stack_join(struct stack *from, struct coro *caller);
