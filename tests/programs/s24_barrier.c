/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; struct barrier *b; int n; };
async (w, def(2), SHOW(n)) {
    async_begin;
    py(2)  await(barrier_wait(self->b));
    py(2)  say("at %d %s", self->n, str(awaited()));
    async_end;
}

struct main { struct coro coro; struct barrier b; };
async (main, def(3)) {
    async_begin;
    py(4)  self->b = BARRIER(2);
    py(5)  await(gather(call(w, .b = &self->b, .n = 1), call(w, .b = &self->b, .n = 2)));
    async_end;
}

PROGRAM(s24_barrier, 6, "a_barrier_lets_all_pass_when_the_last_has_come")
