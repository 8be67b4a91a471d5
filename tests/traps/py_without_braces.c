/* SPDX-License-Identifier: MIT */
/* Wrong, or nearly: an else behind the labelled statement would be the label's. */
#include "asyncio/asyncio.h"

struct trap {
    struct coro coro;
    int i;
};

async (trap, def(1)) {
    async_begin;
    if (self->i)
        py(2) say("%d", self->i);
    async_end;
}

const struct program program = {.name = "trap", .file = "trap.py", .module = trap_async};
