/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct inner { struct coro coro; };
async (inner, def(2)) {
    async_begin;
    py(2)  async_return(value_int(5));
    async_end;
}

struct main { struct coro coro; struct task *t; };
async (main, def(3), SHOW(t)) {
    async_begin;
    py(4)  keep(self->t, create_task(call(inner)));
    py(5)  await(self->t);
    py(5)  say("%s", str(awaited()));
    py(6)  await(self->t);
    py(6)  say("%s", str(awaited()));
    async_end;
}

PROGRAM(s02_await_task, 7, "awaiting_a_task_suspends_only_while_it_is_not_done")
