/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct bad { struct coro coro; };
async (bad, def(2)) {
    async_begin;
    py(2)  raise(value_error("x"));
    async_end;
}

struct main { struct coro coro; struct task *t; };
async (main, def(3), SHOW(t)) {
    async_begin;
    py(4)  keep(self->t, create_task(call(bad)));
    py(4)  await(sleep_s(0));
    py(4)  await(sleep_s(0));
    py(4)  keep(self->t, NULL);
    py(4)  say("deleted");
    async_end;
}

PROGRAM(s17_never_retrieved, 5, "an_error_nobody_fetched_is_told_when_its_task_is_let_go")
