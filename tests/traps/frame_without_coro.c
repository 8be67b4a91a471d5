/* SPDX-License-Identifier: MIT */
/* Wrong: the frame does not begin with its struct coro. */
#include "asyncio/asyncio.h"

struct trap {
    int i;
    struct coro coro;
};

async (trap, def(1)) {
    async_begin;
    await(sleep_s(self->i));
    async_end;
}

const struct program program = {.name = "trap", .file = "trap.py", .module = trap_async};
