/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct main { struct coro coro; struct timeout t; };
async (main, def(2)) {
    async_begin;
    try {
    py(4)  async_with_timeout (self->t, 1) {
    py(4)      await(sleep_s(5));
    } end_timeout(self->t);
    } except (TimeoutError) {
    py(5)  say("timeout");
    } end_try;
    async_end;
}

PROGRAM(s07_timeout_ctx, 6, "a_timeout_block_ends_with_a_timeout_error")
