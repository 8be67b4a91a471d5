/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct leaf { struct coro coro; };
async (leaf, def(2)) {
    async_begin;
    py(2)  await(sleep_s(9));
    async_end;
}

struct mid { struct coro coro; struct task *t; };
async (mid, def(3)) {
    async_begin;
    py(3)  await(self->t);
    async_end;
}

struct main { struct coro coro; struct task *a, *b; };
async (main, def(4), SHOW(a), SHOW(b)) {
    async_begin;
    py(5)  keep(self->a, create_task(call(leaf)));
    py(5)  keep(self->b, create_task(call(mid, .t = self->a)));
    py(6)  await(sleep_s(0));
    py(6)  await(sleep_s(0));
    py(7)  task_cancel(self->b);
    try {
    py(8)  await(self->b);
    } except (CancelledError) {
    py(9)  say("%s %s", truth(cancelled(self->a)),
               truth(cancelled(self->b)));
    } end_try;
    async_end;
}

PROGRAM(s05c_cancel_chain, 10, "cancelling_goes_down_the_chain_of_awaited_tasks")
