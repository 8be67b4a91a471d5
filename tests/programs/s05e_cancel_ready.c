/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; struct future *f; struct error *e; };
async (w, def(2), HOLD(f)) {
    async_begin;
    try {
    py(3)  await(self->f);
    py(3)  say("got %s", str(awaited()));
    } except_as (CancelledError, self->e) {
    py(4)  say("cancelled though result was ready");
    py(4)  raise(self->e);
    } end_try;
    async_end;
}

struct main { struct coro coro; struct future *f; struct task *t; };
async (main, def(5), SHOW(f), SHOW(t)) {
    async_begin;
    py(6)  keep(self->f, future_new());
    py(7)  keep(self->t, create_task(call(w, .f = object_ref(self->f))));
    py(8)  await(sleep_s(0));
    py(9)  future_set_result(self->f, value_int(1));
    py(10) task_cancel(self->t);
    py(11) await(wait_futures((struct future *[]){&self->t->future}, 1, NO_TIMEOUT, ALL_COMPLETED));
    py(12) say("%s", truth(cancelled(self->t)));
    async_end;
}

PROGRAM(s05e_cancel_ready, 13, "a_task_cancelled_with_its_result_ready_is_cancelled")
