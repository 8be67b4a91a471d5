/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct c { struct coro coro; struct queue *q; };
async (c, def(2)) {
    async_begin;
    py(2)  await(queue_get(self->q));
    py(2)  say("got %s", str(awaited()));
    async_end;
}

struct main { struct coro coro; struct queue q; struct task *t; };
async (main, def(3), SHOW(t)) {
    async_begin;
    py(5)  keep(self->t, create_task(call(c, .q = &self->q)));
    py(6)  await(sleep_s(0));
    py(7)  await(queue_put(&self->q, value_int(1)));
    py(7)  await(queue_put(&self->q, value_int(2)));
    py(8)  say("put done");
    py(9)  await(self->t);
    async_end;
}

PROGRAM(s08a_queue_get_then_put, 10, "putting_into_a_queue_with_room_does_not_suspend")
