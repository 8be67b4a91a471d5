/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct raises { struct coro coro; };
async (raises, def(2)) {
    async_begin;
    py(3)  async_yield(value_int(1));
    py(4)  raise(error_text(&StopAsyncIteration, "x"));
    async_end;
}

struct slow { struct coro coro; };
async (slow, def(5)) {
    async_begin;
    py(6)  await(sleep_s(1));
    py(7)  async_yield(value_int(2));
    async_end;
}

struct ignores { struct coro coro; };
async (ignores, def(8)) {
    async_begin;
    try {
    py(10) async_yield(value_int(3));
    } except (GeneratorExit) {
    py(12) async_yield(value_int(4));
    } end_try;
    async_end;
}

struct next_of { struct coro coro; struct generator *g; struct error *e; };
async (next_of, def(13), SHOW(g)) {
    async_begin;
    try {
    py(15) await(anext(self->g));
    py(15) say("%s", str(awaited()));
    } except_as (Exception, self->e) {
    py(17) say("%s %s", self->e->type->name, str((struct value){.kind = VALUE_ERROR, .error = self->e}));
    } end_try;
    async_end;
}

struct close { struct coro coro; struct generator *g; struct error *e; };
async (close, def(18), SHOW(g)) {
    async_begin;
    try {
    py(20) await(aclose(self->g));
    py(21) say("closed");
    } except_as (RuntimeError, self->e) {
    py(23) say("%s", str((struct value){.kind = VALUE_ERROR, .error = self->e}));
    } end_try;
    async_end;
}

struct main { struct coro coro; struct generator *g; struct task *t; int i; };
async (main, def(24), SHOW(g), HOLD(t)) {
    async_begin;
    py(25) keep(self->g, async_gen(call(raises)));
    for (; self->i < 3; self->i++) {
    py(27) await(call(next_of, .g = object_ref(self->g)));
    }
    py(28) await(call(close, .g = object_ref(self->g)));
    py(29) keep(self->g, async_gen(call(slow)));
    py(30) keep(self->t, create_task(call(next_of, .g = object_ref(self->g))));
    py(31) await(sleep_s(0));
    py(32) await(call(next_of, .g = object_ref(self->g)));
    py(33) await(call(close, .g = object_ref(self->g)));
    py(34) await(self->t);
    py(35) await(call(close, .g = object_ref(self->g)));
    py(36) await(call(next_of, .g = object_ref(self->g)));
    py(37) keep(self->g, async_gen(call(ignores)));
    py(38) await(call(next_of, .g = object_ref(self->g)));
    py(39) await(call(close, .g = object_ref(self->g)));
    py(40) await(call(next_of, .g = object_ref(self->g)));
    py(41) keep(self->g, async_gen(call(slow)));
    py(42) await(call(close, .g = object_ref(self->g)));
    py(43) await(call(next_of, .g = object_ref(self->g)));
    async_end;
}

PROGRAM(s48_asyncgen_errors, 44, "an_asynchronous_generator_runs_once_at_a_time_and_ends_once")
