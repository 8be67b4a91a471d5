/* SPDX-License-Identifier: MIT */
/* Wrong: try and except without end_try: an error of another class would be lost. */
#include "asyncio/asyncio.h"

struct trap {
    struct coro coro;
};

async (trap, def(1)) {
    async_begin;
    try {
        await(sleep_s(1));
    } except (ValueError) {
        say("caught");
    }
    async_end;
}

const struct program program = {.name = "trap", .file = "trap.py", .module = trap_async};
