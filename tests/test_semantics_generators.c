/* SPDX-License-Identifier: MIT */
/* Generators, and traps: returns, errors and cancellations through nested blocks. The expected
 * runs are CPython's (tests/oracle/oracle.py) of programs that say the same in Python. */
#include <stdio.h>
#include <string.h>

#include "tests/support/python.h"
#include "tests/support/run.h"
#include "tests/test.h"

/* ---- generators ---- */

struct count { struct coro coro; int n, i; };
async (count, def(2), SHOW(n), SHOW(i)) {
    async_begin;
    try {
        while (self->i < self->n) {
            async_yield(value_int(self->i));
            await(sleep_s(1));
            self->i++;
        }
    } finally {
        await(sleep_s(1));
        say("closed %d", self->n);
    } end_finally;
    async_end;
}

struct bad { struct coro coro; };
async (bad, def(27)) {
    async_begin;
    async_yield(value_int(1));
    raise(value_error("x"));
    async_end;
}

struct stubborn { struct coro coro; };
async (stubborn, def(30)) {
    async_begin;
    try {
        async_yield(value_int(1));
    } finally {
        async_yield(value_int(2));
    } end_finally;
    async_end;
}

struct sleeper { struct coro coro; struct generator *it, *s; struct value x; struct error *e; };
async (sleeper, def(35), SHOW(s), SHOW(x), HOLD(it)) {
    async_begin;
    try {
        async_for (self->x, self->it, async_gen(call(bad))) {
            say("bad %s", str(self->x));
        } end_for(self->it);
    } except_as (ValueError, self->e) {
        say("caught %s", str(self->e->arg));
    } end_try;
    keep(self->s, async_gen(call(stubborn)));
    await(anext(self->s));
    try {
        await(aclose(self->s));
    } except_as (RuntimeError, self->e) {
        say("%s", str(self->e->arg));
    } end_try;
    async_for (self->x, self->it, async_gen(call(count, .n = 6))) {
        say("six %s", str(self->x));
    } end_for(self->it);
    async_end;
}

struct gens { struct coro coro; struct generator *it, *g, *never; struct task *t; struct value x; };
async_as (gens, "main", def(10), SHOW(g), SHOW(never), SHOW(t), SHOW(x), HOLD(it)) {
    async_begin;
    async_for (self->x, self->it, async_gen(call(count, .n = 2))) {
        say("%s", str(self->x));
    } end_for(self->it);
    async_for (self->x, self->it, async_gen(call(count, .n = 3))) {
        if (self->x.i == 0)
            continue;
        say("stop at %s", str(self->x));
        break;
    } end_for(self->it);
    keep(self->g, async_gen(call(count, .n = 4)));
    await(anext(self->g));
    say("%s", str(awaited()));
    await(aclose(self->g));
    try {
        await(anext(self->g));
    } except (StopAsyncIteration) {
        say("over");
    } end_try;
    keep(self->never, async_gen(call(count, .n = 5)));
    await(aclose(self->never));
    keep(self->t, create_task(call(sleeper)));
    await(sleep_s(0));
    task_cancel(self->t);
    await(wait_futures((struct future *[]){&self->t->future}, 1, NO_TIMEOUT, ALL_COMPLETED));
    async_end;
}
MODULE_AT(gens, 51)
static const char gens_seq[] =
    "1 0 T1 step\n"
    "    out \"0\\n\"\n"
    "    -> waiting sleep\n"
    "2 1 _set_result_unless_cancelled(F1)\n"
    "3 1 T1 wakeup\n"
    "    out \"1\\n\"\n"
    "    -> waiting sleep\n"
    "4 2 _set_result_unless_cancelled(F2)\n"
    "5 2 T1 wakeup\n"
    "    -> waiting sleep\n"
    "6 3 _set_result_unless_cancelled(F3)\n"
    "7 3 T1 wakeup\n"
    "    out \"closed 2\\n\"\n"
    "    -> waiting sleep\n"
    "8 4 _set_result_unless_cancelled(F4)\n"
    "9 4 T1 wakeup\n"
    "    out \"stop at 1\\n\"\n"
    "    out \"0\\n\"\n"
    "    -> waiting sleep\n"
    "10 4 BaseEventLoop.create_task\n"
    "10 4 BaseSelectorEventLoop._read_from_self\n"
    "11 4 T2 step\n"
    "    -> waiting sleep\n"
    "12 5 _set_result_unless_cancelled(F5)\n"
    "12 5 _set_result_unless_cancelled(F6)\n"
    "13 5 T1 wakeup\n"
    "    out \"closed 4\\n\"\n"
    "    out \"over\\n\"\n"
    "    -> ready sleep0\n"
    "13 5 T2 wakeup\n"
    "    out \"closed 3\\n\"\n"
    "    -> done\n"
    "14 5 T3 step\n"
    "    out \"bad 1\\n\"\n"
    "    out \"caught x\\n\"\n"
    "    out \"async generator ignored GeneratorExit\\n\"\n"
    "    out \"six 0\\n\"\n"
    "    -> waiting sleep\n"
    "14 5 T1 step\n"
    "    -> waiting wait\n"
    "15 5 T3 wakeup\n"
    "    -> waiting sleep\n"
    "16 6 _set_result_unless_cancelled(F9)\n"
    "17 6 T3 wakeup\n"
    "    out \"closed 6\\n\"\n"
    "    -> cancelled\n"
    "18 6 _wait._on_completion(T3)\n"
    "19 6 T1 wakeup\n"
    "    -> done\n"
    "20 6 _run_until_complete_cb(T1)\n"
    "21 6 T4 step\n"
    "    -> done\n"
    "22 6 _run_until_complete_cb(T4)\n"
    "23 6 T5 step\n"
    "    -> done\n"
    "24 6 _run_until_complete_cb(T5)\n";
TEST(a_generator_goes_through_its_loop_break_aclose_errors_and_cancellation)
{
    assert_seq(gens_module_async, gens_seq);
}

struct closes { struct coro coro; int n; };
async_as (closes, "g", def(3), SHOW(n)) {
    async_begin;
    try {
        async_yield(value_int(self->n));
        async_yield(value_int(self->n));
    } finally {
        say("closing %d", self->n);
        await(sleep_s(self->n));
        say("closed %d", self->n);
        if (self->n == 2)
            raise(value_error("late"));
    } end_finally;
    async_end;
}

struct ends { struct coro coro; struct generator *a, *b; int n; };
async_as (ends, "main", def(13), SHOW(a), SHOW(b)) {
    async_begin;
    for (self->n = 1; self->n <= 2; self->n++) {
        keep(self->a, object_ref(async_gen(call(closes, .n = self->n)))); /* a global keeps it */
        await(anext(self->a));
        say("%s", str(awaited()));
    }
    keep(self->b, async_gen(call(closes, .n = 3)));
    await(anext(self->b));
    keep(self->b, NULL);
    await(sleep_s(0));
    await(sleep_s(0));
    async_end;
}
MODULE_AT(ends, 20)
static const char ends_seq[] =
    "1 0 T1 step\n"
    "    out \"1\\n\"\n"
    "    out \"2\\n\"\n"
    "    -> ready sleep0\n"
    "2 0 BaseEventLoop.create_task\n"
    "2 0 T1 step\n"
    "    -> ready sleep0\n"
    "2 0 BaseSelectorEventLoop._read_from_self\n"
    "3 0 T2 step\n"
    "    out \"closing 3\\n\"\n"
    "    -> waiting sleep\n"
    "3 0 T1 step\n"
    "    -> done\n"
    "4 0 _run_until_complete_cb(T1)\n"
    "5 0 T2 wakeup\n"
    "    -> cancelled\n"
    "6 0 gather._done_callback(T2)\n"
    "7 0 _run_until_complete_cb(F2)\n"
    "8 0 T3 step\n"
    "    -> waiting _UnixSelectorEventLoop.shutdown_asyncgens\n"
    "9 0 T4 step\n"
    "    out \"closing 1\\n\"\n"
    "    -> waiting sleep\n"
    "9 0 T5 step\n"
    "    out \"closing 2\\n\"\n"
    "    -> waiting sleep\n"
    "10 1 _set_result_unless_cancelled(F4)\n"
    "11 1 T4 wakeup\n"
    "    out \"closed 1\\n\"\n"
    "    -> done\n"
    "12 1 gather._done_callback(T4)\n"
    "13 2 _set_result_unless_cancelled(F5)\n"
    "14 2 T5 wakeup\n"
    "    out \"closed 2\\n\"\n"
    "    -> failed\n"
    "15 2 gather._done_callback(T5)\n"
    "16 2 T3 wakeup\n"
    "    loop_error an error occurred during closing of asynchronous generator <async_generator object g>\n"
    "    -> done\n"
    "17 2 _run_until_complete_cb(T3)\n"
    "18 2 T6 step\n"
    "    -> done\n"
    "19 2 _run_until_complete_cb(T6)\n";
TEST(run_closes_what_is_left_of_generators_together_and_tells_their_errors)
{
    assert_seq(ends_module_async, ends_seq);
}

/* ---- plain callbacks ---- */

static void bad_callback(void *unused)
{
    (void)unused;
    error_raise(value_error("x"));
}

static void print(void *text)
{
    say("%s", (const char *)text);
}

struct callbacks { struct coro coro; };
async_as (callbacks, "main", def(4)) {
    static char next[] = "next";
    async_begin;
    call_soon("bad", bad_callback, NULL);
    call_soon("print", print, next);
    await(sleep_s(0));
    await(sleep_s(0));
    async_end;
}
MODULE_AT(callbacks, 9)
static const char callbacks_seq[] =
    "1 0 T1 step\n"
    "    -> ready sleep0\n"
    "2 0 bad\n"
    "    loop_error Exception in callback bad()\n"
    "2 0 print\n"
    "    out \"next\\n\"\n"
    "2 0 T1 step\n"
    "    -> ready sleep0\n"
    "3 0 T1 step\n"
    "    -> done\n"
    "4 0 _run_until_complete_cb(T1)\n"
    "5 0 T2 step\n"
    "    -> done\n"
    "6 0 _run_until_complete_cb(T2)\n"
    "7 0 T3 step\n"
    "    -> done\n"
    "8 0 _run_until_complete_cb(T3)\n";
TEST(a_callback_that_fails_is_told_and_the_next_one_runs)
{
    assert_seq(callbacks_module_async, callbacks_seq);
}

static void done_too_late(struct future *f, void *unused)
{
    (void)f;
    (void)unused;
    say("never");
}

struct takes_back { struct coro coro; struct future *f; };
async_as (takes_back, "main", def(1), SHOW(f)) {
    async_begin;
    keep(self->f, future_new());
    remove_done_callback(self->f, add_done_callback(self->f, "main.<locals>.<lambda>", done_too_late, NULL));
    call_soon_set_result(self->f, value_int(1));
    call_soon_set_result(self->f, value_int(2));
    task_set_name(current_task(), "chief");
    await(self->f);
    say("%s %s", task_name(current_task()), str(awaited()));
    async_end;
}
MODULE_AT(takes_back, 2)

TEST(a_callback_taken_back_never_runs_and_a_result_set_twice_is_told)
{
    struct told t = told_by(takes_back_module_async);
    assert_non_null(strstr(t.seq.s, "out \"chief 1\\n\""));
    assert_null(strstr(t.seq.s, "never"));
    assert_non_null(strstr(t.seq.s, "loop_error Exception in callback F1.set_result()\n"));
    assert_non_null(strstr(t.ndjson.s, "\"exc\":\"InvalidStateError('invalid state')\""));
    assert_non_null(strstr(t.ndjson.s, "\"e\":\"name\",\"id\":\"T1\",\"name\":\"chief\""));
    told_free(&t);
}

/* ---- traps ---- */

struct nine { struct coro coro; };
async (nine, def(3)) {
    async_begin;
    await(sleep_s(9));
    async_end;
}

struct returns { struct coro coro; struct lock l; struct timeout t; };
async (returns, def(5)) {
    async_begin;
    await(lock_acquire(&self->l));
    try {
        try {
            async_with_timeout (self->t, 5) {
                await(sleep_s(1));
                async_return(value_str("out"));
            } end_timeout(self->t);
        } finally {
            await(sleep_s(1));
            say("finally %s", truth(self->l.locked));
        } end_finally;
    } end_with(lock_release(&self->l));
    say("never");
    async_end;
}

struct cleans { struct coro coro; };
async (cleans, def(15)) {
    async_begin;
    try {
        await(sleep_s(9));
    } finally {
        say("cleaning");
        try {
            await(sleep_s(2));
            say("never");
        } finally {
            say("cancelled again");
        } end_finally;
    } end_finally;
    async_end;
}

struct swallows { struct coro coro; };
async (swallows, def(26)) {
    async_begin;
    try {
        await(sleep_s(9));
    } except (CancelledError) {
        await(sleep_s(2));
        say("swallowed");
    } end_try;
    async_return(value_int(7));
    async_end;
}

struct two_timeouts { struct coro coro; struct timeout outer, inner; };
async (two_timeouts, def(34)) {
    async_begin;
    try {
        async_with_timeout (self->outer, 1) {
            try {
                async_with_timeout (self->inner, 5) {
                    await(sleep_s(9));
                } end_timeout(self->inner);
            } except (TimeoutError) {
                say("never");
            } end_try;
        } end_timeout(self->outer);
    } except (TimeoutError) {
        say("outer at %.1f", perf_counter());
    } end_try;
    try {
        async_with_timeout (self->outer, 5) {
            try {
                async_with_timeout (self->inner, 1) {
                    await(sleep_s(9));
                } end_timeout(self->inner);
            } except (TimeoutError) {
                say("inner at %.1f", perf_counter());
            } end_try;
            await(sleep_s(1));
        } end_timeout(self->outer);
    } except (TimeoutError) {
        say("never");
    } end_try;
    async_end;
}

struct fails { struct coro coro; };
async (fails, def(54)) {
    async_begin;
    await(sleep_s(1));
    raise(value_error("deep"));
    async_end;
}

struct two_groups { struct coro coro; struct group outer, inner; struct error *e; };
async (two_groups, def(57)) {
    async_begin;
    try {
        async_with_group (self->outer) {
            group_create_task(&self->outer, call(nine));
            async_with_group (self->inner) {
                group_create_task(&self->inner, call(fails));
                group_create_task(&self->inner, call(nine));
            } end_group(self->inner);
            say("never");
        } end_group(self->outer);
    } except_as (ExceptionGroup, self->e) {
        say("%s", exceptions(self->e));
    } end_try;
    async_end;
}

struct nested { struct coro coro; struct lock a, b; struct error *e; };
async (nested, def(68)) {
    async_begin;
    try {
        await(lock_acquire(&self->a));
        try {
            await(lock_acquire(&self->b));
            try {
                await(call(fails));
            } end_with(lock_release(&self->b));
        } end_with(lock_release(&self->a));
    } except_as (ValueError, self->e) {
        say("%s %s %s", str(self->e->arg), truth(self->a.locked), truth(self->b.locked));
    } end_try;
    async_end;
}

struct traps { struct coro coro; struct task *t; };
async_as (traps, "main", def(77), SHOW(t)) {
    async_begin;
    await(call(returns));
    say("%s", str(awaited()));
    keep(self->t, create_task(call(cleans)));
    await(sleep_s(1));
    task_cancel(self->t);
    await(sleep_s(1));
    task_cancel(self->t);
    await(wait_futures((struct future *[]){&self->t->future}, 1, NO_TIMEOUT, ALL_COMPLETED));
    say("%s", truth(cancelled(self->t)));
    await(wait_for(call(swallows), 1));
    say("%s", str(awaited()));
    await(call(two_timeouts));
    await(call(two_groups));
    await(call(nested));
    async_end;
}
MODULE_AT(traps, 92)
static const char traps_seq[] =
    "1 0 T1 step\n"
    "    -> waiting sleep\n"
    "2 1 _set_result_unless_cancelled(F1)\n"
    "3 1 T1 wakeup\n"
    "    -> waiting sleep\n"
    "4 2 _set_result_unless_cancelled(F2)\n"
    "5 2 T1 wakeup\n"
    "    out \"finally True\\n\"\n"
    "    out \"out\\n\"\n"
    "    -> waiting sleep\n"
    "6 2 T2 step\n"
    "    -> waiting sleep\n"
    "7 3 _set_result_unless_cancelled(F3)\n"
    "8 3 T1 wakeup\n"
    "    -> waiting sleep\n"
    "9 3 T2 wakeup\n"
    "    out \"cleaning\\n\"\n"
    "    -> waiting sleep\n"
    "10 4 _set_result_unless_cancelled(F5)\n"
    "11 4 T1 wakeup\n"
    "    -> waiting wait\n"
    "12 4 T2 wakeup\n"
    "    out \"cancelled again\\n\"\n"
    "    -> cancelled\n"
    "13 4 _wait._on_completion(T2)\n"
    "14 4 T1 wakeup\n"
    "    out \"True\\n\"\n"
    "    -> waiting wait_for\n"
    "15 4 T3 step\n"
    "    -> waiting sleep\n"
    "16 5 _release_waiter(F8)\n"
    "17 5 T1 wakeup\n"
    "    -> waiting wait_for\n"
    "18 5 T3 wakeup\n"
    "    -> waiting sleep\n"
    "19 7 _set_result_unless_cancelled(F11)\n"
    "20 7 T3 wakeup\n"
    "    out \"swallowed\\n\"\n"
    "    -> done\n"
    "21 7 _release_waiter(T3)\n"
    "22 7 T1 wakeup\n"
    "    out \"7\\n\"\n"
    "    -> waiting sleep\n"
    "23 8 Timeout._on_timeout\n"
    "24 8 T1 wakeup\n"
    "    out \"outer at 8.0\\n\"\n"
    "    -> waiting sleep\n"
    "25 9 Timeout._on_timeout\n"
    "26 9 T1 wakeup\n"
    "    out \"inner at 9.0\\n\"\n"
    "    -> waiting sleep\n"
    "27 10 _set_result_unless_cancelled(F14)\n"
    "28 10 T1 wakeup\n"
    "    -> waiting TaskGroup\n"
    "29 10 T4 step\n"
    "    -> waiting sleep\n"
    "29 10 T5 step\n"
    "    -> waiting sleep\n"
    "29 10 T6 step\n"
    "    -> waiting sleep\n"
    "30 11 _set_result_unless_cancelled(F17)\n"
    "31 11 T5 wakeup\n"
    "    -> failed\n"
    "32 11 TaskGroup._on_task_done(T5)\n"
    "33 11 T6 wakeup\n"
    "    -> cancelled\n"
    "33 11 T1 wakeup\n"
    "    -> waiting TaskGroup\n"
    "34 11 TaskGroup._on_task_done(T6)\n"
    "35 11 T1 wakeup\n"
    "    -> waiting TaskGroup\n"
    "36 11 T4 wakeup\n"
    "    -> cancelled\n"
    "37 11 TaskGroup._on_task_done(T4)\n"
    "38 11 T1 wakeup\n"
    "    out \"(ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('deep')]),)\\n\"\n"
    "    -> waiting sleep\n"
    "39 12 _set_result_unless_cancelled(F21)\n"
    "40 12 T1 wakeup\n"
    "    out \"deep False False\\n\"\n"
    "    -> done\n"
    "41 12 _run_until_complete_cb(T1)\n"
    "42 12 T7 step\n"
    "    -> done\n"
    "43 12 _run_until_complete_cb(T7)\n"
    "44 12 T8 step\n"
    "    -> done\n"
    "45 12 _run_until_complete_cb(T8)\n";
TEST(returns_errors_and_cancellations_pass_nested_blocks_as_in_python)
{
    assert_seq(traps_module_async, traps_seq);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_generator_goes_through_its_loop_break_aclose_errors_and_cancellation),
        cmocka_unit_test(run_closes_what_is_left_of_generators_together_and_tells_their_errors),
        cmocka_unit_test(a_callback_that_fails_is_told_and_the_next_one_runs),
        cmocka_unit_test(a_callback_taken_back_never_runs_and_a_result_set_twice_is_told),
        cmocka_unit_test(returns_errors_and_cancellations_pass_nested_blocks_as_in_python),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
