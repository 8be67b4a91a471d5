/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct nine { struct coro coro; };
async (nine, def(2)) {
    async_begin;
    py(3)  await(sleep_s(9));
    async_end;
}

struct returns { struct coro coro; struct lock l; struct timeout t; };
async (returns, def(4)) {
    async_begin;
    py(5)  await(lock_acquire(&self->l));
    try {
    try {
    py(7)  async_with_timeout (self->t, 5) {
    py(8)      await(sleep_s(1));
    py(9)      async_return(value_str("out"));
    } end_timeout(self->t);
    } finally {
    py(11) await(sleep_s(1));
    py(12) say("finally %s", truth(self->l.locked));
    } end_finally;
    } end_with(lock_release(&self->l));
    py(13) say("never");
    async_end;
}

struct cleans { struct coro coro; };
async (cleans, def(14)) {
    async_begin;
    try {
    py(16) await(sleep_s(9));
    } finally {
    py(18) say("cleaning");
    try {
    py(20) await(sleep_s(2));
    py(21) say("never");
    } finally {
    py(23) say("cancelled again");
    } end_finally;
    } end_finally;
    async_end;
}

struct swallows { struct coro coro; };
async (swallows, def(24)) {
    async_begin;
    try {
    py(26) await(sleep_s(9));
    } except (CancelledError) {
    py(28) await(sleep_s(2));
    py(29) say("swallowed");
    } end_try;
    py(30) async_return(value_int(7));
    async_end;
}

struct two_timeouts { struct coro coro; struct timeout outer, inner; };
async (two_timeouts, def(31)) {
    async_begin;
    try {
    py(33) async_with_timeout (self->outer, 1) {
    try {
    py(35) async_with_timeout (self->inner, 5) {
    py(36)     await(sleep_s(9));
    } end_timeout(self->inner);
    } except (TimeoutError) {
    py(38) say("never");
    } end_try;
    } end_timeout(self->outer);
    } except (TimeoutError) {
    py(40) say("outer at %.1f", perf_counter());
    } end_try;
    try {
    py(42) async_with_timeout (self->outer, 5) {
    try {
    py(44) async_with_timeout (self->inner, 1) {
    py(45)     await(sleep_s(9));
    } end_timeout(self->inner);
    } except (TimeoutError) {
    py(47) say("inner at %.1f", perf_counter());
    } end_try;
    py(48) await(sleep_s(1));
    } end_timeout(self->outer);
    } except (TimeoutError) {
    py(50) say("never");
    } end_try;
    async_end;
}

struct fails { struct coro coro; };
async (fails, def(51)) {
    async_begin;
    py(52) await(sleep_s(1));
    py(53) raise(value_error("deep"));
    async_end;
}

struct two_groups { struct coro coro; struct group outer, inner; struct error *e; };
async (two_groups, def(54)) {
    async_begin;
    try {
    py(56) async_with_group (self->outer) {
    py(57)     group_create_task(&self->outer, call(nine));
    py(58)     async_with_group (self->inner) {
    py(59)         group_create_task(&self->inner, call(fails));
    py(60)         group_create_task(&self->inner, call(nine));
    } end_group(self->inner);
    py(61)     say("never");
    } end_group(self->outer);
    } except_as (ExceptionGroup, self->e) {
    py(63) say("%s", exceptions(self->e));
    } end_try;
    async_end;
}

struct nested { struct coro coro; struct lock a, b; struct error *e; };
async (nested, def(64)) {
    async_begin;
    try {
    py(66) await(lock_acquire(&self->a));
    try {
    py(67) await(lock_acquire(&self->b));
    try {
    py(68) await(call(fails));
    } end_with(lock_release(&self->b));
    } end_with(lock_release(&self->a));
    } except_as (ValueError, self->e) {
    py(70) say("%s %s %s", str(self->e->arg), truth(self->a.locked), truth(self->b.locked));
    } end_try;
    async_end;
}

struct main { struct coro coro; struct task *t; };
async (main, def(71), SHOW(t)) {
    async_begin;
    py(72) await(call(returns));
    py(72) say("%s", str(awaited()));
    py(73) keep(self->t, create_task(call(cleans)));
    py(74) await(sleep_s(1));
    py(75) task_cancel(self->t);
    py(76) await(sleep_s(1));
    py(77) task_cancel(self->t);
    py(78) await(wait_futures((struct future *[]){&self->t->future}, 1, NO_TIMEOUT, ALL_COMPLETED));
    py(79) say("%s", truth(cancelled(self->t)));
    py(80) await(wait_for(call(swallows), 1));
    py(80) say("%s", str(awaited()));
    py(81) await(call(two_timeouts));
    py(82) await(call(two_groups));
    py(83) await(call(nested));
    async_end;
}

PROGRAM(s37_nested_blocks, 84, "returns_errors_and_cancellations_pass_nested_blocks_as_in_python")
