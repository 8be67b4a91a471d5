/* SPDX-License-Identifier: MIT */
/* Wrong: the frame has no such argument. */
#include "asyncio/asyncio.h"

struct trap {
    struct coro coro;
    int n;
};

async (trap, def(1)) {
    async_begin;
    await(call(trap, .m = self->n));
    async_end;
}

const struct program program = {.name = "trap", .file = "trap.py", .module = trap_async};
