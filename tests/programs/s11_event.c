/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; struct sync_event *e; int n; };
async (w, def(2), SHOW(n)) {
    async_begin;
    py(2)  await(event_wait(self->e));
    py(2)  say("go %d", self->n);
    async_end;
}

struct main { struct coro coro; struct sync_event e; struct task *a, *b; };
async (main, def(3), HOLD(a), HOLD(b)) {
    async_begin;
    py(5)  keep(self->a, create_task(call(w, .e = &self->e)));
    py(5)  keep(self->b, create_task(call(w, .e = &self->e, .n = 1)));
    py(6)  await(sleep_s(0));
    py(6)  event_set(&self->e);
    py(6)  say("set");
    py(6)  await(gather_futures((struct future *[]){&self->a->future, &self->b->future}, 2, false));
    async_end;
}

PROGRAM(s11_event, 7, "an_event_wakes_all_who_wait_for_it")
