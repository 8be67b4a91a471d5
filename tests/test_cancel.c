/* SPDX-License-Identifier: MIT */
/* Cancelling a task: when it learns of it, and how it ends.
 *
 * First the micro programs of tests/oracle/programs, written again in C and held against what
 * CPython did with them (tests/golden/s*.seq); then what they leave open. Runs at the root of the
 * project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "tests/support/run.h"


/* ---- s05: cancelling ---- */

struct s05a_w {
    struct coro coro;
};

async (s05a_w, def(2)) {
    async_begin;
    try {
        await(sleep_s(9));
    } finally {
        say("fin");
    } end_finally;
    async_end;
}

struct s05a_main {
    struct coro coro;
    struct task *t;
};

async (s05a_main, def(5), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(s05a_w)));
    await(sleep_s(0));
    task_cancel(self->t);
    try {
        await(self->t);
    } except (CancelledError) {
        say("main caught");
    } end_try;
    async_end;
}
PROGRAM(s05a)

struct never {
    struct coro coro;
};

async (never, def(2)) {
    async_begin;
    say("never");
    async_end;
}

struct s05b_main {
    struct coro coro;
    struct task *t;
};

async (s05b_main, def(3), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(never)));
    task_cancel(self->t);
    try {
        await(self->t);
    } except (CancelledError) {
        say("main caught");
    } end_try;
    async_end;
}
PROGRAM(s05b)

struct leaf {
    struct coro coro;
};

async (leaf, def(2)) {
    async_begin;
    await(sleep_s(9));
    async_end;
}

struct mid {
    struct coro coro;
    struct task *t;
};

async (mid, def(3)) {
    async_begin;
    await(self->t);
    async_end;
}

struct s05c_main {
    struct coro coro;
    struct task *a, *b;
};

async (s05c_main, def(4), SHOW(a), SHOW(b)) {
    async_begin;
    keep(self->a, create_task(call(leaf)));
    keep(self->b, create_task(call(mid, .t = self->a)));
    await(sleep_s(0));
    await(sleep_s(0));
    task_cancel(self->b);
    try {
        await(self->b);
    } except (CancelledError) {
        say("%s %s", python_bool(cancelled(self->a)), python_bool(cancelled(self->b)));
    } end_try;
    async_end;
}
PROGRAM(s05c)

struct s05d_w {
    struct coro coro;
};

async (s05d_w, def(2)) {
    async_begin;
    task_cancel(current_task());
    say("still running");
    await(sleep_s(0));
    say("never");
    async_end;
}

struct s05d_w2 {
    struct coro coro;
};

async (s05d_w2, def(7)) {
    async_begin;
    task_cancel(current_task());
    say("returns at once");
    async_return(value_int(3));
    async_end;
}

struct s05d_main {
    struct coro coro;
};

async (s05d_main, def(11)) {
    async_begin;
    await(gather_return_exceptions(call(s05d_w), call(s05d_w2)));
    say_value(awaited());
    async_end;
}
PROGRAM(s05d)

/* ---- what the micro programs leave open ---- */

struct uncancel_w {
    struct coro coro;
};

async (uncancel_w, def(2)) {
    async_begin;
    try {
        await(sleep_s(9));
    } except (CancelledError) {
        say("cancelling %u", current_task()->cancelling);
    } end_try;
    for (int i = 0; i < 3; i++)
        say("left %u", task_uncancel(current_task()));
    async_return(value_int(3));
    async_end;
}

struct uncancel_main {
    struct coro coro;
    struct task *t;
};

async (uncancel_main, def(9), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(uncancel_w)));
    await(sleep_s(0));
    say("%s", python_bool(task_cancel(self->t)));
    say("%s", python_bool(task_cancel(self->t)));
    await(self->t);
    say_value(awaited());
    say("%s", python_bool(task_cancel(self->t)));
    async_end;
}
PROGRAM(uncancel)

static void requests_to_cancel_are_counted_and_taken_back(void **state)
{
    (void)state;
    assert_module_prints(uncancel_module_async,
                         "True\nTrue\ncancelling 2\nleft 1\nleft 0\nleft 0\n3\nFalse\n");
}

struct message_main {
    struct coro coro;
    struct task *t;
    struct error *e;
};

async (message_main, def(2), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(leaf)));
    await(sleep_s(0));
    task_cancel_with(self->t, "enough");
    try {
        await(self->t);
    } except_as (CancelledError, self->e) {
        say_value(self->e->arg);
    } end_try;
    async_end;
}
PROGRAM(message)

static void the_message_of_a_cancel_arrives_with_the_error(void **state)
{
    (void)state;
    assert_module_prints(message_module_async, "enough\n");
}

/* Cancelled once more while its finally block awaits. */
struct twice_w {
    struct coro coro;
};

async (twice_w, def(2)) {
    async_begin;
    try {
        await(sleep_s(9));
    } finally {
        say("cleaning up");
        await(sleep_s(9));
        say("never");
    } end_finally;
    async_end;
}

struct twice_main {
    struct coro coro;
    struct task *t;
};

async (twice_main, def(8), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(twice_w)));
    await(sleep_s(0));
    task_cancel(self->t);
    await(sleep_s(0));
    task_cancel(self->t);
    await(gather_futures((struct future *[]){&self->t->future}, 1, true));
    say_value(awaited());
    async_end;
}
PROGRAM(twice)

static void a_task_can_be_cancelled_again_while_it_cleans_up(void **state)
{
    (void)state;
    assert_module_prints(twice_module_async, "cleaning up\n[CancelledError('')]\n");
}

struct sleeper {
    struct coro coro;
    double seconds;
};

async (sleeper, def(2)) {
    async_begin;
    await(sleep_s(self->seconds));
    say("%g at %g, tick %u", self->seconds, perf_counter(), get_running_loop()->emitter.tick);
    async_end;
}

struct due_main {
    struct coro coro;
    struct task *t;
};

async (due_main, def(4), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(sleeper, .seconds = 1)));
    await(sleep_s(0));
    task_cancel(self->t);
    time_sleep(1);
    await(gather_return_exceptions(call(sleeper, .seconds = 2)));
    async_end;
}
PROGRAM(due)

static void a_sleep_cancelled_as_its_timer_falls_due_leaves_nothing_behind(void **state)
{
    (void)state;
    struct player p;
    run_module(&p, due_module_async);
    assert_prints(&p, EV_OUT, "2 at 3, tick 5\n");
    assert_int_equal(count_kind(&p, EV_UNCALL), 1);
    assert_int_equal(count_kind(&p, EV_SKIP), 1);
    player_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AS_CPYTHON("a_sleeper_is_cancelled_one_tick_after_the_call", "s05a_cancel_sleep", s05a),
        AS_CPYTHON("a_task_cancelled_before_its_start_runs_no_line", "s05b_cancel_unstarted", s05b),
        AS_CPYTHON("cancel_goes_down_the_chain_of_awaits", "s05c_cancel_chain", s05c),
        AS_CPYTHON("a_task_that_cancels_itself_is_stopped_at_its_next_await", "s05d_self_cancel",
                   s05d),
        cmocka_unit_test(requests_to_cancel_are_counted_and_taken_back),
        cmocka_unit_test(the_message_of_a_cancel_arrives_with_the_error),
        cmocka_unit_test(a_task_can_be_cancelled_again_while_it_cleans_up),
        cmocka_unit_test(a_sleep_cancelled_as_its_timer_falls_due_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
