/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct main { struct coro coro; struct future *f; struct value first; };
async (main, def(2), SHOW(f)) {
    async_begin;
    py(3)  keep(self->f, future_new());
    py(3)  future_set_result(self->f, value_int(1));
    py(4)  await(self->f);
    py(4)  self->first = awaited();
    py(4)  await(self->f);
    py(4)  say("%s %s", str(self->first), str(awaited()));
    async_end;
}

PROGRAM(s28_await_finished_future, 5, "awaiting_a_finished_future_does_not_suspend")
