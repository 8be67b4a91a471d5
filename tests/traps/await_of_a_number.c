/* SPDX-License-Identifier: MIT */
/* Wrong: a number is nothing to wait for. */
#include "asyncio/asyncio.h"

struct trap {
    struct coro coro;
};

async (trap, def(1)) {
    async_begin;
    await(1);
    async_end;
}

const struct program program = {.name = "trap", .file = "trap.py", .module = trap_async};
