/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; struct lock *l; int n; };
async (w, def(2), SHOW(n)) {
    async_begin;
    py(3)  await(lock_acquire(self->l));
    try {
    py(3)  say("in %d", self->n);
    } end_with(lock_release(self->l));
    async_end;
}

struct main { struct coro coro; struct lock l; struct task *a, *b; };
async (main, def(4), SHOW(a), SHOW(b)) {
    async_begin;
    py(5)  await(lock_acquire(&self->l));
    py(6)  keep(self->a, create_task(call(w, .l = &self->l, .n = 1)));
    py(6)  keep(self->b, create_task(call(w, .l = &self->l, .n = 2)));
    py(7)  await(sleep_s(0));
    py(8)  lock_release(&self->l);
    py(8)  task_cancel(self->a);
    py(9)  await(wait_futures((struct future *[]){&self->a->future, &self->b->future}, 2, NO_TIMEOUT, ALL_COMPLETED));
    py(9)  say("%s %s %s", truth(cancelled(self->a)),
               truth(cancelled(self->b)),
               truth(self->l.locked));
    async_end;
}

PROGRAM(s29_lock_cancel_waiter, 10, "a_woken_waiter_that_is_cancelled_passes_the_lock_on")
