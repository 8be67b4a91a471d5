/* SPDX-License-Identifier: MIT */
/* Wrong: i is a C local, and the await is jumped back into past its initialiser. */
#include "asyncio/asyncio.h"

struct trap {
    struct coro coro;
};

async (trap, def(1)) {
    async_begin;
    int i = 1;
    await(sleep_s(1));
    say("%d", i);
    async_end;
}

const struct program program = {.name = "trap", .file = "trap.py", .module = trap_async};
