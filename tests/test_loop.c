/* SPDX-License-Identifier: MIT */
/* The order and the ticks of the loop, where CPython's programs (tests/programs) leave them open. */
#include <stdio.h>
#include <string.h>

#include "target/program.h"
#include "tests/support/python.h"
#include "tests/support/run.h"
#include "tests/test.h"

struct five {
    struct coro coro;
};

async (five, def(2)) {
    async_begin;
    async_return(value_int(5));
    async_end;
}

struct awaits_five {
    struct coro coro;
};

async (awaits_five, def(3)) {
    async_begin;
    await(call(five));
    say("%s", str(awaited()));
    async_end;
}

/* main raises, and leaves a task behind. */

struct left_behind {
    struct coro coro;
};

async (left_behind, def(2)) {
    async_begin;
    try {
        await(sleep_s(9));
    } finally {
        say("bg cancelled");
    } end_finally;
    async_end;
}

struct failing {
    struct coro coro;
    struct task *t;
};

async (failing, def(5), SHOW(t)) {
    async_begin;
    py(6) keep(self->t, create_task(call(left_behind)));
    py(6) await(sleep_s(0));
    py(7) raise(value_error("main failed"));
    async_end;
}

struct failing_module {
    struct coro coro;
};

async (failing_module, def(1)) {
    async_begin;
    py(8) asyncio_run(call(failing));
    say("never");
    async_end;
}

enum { TIES = 30 };

struct tie {
    struct coro coro;
    int n;
};

async (tie, def(2)) {
    async_begin;
    await(sleep_s(1));
    say("%d", self->n);
    async_end;
}

static struct future *gather_ties(void)
{
    struct coro *coros[TIES];
    for (int i = 0; i < TIES; i++)
        coros[i] = call(tie, .n = i);
    return gather_n(coros, TIES, false);
}

struct ties {
    struct coro coro;
};

async (ties, def(4)) {
    async_begin;
    await(gather_ties());
    async_end;
}
MODULE(ties)

TEST(equal_deadlines_fall_due_in_the_order_they_were_set)
{
    struct buf want = {0};
    for (int i = 0; i < TIES; i++)
        buf_printf(&want, "%d\n", i);
    assert_module_prints(ties_module_async, want.s);
    buf_free(&want);
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

struct blocker {
    struct coro coro;
};

async (blocker, def(5)) {
    async_begin;
    await(sleep_s(0));
    time_sleep(5);
    say("blocked until %g, tick %u", perf_counter(), get_running_loop()->emitter.tick);
    async_end;
}

struct block {
    struct coro coro;
};

async (block, def(9)) {
    async_begin;
    await(gather(call(sleeper, .seconds = 3), call(sleeper, .seconds = 1), call(sleeper, .seconds = 6), call(blocker)));
    async_end;
}
MODULE(block)

TEST(blocking_stops_the_loop_and_what_fell_due_meanwhile_fires_by_deadline)
{
    assert_module_prints(
        block_module_async,
        "blocked until 5, tick 3\n1 at 5, tick 5\n3 at 5, tick 5\n6 at 6, tick 8\n");
}

struct spin {
    struct coro coro;
    int ticks;
};

async (spin, def(2)) {
    async_begin;
    for (; perf_counter() < 0.0025; self->ticks++)
        await(sleep_s(0));
    say("%d", self->ticks);
    async_end;
}
MODULE(spin)

TEST(a_program_that_spins_moves_the_clock_a_millisecond_a_tick_after_a_thousand)
{
    assert_module_prints(spin_module_async, "1002\n");
}

struct names {
    struct coro coro;
};

async (names, def(2)) {
    async_begin;
    create_task(call(five));
    create_named_task(call(five), "Bond");
    create_task(call(five));
    await(sleep_s(0));
    async_end;
}
MODULE(names)

TEST(a_name_of_one_s_own_uses_up_a_number)
{
    struct player p;
    run_module(&p, names_module_async);
    assert_string_equal(trace_task_name(&p.trace, 1), "Task-1");
    assert_string_equal(trace_task_name(&p.trace, 2), "Task-2");
    assert_string_equal(trace_task_name(&p.trace, 3), "Bond");
    assert_string_equal(trace_task_name(&p.trace, 4), "Task-4");
    player_close(&p);
}

struct bad {
    struct coro coro;
};

async (bad, def(3)) {
    async_begin;
    raise(value_error("x"));
    async_end;
}

struct forever {
    struct coro coro;
};

async (forever, def(2)) {
    async_begin;
    await(future_new());
    async_end;
}
MODULE(forever)

TEST(nothing_to_wait_for_is_a_deadlock_with_status_3)
{
    struct player p;
    run_module(&p, forever_module_async);
    assert_int_equal(p.target->status, 3);
    assert_int_equal(count_kind(&p, EV_DEADLOCK), 1);
    assert_int_equal(trace_at(&p.trace, p.trace.end - 1)->kind, EV_EXIT);
    assert_int_equal(p.model.status, 3);
    player_close(&p);
}

TEST(an_error_out_of_main_ends_the_program_with_a_traceback_and_status_1)
{
    struct player p;
    run_module(&p, failing_module_async);
    assert_int_equal(p.target->status, 1);
    assert_int_equal(count_kind(&p, EV_CRASH), 1);
    assert_prints(&p, EV_OUT, "bg cancelled\n");
    assert_prints(&p, EV_ERR,
                  "Traceback (most recent call last):\n"
                  "  File \"test.py\", line 8, in <module>\n"
                  "  File \"test.py\", line 7, in failing\n"
                  "ValueError: main failed\n");
    player_close(&p);
}

struct stubborn {
    struct coro coro;
    int n;
};

async (stubborn, def(2)) {
    async_begin;
    try {
        await(sleep_s(9));
    } except (CancelledError) {
        say("%d was cancelled at %g", self->n, perf_counter());
    } end_try;
    await(sleep_s(2));
    if (self->n == 2)
        raise(value_error("not like this"));
    say("%d is through at %g", self->n, perf_counter());
    async_end;
}

struct leftovers {
    struct coro coro;
};

async (leftovers, def(10)) {
    async_begin;
    create_task(call(stubborn, .n = 1));
    create_task(call(stubborn, .n = 2));
    create_task(call(stubborn, .n = 3));
    await(sleep_s(1));
    say("main ends");
    async_end;
}
MODULE(leftovers)

TEST(what_main_leaves_behind_is_cancelled_in_order_and_waited_for)
{
    struct player p;
    run_module(&p, leftovers_module_async);
    assert_prints(&p, EV_OUT,
                  "main ends\n"
                  "1 was cancelled at 1\n2 was cancelled at 1\n3 was cancelled at 1\n"
                  "1 is through at 3\n3 is through at 3\n");
    struct buf errors = printed(&p, EV_ERR);
    assert_non_null(strstr(errors.s, "unhandled exception during asyncio.run() shutdown\n"));
    assert_non_null(strstr(errors.s, "ValueError: not like this\n"));
    assert_int_equal(count_kind(&p, EV_LOOP_ERROR), 1);
    assert_int_equal(p.target->status, 0);
    buf_free(&errors);
    player_close(&p);
}

struct fails_main {
    struct coro coro;
};

async (fails_main, def(2)) {
    async_begin;
    await(gather(call(bad), call(five)));
    async_end;
}

struct again_module {
    struct coro coro;
};

async (again_module, def(1)) {
    async_begin;
    try {
        asyncio_run(call(fails_main));
    } except (ValueError) {
        say("caught in the module");
    } end_try;
    asyncio_run(call(awaits_five));
    async_end;
}

TEST(a_module_may_run_twice_and_catch_what_main_raised)
{
    struct player p;
    run_module(&p, again_module_async);
    assert_prints(&p, EV_OUT, "caught in the module\n5\n");
    assert_int_equal(p.target->status, 0);
    assert_int_equal(count_kind(&p, EV_LOOP), 2);
    assert_int_equal(count_kind(&p, EV_CLOSE), 2);
    player_close(&p);
}

/* ---- ticks and clocks ---- */

static uint32_t run_untraced(void (*run)(struct runner *l), struct trace *t)
{
    struct runner l;
    const struct program program = {
        .name = "test", .file = "test.py", .module = block_module_async};
    trace_init(t);
    assert_int_equal(runner_init(&l, CLOCK_VIRTUAL, &t->observer), 0);
    runner_start(&l, &program);
    run(&l);
    assert_true(l.over);
    uint32_t ticks = l.loop.emitter.tick;
    runner_close(&l);
    return ticks;
}

static void tick_by_tick(struct runner *l)
{
    for (uint32_t n = 1; runner_tick(l); n++)
        assert_int_equal(l->loop.emitter.tick, n);
}

TEST(running_through_and_ticking_through_are_the_same)
{
    struct trace a, b;
    assert_int_equal(run_untraced(tick_by_tick, &a), run_untraced(runner_finish, &b));
    assert_int_equal(a.end, b.end);
    for (uint32_t i = 0; i < a.end; i++)
        assert_memory_equal(trace_at(&a, i), trace_at(&b, i), sizeof(struct event));
    trace_close(&a);
    trace_close(&b);
}

TEST(a_loop_that_nobody_watches_comes_to_the_same_end)
{
    struct runner l;
    const struct program program = {.name = "test", .file = "test.py", .module = failing_module_async};
    assert_int_equal(runner_init(&l, CLOCK_VIRTUAL, NULL), 0);
    runner_start(&l, &program);
    runner_finish(&l);
    assert_int_equal(l.status, 1);
    assert_int_equal(l.loop.emitter.tick, 10);
    runner_close(&l);
}

TEST(a_loop_can_be_closed_at_any_tick)
{
    const struct program program = {
        .name = "test", .file = "test.py", .module = leftovers_module_async};
    for (int ticks = 0; ticks < 20; ticks++) {
        struct runner l;
        assert_int_equal(runner_init(&l, CLOCK_VIRTUAL, NULL), 0);
        runner_start(&l, &program);
        for (int i = 0; i < ticks; i++)
            runner_tick(&l);
        runner_close(&l);
        assert_null(this_thread);
    }
}

TEST(a_paused_real_clock_stands_still)
{
    struct runner l;
    const struct program program = {.name = "test", .file = "test.py", .module = ties_module_async};
    assert_int_equal(runner_init(&l, CLOCK_REAL, NULL), 0);
    runner_start(&l, &program);
    runner_tick(&l);
    runner_tick(&l);
    clock_pause(&l.loop.clock);
    double then = loop_time(&l.loop), patience = loop_patience(&l.loop);
    uv_sleep(2);
    assert_true(loop_time(&l.loop) == then);
    assert_true(patience > 0 && loop_patience(&l.loop) == patience);
    clock_resume(&l.loop.clock);
    assert_true(loop_time(&l.loop) >= then);
    runner_close(&l);
}

/* ---- frames: where they say the same as before, they are remembered ---- */

static int deep, ends;

struct nested {
    struct coro coro;
    int depth, i;
};

async (nested, def(1)) {
    async_begin;
    if (self->depth) {
        py(3) await(call(nested, .depth = self->depth - 1));
    }
    for (; !self->depth && self->i < 3; self->i++)
        py(5) await(sleep_s(0));
    async_end;
}

struct nests {
    struct coro coro;
};

async (nests, def(7)) {
    async_begin;
    py(8) await(call(nested, .depth = deep));
    async_end;
}
MODULE(nests)

static void see_frames(struct observer *o, const struct event *e, const struct note *n)
{
    (void)o;
    if (e->kind != EV_END || e->what != ON_SLEEP0)
        return;
    ends++;
    assert_int_equal(n->nframes, deep + 2);
    for (int i = 0; i < deep + 2; i++) {
        assert_string_equal(n->frames[i].func, i ? "nested" : "nests");
        assert_string_equal(n->frames[i].file, "test.py");
        assert_int_equal(n->frames[i].line, i == 0 ? 8 : i <= deep ? 3 : 5);
        assert_null(n->frames[i].locals);
    }
}

TEST(who_waits_again_where_it_waited_before_stands_in_the_same_frames)
{
    const struct program program = {.name = "test", .file = "test.py", .module = nests_module_async};
    struct observer frames = {.see = see_frames};
    for (deep = 0; deep < 6; deep++) {
        struct runner l;
        ends = 0;
        assert_int_equal(runner_init(&l, CLOCK_VIRTUAL, &frames), 0);
        runner_start(&l, &program);
        runner_finish(&l);
        runner_close(&l);
        assert_int_equal(ends, 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_deadlines_fall_due_in_the_order_they_were_set),
        cmocka_unit_test(blocking_stops_the_loop_and_what_fell_due_meanwhile_fires_by_deadline),
        cmocka_unit_test(
            a_program_that_spins_moves_the_clock_a_millisecond_a_tick_after_a_thousand),
        cmocka_unit_test(a_name_of_one_s_own_uses_up_a_number),
        cmocka_unit_test(nothing_to_wait_for_is_a_deadlock_with_status_3),
        cmocka_unit_test(an_error_out_of_main_ends_the_program_with_a_traceback_and_status_1),
        cmocka_unit_test(what_main_leaves_behind_is_cancelled_in_order_and_waited_for),
        cmocka_unit_test(a_module_may_run_twice_and_catch_what_main_raised),
        cmocka_unit_test(running_through_and_ticking_through_are_the_same),
        cmocka_unit_test(a_loop_that_nobody_watches_comes_to_the_same_end),
        cmocka_unit_test(a_loop_can_be_closed_at_any_tick),
        cmocka_unit_test(a_paused_real_clock_stands_still),
        cmocka_unit_test(who_waits_again_where_it_waited_before_stands_in_the_same_frames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
