/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; struct condition *c; int n; };
async (w, def(2), SHOW(n)) {
    async_begin;
    py(3)  await(condition_acquire(self->c));
    try {
    py(4)  await(condition_wait(self->c));
    py(4)  say("woken %d", self->n);
    } end_with(condition_release(self->c));
    async_end;
}

struct main { struct coro coro; struct condition c; struct task *a, *b; };
async (main, def(5), HOLD(a), HOLD(b)) {
    async_begin;
    py(7)  keep(self->a, create_task(call(w, .c = &self->c)));
    py(7)  keep(self->b, create_task(call(w, .c = &self->c, .n = 1)));
    py(8)  await(sleep_s(0));
    py(9)  await(condition_acquire(&self->c));
    try {
    py(9)  condition_notify_all(&self->c);
    py(9)  say("notified");
    } end_with(condition_release(&self->c));
    py(10) await(gather_futures((struct future *[]){&self->a->future, &self->b->future}, 2, false));
    async_end;
}

PROGRAM(s12_condition, 11, "who_is_notified_goes_on_once_it_has_the_lock_again")
