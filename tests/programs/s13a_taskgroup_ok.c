/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; int n; };
async (w, def(2), SHOW(n)) {
    async_begin;
    py(2)  await(sleep_s(self->n));
    py(2)  async_return(value_int(self->n));
    async_end;
}

struct main { struct coro coro; struct group g; struct task *a, *b; };
async (main, def(3), SHOW(a), SHOW(b)) {
    async_begin;
    py(4)  async_with_group (self->g) {
    py(5)      keep(self->a, group_create_task(&self->g, call(w, .n = 1)));
    py(5)      keep(self->b, group_create_task(&self->g, call(w, .n = 2)));
    } end_group(self->g);
    py(6)  say("%s %s", str(future_value(&self->a->future)), str(future_value(&self->b->future)));
    async_end;
}

PROGRAM(s13a_taskgroup_ok, 7, "a_group_ends_when_its_last_task_has_ended")
