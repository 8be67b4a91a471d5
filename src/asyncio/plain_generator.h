/* SPDX-License-Identifier: MIT */
/* Generators: plain functions that yield. Control passes from the caller to the function and back, with no
 * loop and no task; in between the function's frame waits, with its line and its locals.
 *
 *     async (count_to, def(3), SHOW(n), SHOW(i)) {
 *         async_begin;
 *         for (; self->i < self->n; self->i++)
 *             py(6) yield_value(value_int(self->i));
 *         async_end;
 *     }
 *
 *     self->g = plain_generator(call(count_to, .n = 2));
 *     while (generator_send(self->g, NONE, &v))
 *         …
 *
 * Each change of its state is a SYNC event.
 * https://docs.python.org/3.11/reference/expressions.html#yield-expressions */
#pragma once
#include "loop/await.h"

struct plain_generator;

/* What calling a function with a yield gives: nothing of it has run. c: made by call(), the generator's from
 * here on. It lives until the run ends. */
struct plain_generator *plain_generator(struct coro *c);
/* g.send(v), with NONE also next(g): lets it go on to its next yield, which gives *yielded. false: it
 * has returned, where Python raises StopIteration. */
bool generator_send(struct plain_generator *g, struct value v, struct value *yielded);

/* yield v, in a generator; sent_value(), right behind it: what was sent in. */
#define yield_value(v)                           \
    do {                                         \
        self->coro.at = __LINE__;                \
        self->coro.line = this_thread->line;     \
        plain_generator_yield(&self->coro, (v)); \
        return FLOW_AWAIT;                       \
    case __LINE__:                               \
        this_thread->line = self->coro.line;     \
    } while (0)
static inline struct value sent_value(void)
{
    return this_thread->value;
}
void plain_generator_yield(struct coro *self, struct value v);
