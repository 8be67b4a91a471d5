/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; struct lock *l; int n; };
async (w, def(2), SHOW(n)) {
    async_begin;
    py(3)  await(lock_acquire(self->l));
    try {
    py(4)  say("in %d", self->n);
    py(4)  await(sleep_s(0));
    } end_with(lock_release(self->l));
    py(5)  say("out %d", self->n);
    async_end;
}

struct main { struct coro coro; struct lock l; };
async (main, def(6)) {
    async_begin;
    py(8)  await(gather(call(w, .l = &self->l, .n = 1), call(w, .l = &self->l, .n = 2),
                        call(w, .l = &self->l, .n = 3)));
    async_end;
}

PROGRAM(s09_lock, 9, "a_lock_lets_in_one_after_the_other")
