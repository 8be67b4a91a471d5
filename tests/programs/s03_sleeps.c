/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct main { struct coro coro; };
async (main, def(2)) {
    async_begin;
    py(3)  await(sleep_s(0));
    py(4)  await(sleep_s(-1));
    py(5)  await(sleep_result(0.5, value_str("r")));
    py(5)  say("%s", str(awaited()));
    async_end;
}

PROGRAM(s03_sleeps, 6, "a_sleep_of_nothing_gives_way_for_one_tick")
