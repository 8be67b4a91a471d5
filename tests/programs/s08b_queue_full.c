/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct p { struct coro coro; struct queue *q; int i; };
async (p, def(2), SHOW(i)) {
    async_begin;
    for (; self->i < 3; self->i++) {
    py(3)  await(queue_put(self->q, value_int(self->i)));
    py(3)  say("put %d", self->i);
    }
    async_end;
}

struct main { struct coro coro; struct queue q; struct task *t; int i; };
async (main, def(4), SHOW(i), SHOW(t)) {
    async_begin;
    py(5)  self->q = QUEUE(1);
    py(6)  keep(self->t, create_task(call(p, .q = &self->q)));
    for (; self->i < 3; self->i++) {
    py(7)  await(queue_get(&self->q));
    py(7)  say("got %s", str(awaited()));
    }
    py(8)  await(self->t);
    async_end;
}

PROGRAM(s08b_queue_full, 9, "putting_into_a_full_queue_waits_for_room")
