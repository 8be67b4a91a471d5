/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; int n; };
async (w, def(2), SHOW(n)) {
    async_begin;
    py(2)  await(sleep_s(self->n));
    py(2)  async_return(value_int(self->n));
    async_end;
}

struct bad { struct coro coro; };
async (bad, def(3)) {
    async_begin;
    py(3)  await(sleep_s(1));
    py(3)  raise(value_error("no"));
    async_end;
}

struct many { struct coro coro; };
async (many, def(4)) {
    async_begin;
    py(4)  await(gather(call(w, .n = 1), call(w, .n = 1), call(w, .n = 1), call(w, .n = 1), call(w, .n = 1),
                        call(w, .n = 1), call(w, .n = 1)));
    async_end;
}

struct some { struct coro coro; struct task **ts; };
async (some, def(5)) {
    async_begin;
    py(5)  await(gather_futures((struct future *[]){&self->ts[0]->future, &self->ts[2]->future, &self->ts[4]->future},
                                3, false));
    async_end;
}

struct main { struct coro coro; struct task *ts[5], *a, *b; struct future *f, *g; };
async (main, def(6), HOLD(f), HOLD(g), HOLD(a), HOLD(b)) {
    async_begin;
    py(7)  await(call(many));
    for (int n = 0; n < 5; n++)
        py(8)  self->ts[n] = create_task(call(w, .n = n + 1));
    py(9)  await(call(some, .ts = self->ts));
    py(10) keep(self->f, future_new());
    py(11) future_cancel(self->f, (struct value){0});
    py(12) keep(self->g, gather(call(w, .n = 9), call(w, .n = 9)));
    py(12) await(sleep_s(0));
    py(13) future_cancel(self->g, (struct value){0});
    try {
    py(14) await(self->g);
    } except (CancelledError) {
    py(15) say("gather cancelled");
    } end_try;
    py(16) keep(self->a, create_task(call(bad)));
    py(16) keep(self->b, create_task(call(w, .n = 2)));
    py(16) await(wait_futures((struct future *[]){&self->a->future, &self->b->future}, 2, NO_TIMEOUT, FIRST_EXCEPTION));
    py(17) say("%s %d", str(awaited()), 2 - (int)awaited().i);
    py(16) keep(self->a, NULL);
    py(18) await(sleep_s(2));
    async_end;
}

PROGRAM(s39_gathered, 19, "gathered_tasks_need_not_stand_in_a_row_and_wait_sees_the_first_error")
