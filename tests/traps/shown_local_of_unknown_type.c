/* SPDX-License-Identifier: MIT */
/* Wrong: the screen cannot show a FILE *. */
#include <stdio.h>

#include "asyncio/asyncio.h"

struct trap {
    struct coro coro;
    FILE *f;
};

async (trap, def(1), SHOW(f)) {
    async_begin;
    await(sleep_s(1));
    async_end;
}

const struct program program = {.name = "trap", .file = "trap.py", .module = trap_async};
