/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct ok { struct coro coro; struct error *e; };
async (ok, def(2)) {
    async_begin;
    try {
    py(3)  await(sleep_s(9));
    } except_as (CancelledError, self->e) {
    py(4)  say("ok cancelled");
    py(4)  raise(self->e);
    } end_try;
    async_end;
}

struct bad { struct coro coro; };
async (bad, def(5)) {
    async_begin;
    py(5)  await(sleep_s(1));
    py(5)  raise(value_error("x"));
    async_end;
}

struct main { struct coro coro; struct group g; struct error *e; };
async (main, def(6)) {
    async_begin;
    try {
    py(8)  async_with_group (self->g) {
    py(9)      group_create_task(&self->g, call(ok));
    py(9)      group_create_task(&self->g, call(bad));
    } end_group(self->g);
    } except_as (ExceptionGroup, self->e) {
    py(10) say("%s", exceptions(self->e));
    } end_try;
    async_end;
}

PROGRAM(s13b_taskgroup_fail, 11, "a_failing_task_cancels_the_others_of_its_group")
