/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; struct queue *q; };
async (w, def(2)) {
    async_begin;
    for (;;) {
    py(4)  await(queue_get(self->q));
    py(4)  await(sleep_s(1));
    py(4)  queue_task_done(self->q);
    }
    async_end;
}

/* The queue outlives main, because w does. */
struct main { struct coro coro; struct queue *q; struct task *t; };
async (main, def(5), SHOW(t)) {
    async_begin;
    py(6)  self->q = arena_alloc(&this_thread->arena, sizeof *self->q);
    py(6)  queue_put_nowait(self->q, value_int(1));
    py(7)  keep(self->t, create_task(call(w, .q = self->q)));
    py(8)  await(queue_join(self->q));
    py(8)  say("joined");
    py(8)  task_cancel(self->t);
    async_end;
}

PROGRAM(s08c_queue_join, 9, "join_waits_until_every_item_is_done")
