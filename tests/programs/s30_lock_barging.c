/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; struct lock *l; const char *n; };
async (w, def(2), SHOW(n)) {
    async_begin;
    py(3)  await(lock_acquire(self->l));
    try {
    py(3)  say("in %s", self->n);
    } end_with(lock_release(self->l));
    async_end;
}

struct main { struct coro coro; struct lock l; struct task *a; };
async (main, def(4), SHOW(a)) {
    async_begin;
    py(5)  await(lock_acquire(&self->l));
    py(6)  keep(self->a, create_task(call(w, .l = &self->l, .n = "waiter")));
    py(7)  await(sleep_s(0));
    py(8)  lock_release(&self->l);
    py(9)  await(lock_acquire(&self->l));
    try {
    py(9)  say("main re-acquires?");
    } end_with(lock_release(&self->l));
    py(10) await(self->a);
    async_end;
}

PROGRAM(s30_lock_barging, 11, "nobody_overtakes_who_waits_for_a_lock")
