/* SPDX-License-Identifier: MIT */
/* Wrong: the coroutine has no async_end. */
#include "asyncio/asyncio.h"

struct trap {
    struct coro coro;
};

async (trap, def(1)) {
    async_begin;
    await(sleep_s(1));
}

const struct program program = {.name = "trap", .file = "trap.py", .module = trap_async};
