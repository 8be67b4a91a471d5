/* SPDX-License-Identifier: MIT */
/* Wrong: an await is one case of a switch over lines, so that two of them cannot share a line. */
#include "asyncio/asyncio.h"

struct trap {
    struct coro coro;
};

async (trap, def(1)) {
    async_begin;
    await(sleep_s(1)); await(sleep_s(2));
    async_end;
}

const struct program program = {.name = "trap", .file = "trap.py", .module = trap_async};
