/* SPDX-License-Identifier: MIT */
/* Cancelling a task: what CPython's programs (tests/programs) leave open. */

#include "tests/support/python.h"
#include "tests/support/run.h"
#include "tests/test.h"

struct leaf {
    struct coro coro;
};

async (leaf, def(2)) {
    async_begin;
    await(sleep_s(9));
    async_end;
}

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

struct uncancel {
    struct coro coro;
    struct task *t;
};

async (uncancel, def(9), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(uncancel_w)));
    await(sleep_s(0));
    say("%s", truth(task_cancel(self->t)));
    say("%s", truth(task_cancel(self->t)));
    await(self->t);
    say("%s", str(awaited()));
    say("%s", truth(task_cancel(self->t)));
    async_end;
}
MODULE(uncancel)

TEST(requests_to_cancel_are_counted_and_taken_back)
{
    assert_module_prints(uncancel_module_async,
                         "True\nTrue\ncancelling 2\nleft 1\nleft 0\nleft 0\n3\nFalse\n");
}

struct message {
    struct coro coro;
    struct task *t;
    struct error *e;
};

async (message, def(2), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(leaf)));
    await(sleep_s(0));
    task_cancel_with(self->t, "enough");
    try {
        await(self->t);
    } except_as (CancelledError, self->e) {
        say("%s", str(self->e->arg));
    } end_try;
    async_end;
}
MODULE(message)

TEST(the_message_of_a_cancel_arrives_with_the_error)
{
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

struct twice {
    struct coro coro;
    struct task *t;
};

async (twice, def(8), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(twice_w)));
    await(sleep_s(0));
    task_cancel(self->t);
    await(sleep_s(0));
    task_cancel(self->t);
    await(gather_futures((struct future *[]){&self->t->future}, 1, true));
    say("%s", str(awaited()));
    async_end;
}
MODULE(twice)

TEST(a_task_can_be_cancelled_again_while_it_cleans_up)
{
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

struct due {
    struct coro coro;
    struct task *t;
};

async (due, def(4), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(sleeper, .seconds = 1)));
    await(sleep_s(0));
    task_cancel(self->t);
    time_sleep(1);
    await(gather_return_exceptions(call(sleeper, .seconds = 2)));
    async_end;
}
MODULE(due)

TEST(a_sleep_cancelled_as_its_timer_falls_due_leaves_nothing_behind)
{
    struct player p;
    run_module(&p, due_module_async);
    assert_prints(&p, EV_OUT, "2 at 3, tick 5\n");
    assert_int_equal(count_kind(&p, EV_UNCALL), 1);
    assert_int_equal(count_kind(&p, EV_SKIP), 1);
    player_close(&p);
}

struct asks {
    struct coro coro;
    struct task *t, *g;
};

/* cancel() in the program's own lines, and by a TaskGroup's like in a line that awaits. */
async_as (asks, "main", def(30)) {
    async_begin;
    py(31) keep(self->t, create_task(call(sleeper, .seconds = 1)));
    py(32) await(sleep_s(0));
    py(33) task_cancel(self->t);
    py(34) keep(self->g, create_task(call(sleeper, .seconds = 5)));
    py(35) await(wait_for(gather_return_exceptions(call(sleeper, .seconds = 2)), 1));
    async_end;
}
MODULE(asks)

TEST(a_cancel_says_at_which_line_of_the_task_that_runs_it_was_asked_for)
{
    struct player p;
    uint32_t lines[8] = {0}, n = 0;
    run_module(&p, asks_module_async);
    for (uint32_t i = 0; i < p.trace.end && n < 8; i++)
        if (trace_at(&p.trace, i)->kind == EV_CANCEL)
            lines[n++] = trace_line(&p.trace, trace_at(&p.trace, i)->place);
    assert_true(n >= 3);
    assert_int_equal(lines[0], 33);
    assert_int_equal(lines[1], 35); /* the gather(), when the time is up: Task-1 still stands there */
    assert_int_equal(lines[n - 1], 0); /* asyncio.run() is no task */
    player_close(&p);
}

struct sets {
    struct coro coro;
    struct future *f;
};

/* Futures that a task finishes, and one that a timer does. */
async_as (sets, "main", def(40), SHOW(f)) {
    async_begin;
    py(41) keep(self->f, future_new());
    py(42) future_set_result(self->f, NONE);
    py(43) keep(self->f, future_new());
    py(44) await(sleep_s(1));
    py(45) future_cancel(self->f, (struct value){.kind = VALUE_UNSET});
    async_end;
}
MODULE(sets)

TEST(a_future_that_a_task_finishes_says_at_which_line_and_one_that_a_timer_finishes_does_not)
{
    static const uint32_t lines[] = {42, 0, 45};
    struct player p;
    size_t n = 0;
    run_module(&p, sets_module_async);
    for (uint32_t i = 0; i < p.trace.end && n < 3; i++)
        if (trace_at(&p.trace, i)->kind == EV_FUT_DONE) {
            uint32_t line = trace_line(&p.trace, trace_at(&p.trace, i)->place);
            assert_int_equal(line, lines[n++]);
            player_seek(&p, i + 1);
            assert_int_equal(trace_line(&p.trace, p.model.place), line ? line : 44);
        }
    assert_int_equal(n, 3);
    player_close(&p);
}

static void nothing(void *data)
{
    (void)data;
}

static struct value stores(void *data)
{
    (void)data;
    return NONE;
}

struct schedules {
    struct coro coro;
};

async_as (schedules, "main", def(50)) {
    async_begin;
    py(51) call_later(1, "ring", nothing, NULL);
    py(52) call_soon("ring", nothing, NULL);
    py(53) await(to_thread("stores", stores, NULL));
    async_end;
}
MODULE(schedules)

TEST(what_a_task_schedules_or_hands_to_a_thread_says_at_which_line)
{
    static const struct {
        enum event_kind kind;
        uint32_t line;
    } wants[] = {{EV_TIMER, 51}, {EV_SOON, 52}, {EV_EXECUTOR, 53}};
    struct player p;
    run_module(&p, schedules_module_async);
    for (size_t k = 0; k < sizeof wants / sizeof *wants; k++) {
        uint32_t i = 0;
        while (i < p.trace.end && (trace_at(&p.trace, i)->kind != wants[k].kind || !trace_at(&p.trace, i)->place))
            i++;
        assert_in_range(i, 0, p.trace.end - 1);
        player_seek(&p, i + 1);
        assert_int_equal(trace_line(&p.trace, p.model.place), wants[k].line);
    }
    player_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_to_cancel_are_counted_and_taken_back),
        cmocka_unit_test(the_message_of_a_cancel_arrives_with_the_error),
        cmocka_unit_test(a_task_can_be_cancelled_again_while_it_cleans_up),
        cmocka_unit_test(a_cancel_says_at_which_line_of_the_task_that_runs_it_was_asked_for),
        cmocka_unit_test(
            a_future_that_a_task_finishes_says_at_which_line_and_one_that_a_timer_finishes_does_not),
        cmocka_unit_test(what_a_task_schedules_or_hands_to_a_thread_says_at_which_line),
        cmocka_unit_test(a_sleep_cancelled_as_its_timer_falls_due_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
