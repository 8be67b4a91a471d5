/* SPDX-License-Identifier: MIT */
/* Functions in threads: what they bring, and when, where tests/programs leaves it open. What CPython
 * does with these depends on how quick its threads are; the runs below are what it does mostly. */
#include <stdio.h>
#include <string.h>

#include "io/cost.h"
#include "player/player.h"
#include "target/program.h"
#include "tests/support/python.h"
#include "tests/support/run.h"
#include "tests/test.h"

static struct value work(void *seconds)
{
    double n = *(double *)seconds;
    time_sleep(n);
    say("worked %g", n);
    return value_int((int64_t)n);
}

static double one = 1, two = 2, five = 5;

/* ---- a = run_in_executor(work, 2); b = …(work, 1); await to_thread(work, 1); await …(bad); b2 =
 * …(work, 1), cancelled; c = …(work, 5); print(await a, await b) ---- */

static struct value bad(void *unused)
{
    (void)unused;
    return error_raise(value_error("x"));
}

struct many {
    struct coro coro;
    struct future *a, *b, *b2, *c;
    struct error *e;
    struct value first;
};
async_as(many, "main", def(8), SHOW(a), SHOW(b), SHOW(b2), SHOW(c))
{
    async_begin;
    py(10) keep(self->a, run_in_executor("work", work, &two));
    py(11) keep(self->b, run_in_executor("work", work, &one));
    py(12) await(to_thread("work", work, &one));
    py(12) say("%s", str(awaited()));
    try {
        py(14) await(run_in_executor("bad", bad, NULL));
    }
    except_as(ValueError, self->e)
    {
        py(16) say("caught %s", str((struct value){.kind = VALUE_ERROR, .error = self->e}));
    }
    end_try;
    py(17) keep(self->b2, run_in_executor("work", work, &one));
    py(18) future_cancel(self->b2, (struct value){0});
    try {
        py(20) await(self->b2);
    }
    except(CancelledError)
    {
        py(22) say("cancelled");
    }
    end_try;
    py(23) keep(self->c, run_in_executor("work", work, &five));
    py(24) await(self->a);
    py(24) self->first = awaited();
    py(24) await(self->b);
    py(24) say("%s %s", str(self->first), str(awaited()));
    async_end;
}
MODULE_AT(many, 25)
static const char many_seq[] = "1 0 T1 step\n"
                               "    -> waiting to_thread\n"
                               "    out \"worked 1\\n\"\n"
                               "2 1 _chain_future._set_state(F2)\n"
                               "2 1 BaseSelectorEventLoop._read_from_self\n"
                               "3 1 _chain_future._call_check_cancel(F2)\n"
                               "    out \"worked 1\\n\"\n"
                               "4 1 _chain_future._set_state(F3)\n"
                               "4 1 BaseSelectorEventLoop._read_from_self\n"
                               "5 1 _chain_future._call_check_cancel(F3)\n"
                               "5 1 T1 wakeup\n"
                               "    out \"1\\n\"\n"
                               "    -> waiting executor\n"
                               "6 1 _chain_future._set_state(F4)\n"
                               "6 1 BaseSelectorEventLoop._read_from_self\n"
                               "7 1 _chain_future._call_check_cancel(F4)\n"
                               "7 1 T1 wakeup\n"
                               "    out \"caught x\\n\"\n"
                               "    out \"cancelled\\n\"\n"
                               "    -> waiting executor\n"
                               "8 1 _chain_future._call_check_cancel(F5)\n"
                               "    out \"worked 2\\n\"\n"
                               "9 2 _chain_future._set_state(F1)\n"
                               "9 2 BaseSelectorEventLoop._read_from_self\n"
                               "10 2 _chain_future._call_check_cancel(F1)\n"
                               "10 2 T1 wakeup\n"
                               "    out \"2 1\\n\"\n"
                               "    -> done\n"
                               "11 2 _run_until_complete_cb(T1)\n"
                               "12 2 T2 step\n"
                               "    -> done\n"
                               "13 2 _run_until_complete_cb(T2)\n"
                               "14 2 T3 step\n"
                               "    -> waiting _UnixSelectorEventLoop.shutdown_default_executor\n"
                               "    out \"worked 1\\n\"\n"
                               "15 2 _chain_future._set_state(F5)\n"
                               "15 2 BaseSelectorEventLoop._read_from_self\n"
                               "    out \"worked 5\\n\"\n"
                               "16 6 _chain_future._set_state(F6)\n"
                               "16 6 F7.set_result\n"
                               "16 6 BaseSelectorEventLoop._read_from_self\n"
                               "17 6 _chain_future._call_check_cancel(F6)\n"
                               "17 6 T3 wakeup\n"
                               "    -> done\n"
                               "18 6 _run_until_complete_cb(T3)\n";
TEST(threads_run_in_order_of_submission_and_the_run_s_end_waits_for_them)
{
    assert_seq(many_module_async, many_seq);
}

/* ---- t = create_task(waiter()); await sleep(1); t.cancel(); …; run_in_executor(work); raise ---- */

static struct value two_seconds(void *unused)
{
    (void)unused;
    time_sleep(2);
    say("worked");
    return NONE;
}

struct waits {
    struct coro coro;
};
async_as(waits, "waiter", def(5))
{
    async_begin;
    py(6) await(to_thread("work", two_seconds, NULL));
    async_end;
}

struct failing {
    struct coro coro;
    struct task *t;
};
async_as(failing, "main", def(7), SHOW(t))
{
    async_begin;
    py(8) keep(self->t, create_task(call(waits)));
    py(9) await(sleep_s(1));
    py(10) task_cancel(self->t);
    try {
        py(12) await(self->t);
    }
    except(CancelledError)
    {
        py(14) say("cancelled");
    }
    end_try;
    py(15) run_in_executor("work", two_seconds, NULL);
    py(16) raise(value_error("main fails"));
    async_end;
}
MODULE_AT(failing, 17)
static const char failing_seq[] =
    "1 0 T1 step\n"
    "    -> waiting sleep\n"
    "2 0 T2 step\n"
    "    -> waiting to_thread\n"
    "3 1 _set_result_unless_cancelled(F1)\n"
    "4 1 T1 wakeup\n"
    "    -> waiting task\n"
    "5 1 _chain_future._call_check_cancel(F2)\n"
    "5 1 T2 wakeup\n"
    "    -> cancelled\n"
    "6 1 T1 wakeup\n"
    "    out \"cancelled\\n\"\n"
    "    -> failed\n"
    "7 1 _run_until_complete_cb(T1)\n"
    "8 1 T3 step\n"
    "    -> done\n"
    "9 1 _run_until_complete_cb(T3)\n"
    "10 1 T4 step\n"
    "    -> waiting _UnixSelectorEventLoop.shutdown_default_executor\n"
    "    out \"worked\\n\"\n"
    "11 2 _chain_future._set_state(F2)\n"
    "11 2 BaseSelectorEventLoop._read_from_self\n"
    "    out \"worked\\n\"\n"
    "12 3 _chain_future._set_state(F3)\n"
    "12 3 F4.set_result\n"
    "12 3 BaseSelectorEventLoop._read_from_self\n"
    "13 3 _chain_future._call_check_cancel(F3)\n"
    "13 3 T4 wakeup\n"
    "    -> done\n"
    "14 3 _run_until_complete_cb(T4)\n";
TEST(a_thread_works_on_when_its_waiter_is_cancelled_and_when_main_fails)
{
    assert_seq(failing_module_async, failing_seq);
}

/* ---- while not f.done(): await sleep(0) ---- */

static struct value wakes(void *unused)
{
    (void)unused;
    time_sleep(1);
    return value_str("woke");
}

struct spins {
    struct coro coro;
    struct future *f;
};
async_as(spins, "main", def(5), SHOW(f))
{
    async_begin;
    py(7) keep(self->f, run_in_executor("work", wakes, NULL));
    while (!future_done(self->f)) {
        py(10) await(sleep_s(0));
    }
    py(11) say("%s %g", str(future_value(self->f)), perf_counter());
    async_end;
}
MODULE_AT(spins, 12)

TEST(a_loop_that_spins_lets_a_sleeping_thread_go_on_at_last)
{
    static const char expected[] = "1001 1 T1 step\n"
                                   "    -> ready sleep0\n"
                                   "1001 1 _chain_future._set_state(F1)\n"
                                   "1001 1 BaseSelectorEventLoop._read_from_self\n"
                                   "1002 1.001 T1 step\n"
                                   "    out \"woke 1.001\\n\"\n";
    struct told t = told_by(spins_module_async);
    const char *at = strstr(t.seq.s, "1001 1 ");
    assert_non_null(at);
    assert_memory_equal(at, expected, sizeof expected - 1);
    told_free(&t);
}

/* ---- more functions than there are threads: those too many wait, and can be cancelled ---- */

enum { CROWD = 40 }; /* of 32 places */

struct crowded {
    struct coro coro;
    struct future *all[CROWD];
};

static struct future *crowd(struct crowded *self)
{
    for (int i = 0; i < CROWD; i++)
        self->all[i] = object_ref(run_in_executor("work", work, &one));
    future_cancel(self->all[CROWD - 1], (struct value){0});
    return gather_futures(self->all, CROWD, true);
}

async_as(crowded, "main", def(1))
{
    async_begin;
    await(crowd(self));
    say("%zu at %g", awaited().list->n, perf_counter());
    async_end;
}
MODULE_AT(crowded, 2)

static int count(const char *text, const char *what)
{
    int n = 0;
    for (; (text = strstr(text, what)); text++)
        n++;
    return n;
}

TEST(those_without_a_thread_wait_for_one_and_can_be_cancelled)
{
    struct told t = told_by(crowded_module_async);
    assert_int_equal(count(t.seq.s, "worked 1"), CROWD - 1);
    assert_int_equal(count(t.seq.s, "_chain_future._set_state"), CROWD);
    assert_non_null(strstr(t.seq.s, "40 at 2\\n"));
    assert_int_equal(count(t.ndjson.s, "\"e\":\"thread_sleep\""), CROWD - 1);
    told_free(&t);
}

/* ---- leaving while threads are at work ---- */

TEST(closing_a_loop_wakes_its_sleeping_threads_and_waits_for_them)
{
    static const enum clock_mode clocks[] = {CLOCK_VIRTUAL, CLOCK_REAL};
    static double long_time = 1e6;
    five = long_time; /* work(5) is one that would never end */
    for (int i = 0; i < 2; i++) {
        struct program program = {.name = "test", .file = "test.py", .module = many_module_async};
        struct runner l;
        assert_int_equal(runner_init(&l, clocks[i], NULL), 0);
        runner_start(&l, &program);
        for (int tick = 0; tick < (clocks[i] == CLOCK_REAL ? 1 : 9); tick++)
            assert_true(runner_tick(&l));
        assert_false(l.over);
        runner_close(&l);
    }
    five = 5;
}

/* ---- computing ---- */

static struct value computes(void *seconds)
{
    compute_s(*(double *)seconds);
    return NONE;
}

static double a_year = 31536000, a_moment = 0.002;

struct two_compute {
    struct coro coro;
    double *seconds;
};
async(two_compute, def(1))
{
    async_begin;
    await(gather(to_thread("computes", computes, self->seconds),
                 to_thread("computes", computes, self->seconds)));
    say("%.3f", perf_counter());
    async_end;
}

struct short_ones {
    struct coro coro;
};
async_as(short_ones, "<module>", def(2))
{
    async_begin;
    py(2) asyncio_run(call(two_compute, .seconds = &a_moment));
    async_end;
}

struct long_ones {
    struct coro coro;
};
async_as(long_ones, "<module>", def(2))
{
    async_begin;
    py(2) asyncio_run(call(two_compute, .seconds = &a_year));
    async_end;
}

TEST(on_each_clock_threads_that_compute_come_to_their_end)
{
    static const enum clock_mode clocks[] = {CLOCK_VIRTUAL, CLOCK_REAL};
    struct program program = {.name = "test", .file = "test.py", .module = short_ones_async};
    for (int i = 0; i < 2; i++) {
        struct runner l;
        assert_int_equal(runner_init(&l, clocks[i], NULL), 0);
        runner_start(&l, &program);
        runner_finish(&l);
        assert_int_equal(l.status, 0);
        runner_close(&l);
    }
}

TEST(closing_a_loop_ends_computing_that_the_virtual_clock_has_not_come_to)
{
    struct program program = {.name = "test", .file = "test.py", .module = long_ones_async};
    struct runner l;
    assert_int_equal(runner_init(&l, CLOCK_VIRTUAL, NULL), 0);
    runner_start(&l, &program);
    for (int tick = 0; tick < 2; tick++)
        assert_true(runner_tick(&l));
    assert_false(l.over);
    runner_close(&l);
}

struct twice {
    struct coro coro;
};
async_as(twice, "<module>", def(1))
{
    async_begin;
    py(1) asyncio_run(call(waits));
    py(2) asyncio_run(call(waits));
    async_end;
}

TEST(a_run_after_a_run_has_an_executor_of_its_own)
{
    struct told t = told_by(twice_async);
    assert_int_equal(count(t.seq.s, "out \"worked\\n\""), 2);
    assert_int_equal(count(t.seq.s, "waiting _UnixSelectorEventLoop.shutdown_default_executor"), 2);
    assert_null(strstr(t.seq.s, "loop_error"));
    told_free(&t);
}

/* The handles that poll puts into the ready queue: that which empties the self-pipe, mostly. */
TEST(each_loop_empties_its_self_pipe_by_a_handle_of_its_own)
{
    struct player p;
    uint32_t of_run[3] = {0}, run = 0;
    run_module(&p, twice_async);
    for (uint32_t i = 0; i < p.trace.end; i++) {
        const struct event *e = trace_at(&p.trace, i);
        run += e->kind == EV_LOOP;
        const char *name = e->kind == EV_IO ? trace_note(&p.trace, i)->name : NULL;
        if (!name || strcmp(name, "BaseSelectorEventLoop._read_from_self") != 0)
            continue;
        assert_true(!of_run[run] || of_run[run] == e->handle);
        of_run[run] = e->handle;
    }
    assert_int_equal(run, 2);
    assert_true(of_run[1] > 0 && of_run[2] > of_run[1]);
    player_close(&p);
}

/* ---- the real clock ---- */

static double none = 0;

struct really {
    struct coro coro;
};
async(really, def(1))
{
    async_begin;
    await(to_thread("work", work, &none));
    await(to_thread("work", work, &none));
    say("done");
    async_end;
}
MODULE_AT(really, 2)

TEST(on_the_real_clock_the_loop_sleeps_until_a_thread_has_something)
{
    struct program program = {.name = "test", .file = "test.py", .module = really_module_async};
    struct player p;
    int sets = 0, deadlocks = 0;
    assert_int_equal(program_open(&p, &program, CLOCK_REAL, 0), 0);
    runner_finish(program_runner(&p));
    assert_int_equal(program_runner(&p)->status, 0);
    for (uint32_t i = 0; i < p.trace.end; i++) {
        const struct event *e = trace_at(&p.trace, i);
        const char *name = trace_note(&p.trace, i)->name;
        deadlocks += e->kind == EV_DEADLOCK;
        sets += e->kind == EV_BEGIN && name && !strcmp(name, "_chain_future.<locals>._set_state");
    }
    assert_int_equal(sets, 2);
    assert_int_equal(deadlocks, 0);
    player_close(&p);
}

TEST(who_may_not_wait_is_told_when_there_is_something)
{
    struct program program = {.name = "test", .file = "test.py", .module = really_module_async};
    struct runner l;
    assert_int_equal(runner_init(&l, CLOCK_REAL, NULL), 0);
    runner_start(&l, &program);
    while (!l.over) {
        while (loop_patience(&l.loop) > 0)
            loop_poll(&l.loop);
        assert_true(runner_tick(&l));
    }
    assert_int_equal(l.status, 0);
    runner_close(&l);
}

TEST(computing_that_takes_a_quarter_longer_than_it_needs_was_disturbed)
{
    assert_false(machine_is_busy(0.6, 0.6));
    assert_false(machine_is_busy(0.6, 0.7));
    assert_true(machine_is_busy(0.6, 0.8));
    assert_false(machine_is_busy(1, 1.25));
    assert_true(machine_is_busy(1, 1.26));
}

static struct task_cost task_costs = {-1, -1};

struct costs {
    struct coro coro;
};

async_as(costs, "<module>", def(1))
{
    async_begin;
    py(1) asyncio_run(task_cost(3, &task_costs));
    py(2) asyncio_run(cost_of_task(4));
    async_end;
}

/* Three that do nothing and two that hand over twenty thousand times; then four that do nothing. */
TEST(what_tasks_cost_is_measured_on_so_many_of_them)
{
    struct player p;
    uint32_t tasks[3] = {0}, run = 0, handovers = 0;
    run_module(&p, costs_async);
    assert_int_equal(p.target->status, 0);
    for (uint32_t i = 0; i < p.trace.end; i++) {
        const struct event *e = trace_at(&p.trace, i);
        run += e->kind == EV_LOOP;
        tasks[run] += e->kind == EV_TASK && !trace_actor(&p.trace, e->actor)->own;
        handovers += e->kind == EV_END && e->what == ON_SLEEP0;
    }
    assert_int_equal(run, 2);
    assert_int_equal(tasks[1], 1 + 3 + 2);
    assert_int_equal(tasks[2], 1 + 4);
    assert_int_equal(handovers, 20000);
    assert_true(task_costs.run == 0); /* on the virtual clock it takes no time */
    player_close(&p);
}

TEST(threads_are_measured_as_far_as_the_system_lets_us_start_them)
{
    struct thread_cost few = thread_cost(20), nobody = thread_cost(0);
    assert_true(few.most > 0 && few.most == threads_most());
    assert_int_equal(few.threads, 20);
    assert_true(few.start > 0 && few.handover > 0);
    assert_int_equal(nobody.threads, 0);
    assert_true(resident_bytes() > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(computing_that_takes_a_quarter_longer_than_it_needs_was_disturbed),
        cmocka_unit_test(what_tasks_cost_is_measured_on_so_many_of_them),
        cmocka_unit_test(threads_are_measured_as_far_as_the_system_lets_us_start_them),
        cmocka_unit_test(threads_run_in_order_of_submission_and_the_run_s_end_waits_for_them),
        cmocka_unit_test(a_thread_works_on_when_its_waiter_is_cancelled_and_when_main_fails),
        cmocka_unit_test(a_loop_that_spins_lets_a_sleeping_thread_go_on_at_last),
        cmocka_unit_test(those_without_a_thread_wait_for_one_and_can_be_cancelled),
        cmocka_unit_test(closing_a_loop_wakes_its_sleeping_threads_and_waits_for_them),
        cmocka_unit_test(on_each_clock_threads_that_compute_come_to_their_end),
        cmocka_unit_test(closing_a_loop_ends_computing_that_the_virtual_clock_has_not_come_to),
        cmocka_unit_test(a_run_after_a_run_has_an_executor_of_its_own),
        cmocka_unit_test(each_loop_empties_its_self_pipe_by_a_handle_of_its_own),
        cmocka_unit_test(on_the_real_clock_the_loop_sleeps_until_a_thread_has_something),
        cmocka_unit_test(who_may_not_wait_is_told_when_there_is_something),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
