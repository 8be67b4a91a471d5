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
    py(4)  keep(self->a, create_task(call(w, .n = 1)));
    py(4)  keep(self->b, create_task(call(w, .n = 3)));
    py(5)  self->all = as_completed((struct future *[]){&self->a->future, &self->b->future}, 2, 2);
    while (as_completed_left(self->all)) {
    try {
    py(6)  await(as_completed_next(self->all));
    py(6)  say("%s", str(awaited()));
    } except (TimeoutError) {
    py(7)  say("too late");
    } end_try;
    }
    async_end;
}

PROGRAM(s31_as_completed_timeout, 8, "as_completed_raises_for_each_that_comes_too_late")
