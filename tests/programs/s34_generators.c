/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct count { struct coro coro; int n, i; };
async (count, def(2), SHOW(n), SHOW(i)) {
    async_begin;
    try {
    for (; self->i < self->n; self->i++) {
    py(5)  async_yield(value_int(self->i));
    py(6)  await(sleep_s(1));
    }
    } finally {
    py(8)  await(sleep_s(1));
    py(9)  say("closed %d", self->n);
    } end_finally;
    async_end;
}

struct bad { struct coro coro; };
async (bad, def(10)) {
    async_begin;
    py(11) async_yield(value_int(1));
    py(12) raise(value_error("x"));
    async_end;
}

struct stubborn { struct coro coro; };
async (stubborn, def(13)) {
    async_begin;
    try {
    py(15) async_yield(value_int(1));
    } finally {
    py(17) async_yield(value_int(2));
    } end_finally;
    async_end;
}

struct sleeper { struct coro coro; struct generator *it, *s; struct value x; struct error *e; };
async (sleeper, def(18), SHOW(s), SHOW(x), HOLD(it)) {
    async_begin;
    try {
    py(20) async_for (self->x, self->it, async_gen(call(bad))) {
    py(21)     say("bad %s", str(self->x));
    py(20)     continue;
    } end_for(self->it);
    } except_as (ValueError, self->e) {
    py(23) say("caught %s", str(self->e->arg));
    } end_try;
    py(24) keep(self->s, async_gen(call(stubborn)));
    py(25) await(anext(self->s));
    try {
    py(27) await(aclose(self->s));
    } except_as (RuntimeError, self->e) {
    py(29) say("%s", str(self->e->arg));
    } end_try;
    py(30) async_for (self->x, self->it, async_gen(call(count, .n = 6))) {
    py(31)     say("six %s", str(self->x));
    py(30)     continue;
    } end_for(self->it);
    async_end;
}

struct main { struct coro coro; struct generator *it, *g, *never; struct task *t; struct value x; };
async (main, def(32), SHOW(g), SHOW(never), SHOW(t), SHOW(x), HOLD(it)) {
    async_begin;
    py(33) async_for (self->x, self->it, async_gen(call(count, .n = 2))) {
    py(34)     say("%s", str(self->x));
    py(33)     continue;
    } end_for(self->it);
    py(35) async_for (self->x, self->it, async_gen(call(count, .n = 3))) {
        if (self->x.i == 0) {
    py(35)     continue;
        }
    py(38)     say("stop at %s", str(self->x));
    py(39)     break;
    } end_for(self->it);
    py(40) keep(self->g, async_gen(call(count, .n = 4)));
    py(41) await(anext(self->g));
    py(41) say("%s", str(awaited()));
    py(42) await(aclose(self->g));
    try {
    py(44) await(anext(self->g));
    } except (StopAsyncIteration) {
    py(46) say("over");
    } end_try;
    py(47) keep(self->never, async_gen(call(count, .n = 5)));
    py(48) await(aclose(self->never));
    py(49) keep(self->t, create_task(call(sleeper)));
    py(50) await(sleep_s(0));
    py(51) task_cancel(self->t);
    py(52) await(wait_futures((struct future *[]){&self->t->future}, 1, NO_TIMEOUT, ALL_COMPLETED));
    async_end;
}

PROGRAM(s34_generators, 53, "a_generator_goes_through_its_loop_break_aclose_errors_and_cancellation")
