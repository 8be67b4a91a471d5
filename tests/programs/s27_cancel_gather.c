/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; int n; struct error *e; };
async (w, def(2), SHOW(n)) {
    async_begin;
    try {
    py(3)  await(sleep_s(9));
    } except_as (CancelledError, self->e) {
    py(4)  say("c %d", self->n);
    py(4)  raise(self->e);
    } end_try;
    async_end;
}

struct p { struct coro coro; };
async (p, def(5)) {
    async_begin;
    py(5)  await(gather(call(w, .n = 1), call(w, .n = 2)));
    async_end;
}

struct main { struct coro coro; struct task *t; };
async (main, def(6), SHOW(t)) {
    async_begin;
    py(7)  keep(self->t, create_task(call(p)));
    py(7)  await(sleep_s(0));
    py(7)  await(sleep_s(0));
    py(8)  task_cancel(self->t);
    try {
    py(9)  await(self->t);
    } except (CancelledError) {
    py(10) say("main");
    } end_try;
    async_end;
}

PROGRAM(s27_cancel_gather, 11, "cancelling_who_awaits_a_gather_cancels_all_it_gathers")
