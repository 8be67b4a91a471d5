/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct w { struct coro coro; struct semaphore *l; int n; };
async (w, def(2), SHOW(n)) {
    async_begin;
    py(3)  await(semaphore_acquire(self->l));
    try {
    py(4)  say("in %d", self->n);
    py(4)  await(sleep_s(1));
    } end_with(semaphore_release(self->l));
    async_end;
}

struct main { struct coro coro; struct semaphore l; };
async (main, def(5)) {
    async_begin;
    py(6)  self->l = SEMAPHORE(2);
    py(7)  await(gather(call(w, .l = &self->l), call(w, .l = &self->l, .n = 1),
                        call(w, .l = &self->l, .n = 2),
                        call(w, .l = &self->l, .n = 3)));
    async_end;
}

PROGRAM(s10_semaphore, 8, "a_semaphore_of_two_lets_in_two_at_a_time")
