/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; };
async (w, def(2)) {
    async_begin;
    py(3)  task_cancel(current_task());
    py(4)  say("still running");
    py(5)  await(sleep_s(0));
    py(6)  say("never");
    async_end;
}

struct w2 { struct coro coro; };
async (w2, def(7)) {
    async_begin;
    py(8)  task_cancel(current_task());
    py(9)  say("returns at once");
    py(10) async_return(value_int(3));
    async_end;
}

static struct future *gather_two_tasks(struct coro *a, struct coro *b)
{
    struct future *const both[] = {&create_task(a)->future, &create_task(b)->future};
    return gather_futures(both, 2, true);
}

struct main { struct coro coro; struct value r; };
async (main, def(11), SHOW(r)) {
    async_begin;
    py(12) await(gather_two_tasks(call(w), call(w2)));
    py(12) self->r = awaited();
    py(13) say("%s", repr(self->r));
    async_end;
}

PROGRAM(s05d_self_cancel, 14, "a_task_that_cancels_itself_runs_on_to_its_next_await")
