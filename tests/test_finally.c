/* SPDX-License-Identifier: MIT */
/* finally, whatever goes through it: an error, a return, a cancellation. */

#include "target/program.h"
#include "tests/support/python.h"
#include "tests/support/run.h"
#include "tests/test.h"

struct fails {
    struct coro coro;
};

async (fails, def(1)) {
    async_begin;
    await(sleep_s(1));
    raise(value_error("x"));
    async_end;
}

/* ---- errors and returns ---- */

struct goes_well {
    struct coro coro;
};

async (goes_well, def(1)) {
    async_begin;
    try {
        say("body");
    } finally {
        say("finally");
    } end_finally;
    say("after");
    async_end;
}
MODULE(goes_well)

struct error_waits {
    struct coro coro;
};

async (error_waits, def(1)) {
    async_begin;
    try {
        raise(value_error("x"));
    } finally {
        await(sleep_s(1));
        say("finally at %g", perf_counter());
    } end_finally;
    say("never");
    async_end;
}
MODULE(error_waits)

struct return_waits {
    struct coro coro;
};

async (return_waits, def(1)) {
    async_begin;
    try {
        await(sleep_s(1));
        async_return(value_int(7));
    } finally {
        await(sleep_s(1));
        say("finally at %g", perf_counter());
    } end_finally;
    say("never");
    async_end;
}
MODULE(return_waits)

struct returns_through {
    struct coro coro;
};

async (returns_through, def(1)) {
    async_begin;
    try {
        try {
            try {
                async_return(value_int(7));
            } except (Exception) {
                say("never");
            } end_try;
        } finally {
            say("inner");
        } end_finally;
        say("never");
    } finally {
        say("outer");
    } end_finally;
    async_end;
}
MODULE(returns_through)

struct error_in_finally {
    struct coro coro;
};

async (error_in_finally, def(1)) {
    async_begin;
    try {
        raise(value_error("first"));
    } finally {
        raise(value_error("second"));
    } end_finally;
    async_end;
}
MODULE(error_in_finally)

struct return_in_finally {
    struct coro coro;
};

async (return_in_finally, def(1)) {
    async_begin;
    try {
        raise(value_error("swallowed"));
    } finally {
        async_return(value_int(8));
    } end_finally;
    async_end;
}
MODULE(return_in_finally)

struct other_return {
    struct coro coro;
};

async (other_return, def(1)) {
    async_begin;
    try {
        async_return(value_int(7));
    } finally {
        await(sleep_s(1));
        async_return(value_int(8));
    } end_finally;
    async_end;
}
MODULE(other_return)

struct error_instead_of_return {
    struct coro coro;
};

async (error_instead_of_return, def(1)) {
    async_begin;
    try {
        async_return(value_int(7));
    } finally {
        raise(value_error("instead"));
    } end_finally;
    async_end;
}
MODULE(error_instead_of_return)

struct try_in_finally {
    struct coro coro;
};

async (try_in_finally, def(1)) {
    async_begin;
    try {
        raise(value_error("outer"));
    } finally {
        try {
            await(call(fails));
        } except (ValueError) {
            say("inner caught");
        } end_try;
        say("finally ends");
    } end_finally;
    say("never");
    async_end;
}
MODULE(try_in_finally)

struct except_then_finally {
    struct coro coro;
};

async (except_then_finally, def(1)) {
    async_begin;
    try {
        try {
            raise(value_error("first"));
        } except (ValueError) {
            await(sleep_s(1));
            raise(value_error("second"));
        } end_try;
    } finally {
        say("finally");
    } end_finally;
    async_end;
}
MODULE(except_then_finally)

struct caught_outside_of_finally {
    struct coro coro;
};

async (caught_outside_of_finally, def(1)) {
    async_begin;
    try {
        try {
            await(call(fails));
        } finally {
            await(sleep_s(1));
            say("finally");
        } end_finally;
        say("never");
    } except (ValueError) {
        say("caught at %g", perf_counter());
    } end_try;
    async_return(value_int(1));
    async_end;
}
MODULE(caught_outside_of_finally)

/* ---- cancellation on its way through try ---- */

struct cleans_up {
    struct coro coro;
};

async (cleans_up, def(1)) {
    async_begin;
    try {
        await(sleep_s(9));
        say("never");
    } finally {
        say("cleaning");
        await(sleep_s(1));
        say("clean at %g", perf_counter());
    } end_finally;
    say("never");
    async_end;
}

struct cancels {
    struct coro coro;
    struct task *t;
};

async (cancels, def(1), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(cleans_up)));
    await(sleep_s(1));
    task_cancel(self->t);
    await(self->t);
    say("never");
    async_end;
}
MODULE(cancels)

struct cancels_twice {
    struct coro coro;
    struct task *t;
};

async (cancels_twice, def(1), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(cleans_up)));
    await(sleep_s(1));
    task_cancel(self->t);
    await(sleep_s(0.5));
    task_cancel(self->t);
    try {
        await(self->t);
    } except (CancelledError) {
        say("gone at %g", perf_counter());
    } end_try;
    async_end;
}
MODULE(cancels_twice)

struct returns_meanwhile {
    struct coro coro;
};

async (returns_meanwhile, def(1)) {
    async_begin;
    try {
        async_return(value_int(7));
    } finally {
        await(sleep_s(9));
    } end_finally;
    async_end;
}

struct cancels_a_return {
    struct coro coro;
    struct task *t;
};

async (cancels_a_return, def(1), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(returns_meanwhile)));
    await(sleep_s(1));
    task_cancel(self->t);
    await(self->t);
    async_end;
}
MODULE(cancels_a_return)

/* ---- values ---- */

struct gives_nothing {
    struct coro coro;
};

async (gives_nothing, def(1)) {
    async_begin;
    await(sleep_s(1));
    async_end;
}

static void say_result(struct value v)
{
    struct buf b = {0};
    value_repr(&b, v);
    say("%s", b.s);
    buf_free(&b);
}

struct values {
    struct coro coro;
};

async (values, def(1)) {
    async_begin;
    await(call(gives_nothing));
    say_result(awaited());
    await(call(return_waits));
    say_result(awaited());
    await(sleep_s(0));
    say_result(awaited());
    await(gather(call(return_in_finally), call(gives_nothing)));
    say_result(awaited());
    async_return(value_bool(true));
    async_end;
}
MODULE(values)

TEST(a_program_without_a_fault_is_warned_of_nothing)
{
    struct player p;
    run_module(&p, cancels_twice_module_async);
    assert_int_equal(p.trace.nwarnings, 0);
    player_close(&p);
}

/* Whoever holds a task lets go of it at the end of its frame: nothing stays in the arena but what
 * lives as long as it. */
TEST(a_run_gives_its_frames_and_tasks_back)
{
    struct player p;
    run_module(&p, values_module_async);
    assert_null(program_runner(&p)->loop.first);
    assert_null(program_runner(&p)->thread.fresh);
    assert_int_equal(program_runner(&p)->loop.ready.n, 0);
    assert_int_equal(program_runner(&p)->loop.timers.n, 0);
    player_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY("finally_runs_when_all_goes_well", goes_well, "body\nfinally\nafter\ndone None"),
        STORY("an_error_goes_on_behind_a_finally_that_awaits", error_waits,
              "finally at 1\nfailed ValueError('x')"),
        STORY("a_return_goes_on_behind_a_finally_that_awaits", return_waits,
              "finally at 2\ndone 7"),
        STORY("a_return_runs_every_finally_from_the_inside_out", returns_through,
              "inner\nouter\ndone 7"),
        STORY("an_error_in_finally_replaces_the_first", error_in_finally,
              "failed ValueError('second')"),
        STORY("a_return_in_finally_swallows_the_error", return_in_finally, "done 8"),
        STORY("a_return_in_finally_replaces_the_first", other_return, "done 8"),
        STORY("an_error_in_finally_replaces_the_return", error_instead_of_return,
              "failed ValueError('instead')"),
        STORY("a_try_within_finally_keeps_what_finally_holds", try_in_finally,
              "inner caught\nfinally ends\nfailed ValueError('outer')"),
        STORY("an_error_in_except_still_runs_the_outer_finally", except_then_finally,
              "finally\nfailed ValueError('second')"),
        STORY("an_error_behind_a_finally_can_be_caught", caught_outside_of_finally,
              "finally\ncaught at 2\ndone 1"),
        STORY("a_cancelled_task_cleans_up_and_is_cancelled_all_the_same", cancels,
              "cleaning\nclean at 2\ncancelled "),
        STORY("a_second_cancel_breaks_off_the_cleaning", cancels_twice,
              "cleaning\ngone at 1.5\ndone None"),
        STORY("a_cancel_during_finally_replaces_the_return", cancels_a_return, "cancelled "),
        STORY("await_gives_what_was_returned", values,
              "None\nfinally at 3\n7\nNone\n[8, None]\ndone True"),
        cmocka_unit_test(a_program_without_a_fault_is_warned_of_nothing),
        cmocka_unit_test(a_run_gives_its_frames_and_tasks_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
