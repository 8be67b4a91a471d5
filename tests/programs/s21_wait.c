/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; int n; };
async (w, def(2), SHOW(n)) {
    async_begin;
    py(2)  await(sleep_s(self->n));
    py(2)  async_return(value_int(self->n));
    async_end;
}

struct main { struct coro coro; struct task *a, *b; };
async (main, def(3), HOLD(a), HOLD(b)) {
    async_begin;
    py(4)  keep(self->a, create_task(call(w, .n = 1)));
    py(4)  keep(self->b, create_task(call(w, .n = 3)));
    py(5)  await(wait_futures((struct future *[]){&self->a->future, &self->b->future}, 2, 2, ALL_COMPLETED));
    py(5)  say("%s %d", str(awaited()), 2 - (int)awaited().i);
    py(6)  await(wait_futures((struct future *[]){&self->b->future}, 1, NO_TIMEOUT, FIRST_COMPLETED));
    py(6)  say("%s %d", str(awaited()), 1 - (int)awaited().i);
    async_end;
}

PROGRAM(s21_wait, 7, "wait_tells_after_its_timeout_how_many_are_done")
