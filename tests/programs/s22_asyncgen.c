/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct g { struct coro coro; };
async (g, def(2)) {
    async_begin;
    try {
    py(4)  async_yield(value_int(1));
    py(5)  await(sleep_s(1));
    py(6)  async_yield(value_int(2));
    } finally {
    py(7)  say("g closed");
    } end_finally;
    async_end;
}

struct main { struct coro coro; struct generator *a, *it; struct value x; };
async (main, def(8), SHOW(a), SHOW(x), HOLD(it)) {
    async_begin;
    py(9)  keep(self->a, async_gen(call(g)));
    py(10) await(anext(self->a));
    py(10) say("%s", str(awaited()));
    py(11) async_for (self->x, self->it, async_gen(call(g))) {
    py(12)     say("%s", str(self->x));
    py(12)     break;
    } end_for(self->it);
    py(13) await(sleep_s(0));
    py(14) say("main end");
    py(15) object_ref(self->a); /* a global keeps it */
    async_end;
}

PROGRAM(s22_asyncgen, 16, "generators_left_unfinished_are_closed_by_the_loop")
