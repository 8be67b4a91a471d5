/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct bad { struct coro coro; };
async (bad, def(2)) {
    async_begin;
    py(2)  raise(value_error("x"));
    async_end;
}

struct main { struct coro coro; struct group g; struct error *e; };
async (main, def(3)) {
    async_begin;
    try {
    py(5)  async_with_group (self->g) {
    py(6)      group_create_task(&self->g, call(bad));
    py(7)      await(sleep_s(9));
    py(7)      say("never");
    } end_group(self->g);
    } except_as (ExceptionGroup, self->e) {
    py(8)  say("%s %u", exceptions(self->e), current_task()->cancelling);
    } end_try;
    async_end;
}

PROGRAM(s13c_taskgroup_fail_in_body, 9, "a_failing_task_cancels_the_body_of_its_group")
