/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; };
async (w, def(2)) {
    async_begin;
    py(2)  await(sleep_s(1));
    py(2)  async_return(value_int(7));
    async_end;
}

struct main { struct coro coro; };
async (main, def(3)) {
    async_begin;
    py(3)  await(wait_for(call(w), 5));
    py(3)  say("%s", str(awaited()));
    async_end;
}

PROGRAM(s06a_wait_for_ok, 4, "wait_for_gives_the_result_that_comes_in_time")
