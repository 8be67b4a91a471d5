/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct ok { struct coro coro; };
async (ok, def(2)) {
    async_begin;
    py(2)  await(sleep_s(1));
    py(2)  say("ok ran on");
    py(2)  async_return(value_int(1));
    async_end;
}

struct bad { struct coro coro; };
async (bad, def(3)) {
    async_begin;
    py(3)  raise(value_error("x"));
    async_end;
}

struct main { struct coro coro; };
async (main, def(4)) {
    async_begin;
    try {
    py(5)  await(gather(call(ok), call(bad)));
    } except (ValueError) {
    py(6)  say("caught");
    } end_try;
    py(7)  await(sleep_s(2));
    async_end;
}

PROGRAM(s16a_gather_exc, 8, "gather_raises_the_first_error_and_the_others_run_on")
