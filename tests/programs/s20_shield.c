/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; };
async (w, def(2)) {
    async_begin;
    py(2)  await(sleep_s(2));
    py(2)  say("inner done");
    py(2)  async_return(value_int(1));
    async_end;
}

struct main { struct coro coro; struct task *t; };
async (main, def(3), SHOW(t)) {
    async_begin;
    py(4)  keep(self->t, create_task(call(w)));
    try {
    py(5)  await(wait_for(shield(self->t), 1));
    } except (TimeoutError) {
    py(6)  say("timeout");
    } end_try;
    py(7)  await(self->t);
    py(7)  say("%s", str(awaited()));
    async_end;
}

PROGRAM(s20_shield, 8, "a_shielded_task_runs_on_when_its_waiter_gives_up")
