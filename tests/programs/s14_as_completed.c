/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; int n; };
async (w, def(2), SHOW(n)) {
    async_begin;
    py(2)  await(sleep_s(self->n));
    py(2)  async_return(value_int(self->n));
    async_end;
}

struct main { struct coro coro; struct task *a, *b; struct as_completed *all; };
async (main, def(3), HOLD(a), HOLD(b)) {
    async_begin;
    py(4)  keep(self->a, create_task(call(w, .n = 2)));
    py(4)  keep(self->b, create_task(call(w, .n = 1)));
    py(5)  self->all = as_completed((struct future *[]){&self->a->future, &self->b->future}, 2, NO_TIMEOUT);
    while (as_completed_left(self->all)) {
    py(5)  await(as_completed_next(self->all));
    py(5)  say("%s", str(awaited()));
    }
    async_end;
}

PROGRAM(s14_as_completed, 6, "as_completed_gives_results_in_the_order_they_come")
