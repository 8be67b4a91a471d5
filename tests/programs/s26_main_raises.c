/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct bg { struct coro coro; };
async (bg, def(2)) {
    async_begin;
    try {
    py(3)  await(sleep_s(9));
    } finally {
    py(4)  say("bg cancelled");
    } end_finally;
    async_end;
}

struct main { struct coro coro; struct task *t; };
async (main, def(5), SHOW(t)) {
    async_begin;
    py(6)  keep(self->t, create_task(call(bg)));
    py(6)  await(sleep_s(0));
    py(7)  raise(value_error("main failed"));
    async_end;
}

PROGRAM(s26_main_raises, 8, "run_cancels_what_is_left_when_main_fails")
