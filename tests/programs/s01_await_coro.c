/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct inner { struct coro coro; };
async (inner, def(2)) {
    async_begin;
    py(2)  async_return(value_int(5));
    async_end;
}

struct main { struct coro coro; struct value x; };
async (main, def(3), SHOW(x)) {
    async_begin;
    py(4)  await(call(inner));
    py(4)  self->x = awaited();
    py(5)  say("%s", str(self->x));
    async_end;
}

PROGRAM(s01_await_coro, 6, "an_awaited_coroutine_runs_in_the_same_step")
