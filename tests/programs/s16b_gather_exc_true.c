/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct bad { struct coro coro; };
async (bad, def(3)) {
    async_begin;
    py(3)  raise(value_error("x"));
    async_end;
}

struct ok { struct coro coro; };
async (ok, def(2)) {
    async_begin;
    py(2)  await(sleep_s(1));
    py(2)  async_return(value_int(1));
    async_end;
}

struct main { struct coro coro; };
async (main, def(4)) {
    async_begin;
    py(4)  await(gather_return_exceptions(call(ok), call(bad)));
    py(4)  say("%s", repr(awaited()));
    async_end;
}

PROGRAM(s16b_gather_exc_true, 5, "gather_with_return_exceptions_gives_errors_as_results")
