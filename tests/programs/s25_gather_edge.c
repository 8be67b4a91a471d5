/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; int n; };
async (w, def(2), SHOW(n)) {
    async_begin;
    py(2)  say("w %d", self->n);
    py(2)  async_return(value_int(self->n));
    async_end;
}

struct main { struct coro coro; struct coro *c; struct task *t; };
async (main, def(3), SHOW(t)) {
    async_begin;
    py(4)  await(gather_n(NULL, 0, false));
    py(4)  say("%s", repr(awaited()));
    py(5)  self->c = call(w, .n = 1);
    py(6)  await(gather(self->c, self->c));
    py(6)  say("%s", repr(awaited()));
    py(7)  keep(self->t, create_task(call(w, .n = 2)));
    py(7)  await(self->t);
    py(8)  await(gather_futures((struct future *[]){&self->t->future, &self->t->future}, 2, false));
    py(8)  say("%s", repr(awaited()));
    async_end;
}

PROGRAM(s25_gather_edge, 9, "gather_takes_nothing_at_all_and_the_same_one_twice")
