/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct g { struct coro coro; int n; };
async (g, def(3), SHOW(n)) {
    async_begin;
    try {
    py(5)  async_yield(value_int(self->n));
    py(6)  async_yield(value_int(self->n));
    } finally {
    py(8)  say("closing %d", self->n);
    py(9)  await(sleep_s(self->n));
    py(10) say("closed %d", self->n);
    if (self->n == 2) {
    py(12) raise(value_error("late"));
    }
    } end_finally;
    async_end;
}

struct main { struct coro coro; struct generator *a, *b; int n; };
async (main, def(13), SHOW(n), SHOW(a), SHOW(b)) {
    async_begin;
    for (self->n = 1; self->n <= 2; self->n++) {
    py(15) keep(self->a, async_gen(call(g, .n = self->n)));
    py(16) object_ref(self->a); /* a global keeps it */
    py(17) await(anext(self->a));
    py(17) say("%s", str(awaited()));
    }
    py(18) keep(self->b, async_gen(call(g, .n = 3)));
    py(19) await(anext(self->b));
    py(20) keep(self->b, NULL);
    py(21) await(sleep_s(0));
    py(22) await(sleep_s(0));
    async_end;
}

PROGRAM(s35_generators_left, 23, "run_closes_what_is_left_of_generators_together_and_tells_their_errors")
