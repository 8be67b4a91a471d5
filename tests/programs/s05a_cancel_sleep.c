/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; };
async (w, def(2)) {
    async_begin;
    try {
    py(3)  await(sleep_s(9));
    } finally {
    py(4)  say("fin");
    } end_finally;
    async_end;
}

struct main { struct coro coro; struct task *t; };
async (main, def(5), SHOW(t)) {
    async_begin;
    py(6)  keep(self->t, create_task(call(w)));
    py(7)  await(sleep_s(0));
    py(8)  task_cancel(self->t);
    try {
    py(9)  await(self->t);
    } except (CancelledError) {
    py(10) say("main caught");
    } end_try;
    async_end;
}

PROGRAM(s05a_cancel_sleep, 11, "a_cancelled_sleeper_runs_its_finally_block")
