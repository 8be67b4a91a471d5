/* SPDX-License-Identifier: MIT */
/* Nothing is wrong here: what every compiler takes without a word. */
#include "asyncio/asyncio.h"

struct trap {
    struct coro coro;
    struct task *t;
    int i;
};

async (trap, def(1), SHOW(t), SHOW(i)) {
    async_begin;
    try {
        for (; self->i < 3; self->i++)
            await(sleep_s(self->i));
    } except (ValueError) {
        say("caught");
    } end_try;
    try {
        keep(self->t, create_task(call(trap)));
        await(self->t);
    } finally {
        await(sleep_s(1));
    } end_finally;
    async_return(value_int(self->i));
    async_end;
}

const struct program program = {.name = "none", .file = "none.py", .module = trap_async};
