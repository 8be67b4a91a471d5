/* SPDX-License-Identifier: MIT */
/* Asynchronous generators: coroutines that give values on their way, for `async for` to take.
 *
 *     async (ticker, def(3), SHOW(i)) {
 *         async_begin;
 *         for (;; self->i++) {
 *             py(6) async_yield(value_int(self->i));
 *             py(7) await(sleep_s(1));
 *         }
 *         async_end;
 *     }
 *
 *     async_for (self->x, self->it, async_gen(call(ticker))) {
 *         say("%lld", (long long)self->x.i);
 *     }
 *     end_for(self->it);
 *
 * with `struct generator *it; struct value x` in the frame.
 *
 * When the last reference goes to a generator that has begun and not ended, the loop makes a task
 * that closes it (asyncio's finalizer hook); those alive at the end of run() are closed by it.
 *
 * https://docs.python.org/3.11/reference/expressions.html#asynchronous-generator-functions; PEP
 * 525. */
#pragma once
#include "loop/await.h"

struct generator;

extern const struct error_type StopAsyncIteration, GeneratorExit;

/* What calling an `async def` with a yield in it gives: nothing has run yet. c: made by call(),
 * not awaited, and the generator's from now on. Nobody holds it yet: keep() it, or hand it to
 * async_for. */
struct generator *async_gen(struct coro *c);

/* anext(g): its result is what g yields next; raises StopAsyncIteration when g has ended. */
struct coro *anext(struct generator *g);
/* g.aclose(): raises GeneratorExit where g waits at its yield, so that its finally blocks run.
 * RuntimeError if it goes on and yields again. */
struct coro *aclose(struct generator *g);

/* async for x in iterable. `it` is a struct generator * in the frame, in SHOW or HOLD, which holds
 * the generator while the loop runs; x is a struct value. `break` and `continue` may be used in
 * the body, but not from within a try block there. An error out of the body lets go of the
 * generator when the frame ends, or `it` is used again. */
#define async_for(x, it, iterable)                        \
    for (keep(it, iterable), generator_loop(it);;) {      \
        await_then(generator_next(it), generator_stop()); \
        if (awaited().kind == VALUE_UNSET)                \
            break;                                        \
        (x) = awaited();
#define end_for(it) \
    }               \
    keep(it, NULL)

/* In a generator: gives v to whoever takes the next value, and goes on when one more is asked for.
 * */
#define async_yield(v)                       \
    do {                                     \
        self->coro.at = __LINE__;            \
        self->coro.line = this_thread->line; \
        generator_yield(&self->coro, (v));   \
        return FLOW_AWAIT;                   \
    case __LINE__:                           \
        if (await_raised(&self->coro))       \
            goto async_raise;                \
    } while (0)

/* For the macros, coro.c and runner.c. */
void generator_loop(struct generator *g);
struct coro *generator_next(struct generator *g);
void generator_stop(void);
void generator_yield(struct coro *self, struct value v);
/* The coroutine that closes all that are alive: run()'s last but one stage. */
struct coro *shutdown_asyncgens(void);
