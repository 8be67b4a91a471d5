/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; };
async (w, def(2)) {
    async_begin;
    py(2)  say("never");
    async_end;
}

struct main { struct coro coro; struct task *t; };
async (main, def(3), SHOW(t)) {
    async_begin;
    py(4)  keep(self->t, create_task(call(w)));
    py(4)  task_cancel(self->t);
    try {
    py(5)  await(self->t);
    } except (CancelledError) {
    py(6)  say("main caught");
    } end_try;
    async_end;
}

PROGRAM(s05b_cancel_unstarted, 7, "a_task_cancelled_before_its_first_step_never_runs_a_line")
