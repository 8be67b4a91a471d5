/* SPDX-License-Identifier: MIT */
/* Wrong: py(n) is a statement of its own, so that only it depends on the condition. */
#include "loop/async.h"

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
