/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct quick { struct coro coro; };
async (quick, def(2)) {
    async_begin;
    py(3)  async_return(value_int(5));
    async_end;
}

struct stays { struct coro coro; };
async (stays, def(4)) {
    async_begin;
    try {
    py(6)  await(sleep_s(9));
    } except (CancelledError) {
    py(8)  async_return(value_str("stays"));
    } end_try;
    async_end;
}

struct late { struct coro coro; };
async (late, def(9)) {
    async_begin;
    try {
    py(11) await(sleep_s(9));
    } except (CancelledError) {
    py(13) await(sleep_s(1));
    py(14) raise(error_text(&ValueError, "late"));
    } end_try;
    async_end;
}

struct main { struct coro coro; struct task *t; int seconds; struct error *e; };
async (main, def(15), HOLD(t)) {
    async_begin;
    py(16) keep(self->t, create_task(call(quick)));
    py(17) await(self->t);
    py(18) await(wait_for(self->t, 0));
    py(18) say("%s", str(awaited()));
    try {
    py(20) await(wait_for(call(quick), 0));
    } except (TimeoutError) {
    py(22) say("too late");
    } end_try;
    py(23) keep(self->t, create_task(call(stays)));
    py(24) await(sleep_s(0));
    py(25) await(wait_for(self->t, 0));
    py(25) say("%s", str(awaited()));
    py(26) await(wait_for(call(stays), 1));
    py(26) say("%s", str(awaited()));
    for (self->seconds = -1; self->seconds <= 1; self->seconds += 2) {
    py(28) keep(self->t, create_task(call(late)));
    py(29) await(sleep_s(0));
    try {
    py(31) await(wait_for(self->t, self->seconds));
    } except_as (ValueError, self->e) {
    py(33) say("%s", str(self->e->arg));
    } end_try;
    }
    async_end;
}

PROGRAM(s47_wait_for_at_once, 34, "wait_for_without_time_cancels_and_gives_what_comes_of_it")
