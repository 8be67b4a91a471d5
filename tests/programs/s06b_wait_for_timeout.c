/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; };
async (w, def(2)) {
    async_begin;
    py(2)  await(sleep_s(5));
    async_end;
}

struct main { struct coro coro; };
async (main, def(3)) {
    async_begin;
    try {
    py(4)  await(wait_for(call(w), 1));
    } except (TimeoutError) {
    py(5)  say("timeout");
    } end_try;
    async_end;
}

PROGRAM(s06b_wait_for_timeout, 6, "wait_for_cancels_what_takes_too_long")
