/* SPDX-License-Identifier: MIT */
/* Programs of threads: each schedule is what CPython does with it (tests/golden/schedules), the same
 * one always does the same, and no way of waiting for each other hangs. Runs at the root of the
 * project. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/player.h"
#include "scenes/scene.h"
#include "story/moment.h"
#include "target/program.h"
#include "tests/support/file.h"
#include "tests/support/run.h"
#include "tests/support/schedules.h"
#include "tests/support/text.h"
#include "tests/test.h"
#include "threads/schedule.h"

enum { SEEDS = 3, AGAIN = 1000 };

/* ---- running one ---- */

static struct random seeded;
static struct param params[8];

/* The program with its parameter gil, by the schedule of a seed. */
static void run_seed(struct player *p, struct program program, bool gil, int seed,
                     enum clock_mode clock)
{
    size_t n = 0;
    for (const struct param *from = program.params; from && from->name; from++) {
        params[n] = *from;
        if (!strcmp(from->name, "gil"))
            params[n].value = gil;
        else if (!strcmp(from->name, "part")) /* it has a loop, too */
            params[n].value = 2;
        n++;
    }
    params[n] = (struct param){0};
    program.params = params;
    random_seed(&seeded, seed);
    program.seeded = &seeded;
    assert_int_equal(program_open(p, &program, clock, 0), 0);
    player_end(p);
    assert_true(player_over(p));
}

static struct program program_named(const char *name)
{
    for (const struct program *s = scheduled; s->name; s++)
        if (!strcmp(s->name, name))
            return *s;
    assert_non_null(scene_find(name));
    return scene_find(name)->program;
}

static char *run_text(const char *name, bool gil, int seed)
{
    struct player p;
    run_seed(&p, program_named(name), gil, seed, CLOCK_VIRTUAL);
    struct told t = told(&p);
    char *text = strdup(t.ndjson.s);
    told_free(&t);
    player_close(&p);
    return text;
}

/* Warnings are our own; the numbers of events count them. */
static void cut_warnings(struct buf *out, const char *ndjson)
{
    char *copy = strdup(ndjson), *rest = copy, *line;
    int n = 0;
    buf_clear(out);
    while ((line = strsep(&rest, "\n")))
        if (*line && !strstr(line, "\"e\":\"warning\"") && !strstr(line, "\"e\":\"start\""))
            buf_printf(out, "{\"i\":%d%s\n", ++n, strchr(line, ','));
    free(copy);
}

/* ---- as CPython ---- */

static void assert_as_cpython(const char *name, bool gil, int seed)
{
    char path[128];
    struct buf ours = {0}, theirs = {0};
    snprintf(path, sizeof path, "tests/golden/schedules/%s-%s-%d.ndjson", name, gil ? "on" : "off",
             seed);
    struct buf golden = read_file(path);
    char *text = run_text(name, gil, seed);
    cut_warnings(&ours, text);
    cut_warnings(&theirs, golden.s);
    assert_string_equal(ours.s, theirs.s);
    free(text);
    buf_free(&ours);
    buf_free(&theirs);
    buf_free(&golden);
}

static void assert_all_as_cpython(const char *name)
{
    for (int seed = 1; seed <= SEEDS; seed++) {
        assert_as_cpython(name, true, seed);
        assert_as_cpython(name, false, seed);
    }
}

TEST(every_scene_of_threads_goes_by_a_schedule_as_in_cpython)
{
    for (const struct scene *const *s = scenes; *s; s++)
        if ((*s)->program.threads)
            assert_all_as_cpython((*s)->program.name);
}

TEST(sleeps_locks_and_shared_variables_go_by_a_schedule_as_in_cpython)
{
    for (const struct program *s = scheduled; s->name; s++)
        assert_all_as_cpython(s->name);
}

TEST(a_thousand_runs_by_one_schedule_are_the_same_bytes)
{
    char *first = run_text("stock", true, 5);
    for (int i = 0; i < AGAIN; i++) {
        char *again = run_text("stock", true, 5);
        assert_string_equal(again, first);
        free(again);
    }
    free(first);
}

static const char *verdict(struct player *p)
{
    for (uint32_t i = 0; i < p->trace.end; i++)
        if (trace_at(&p->trace, i)->kind == EV_DEADLOCK)
            return trace_note(&p->trace, i)->text;
    return NULL;
}

/* ---- a loop between threads ---- */

static struct shared before;

static void writes(void *value)
{
    py_def(1);
    py(2)  shared_write(&before, *(int64_t *)value);
    py(3)  time_sleep(1);
}

struct waits {
    struct coro coro;
};

async (waits, def(4)) {
    async_begin;
    py(5) await(sleep_s(2));
    time_sleep(0.5);
    compute_s(0.25);
    say("%.2f", perf_counter());
    async_end;
}

struct between {
    struct coro coro;
    struct threading_thread *first, *second;
};

static int64_t one = 1, two = 2;

async_as (between, "<module>", def(7)) {
    async_begin;
    py(7)  self->first = Thread(writes, &one);
    py(8)  threading_start(self->first);
    py(9)  threading_join(self->first);
    py(10) asyncio_run(call(waits));
    py(11) self->second = Thread(writes, &two);
    py(12) threading_start(self->second);
    py(13) threading_join(self->second);
    py(14) say("%d at %.2f", (int)shared_read(&before), perf_counter());
    async_end;
}

struct never {
    struct coro coro;
    struct future *f;
};

async (never, def(1)) {
    async_begin;
    keep(self->f, future_new());
    await(self->f);
    async_end;
}

struct stuck {
    struct coro coro;
};

async_as (stuck, "<module>", def(2)) {
    async_begin;
    asyncio_run(call(never));
    say("never");
    async_end;
}

static void run_between(struct player *p, const struct async *(*module)(void), enum clock_mode clock)
{
    struct program program = {"test", "test.py", module, .threads = true};
    before = SHARED("before");
    run_seed(p, program, true, 0, clock);
}

TEST(the_main_thread_may_run_a_loop_between_its_threads)
{
    struct player p;
    run_between(&p, between_async, CLOCK_VIRTUAL);
    assert_int_equal(p.target->status, 0);
    assert_int_equal(p.trace.nouts, 2);
    assert_string_equal(trace_note(&p.trace, p.trace.outs[0])->text, "3.75\n");
    assert_string_equal(trace_note(&p.trace, p.trace.outs[1])->text, "2 at 4.75\n");
    assert_string_equal(trace_task_name(&p.trace, trace_at(&p.trace, p.trace.outs[0])->actor), "Task-1");
    assert_string_equal(trace_task_name(&p.trace, trace_at(&p.trace, p.trace.outs[1])->actor), "MainThread");
    assert_true(player_seek(&p, p.trace.outs[0]));
    assert_false(model_of_threads(&p.model));
    assert_true(player_seek(&p, p.trace.outs[1]));
    assert_true(model_of_threads(&p.model));
    player_close(&p);
}

TEST(a_loop_that_is_stuck_between_threads_ends_the_program_with_its_verdict)
{
    struct player p;
    run_between(&p, stuck_async, CLOCK_VIRTUAL);
    assert_int_equal(p.target->status, 3);
    assert_non_null(verdict(&p));
    assert_int_equal(trace_at(&p.trace, p.trace.end - 1)->kind, EV_EXIT);
    assert_int_equal(p.trace.nouts, 0);
    player_close(&p);
}

/* ---- deadlocks ---- */

TEST(threads_that_wait_for_each_other_are_told_so_and_nothing_hangs)
{
    int stuck = 0;
    for (int seed = 0; seed < 50; seed++) {
        struct player p;
        run_seed(&p, program_named("crossed"), true, seed, CLOCK_VIRTUAL);
        const char *says = verdict(&p);
        assert_int_equal(p.target->status, says ? 3 : 0);
        if (says)
            assert_string_equal(says, "Thread-1 waits for b, which Thread-2 holds; "
                                      "Thread-2 waits for a, which Thread-1 holds");
        stuck += says != NULL;
        player_close(&p);
    }
    assert_in_range(stuck, 1, 49);
}

/* Its main thread holds what another one wants, and waits for its end; a third one sleeps meanwhile. */
static struct threading_lock mine;

static void wants(void *data)
{
    (void)data;
    py_def(1);
    py(2) threading_acquire(&mine);
    say("never");
}

static void naps(void *data)
{
    (void)data;
    py_def(4);
    py(5) time_sleep(0.01);
    say("has slept");
}

struct holds {
    struct coro coro;
    struct threading_thread *wants, *naps;
};

async_as (holds, "<module>", def(7)) {
    async_begin;
    mine = THREADING_LOCK("mine");
    py(8) threading_acquire(&mine);
    py(9) threading_start(self->naps = Thread(naps, NULL));
    py(10) threading_start(self->wants = Thread(wants, NULL));
    py(11) threading_join(self->wants);
    async_end;
}

TEST(who_sleeps_goes_on_before_the_others_are_told_that_they_wait_for_ever)
{
    static const enum clock_mode clocks[] = {CLOCK_VIRTUAL, CLOCK_REAL};
    for (int i = 0; i < 2; i++) {
        struct player p;
        run_between(&p, holds_async, clocks[i]);
        assert_int_equal(p.target->status, 3);
        assert_prints(&p, EV_OUT, "has slept\n");
        assert_string_equal(verdict(&p), "MainThread waits for the end of Thread-2; "
                                         "Thread-2 waits for mine, which MainThread holds");
        player_close(&p);
    }
}

TEST(threads_that_are_let_loose_come_to_an_end)
{
    static const char *const names[] = {"crossed", "plus"};
    for (int i = 0; i < 200; i++) {
        struct player p;
        run_seed(&p, program_named(names[i % 2]), true, 0, CLOCK_REAL);
        assert_int_equal(p.target->status, verdict(&p) ? 3 : 0);
        player_close(&p);
    }
}

TEST(threads_that_are_let_loose_are_told_so)
{
    struct player p;
    struct moment told = {0};
    run_seed(&p, program_named("plus"), true, 0, CLOCK_REAL);
    player_look_at_moment(&p);
    assert_true(story_moment(&p.model, &p.moments, &told));
    assert_string_equal(buf_str(&told.why[0]),
                        "3 threads, let loose: the next run may go another way.");
    moment_free(&told);
    player_close(&p);
}

/* As fast as the system likes, but never two at once, and each gets through. */
static void compute_a_little(void *data)
{
    gil_compute(data, 0.02);
}

TEST(threads_that_share_one_lock_get_through_their_computing)
{
    struct gil g;
    uv_thread_t threads[3];
    gil_init(&g);
    for (int i = 0; i < 3; i++)
        assert_int_equal(uv_thread_create(&threads[i], compute_a_little, &g), 0);
    for (int i = 0; i < 3; i++)
        uv_thread_join(&threads[i]);
    assert_false(g.held);
    assert_in_range(g.taken, 3, 1000);
    gil_close(&g);
}

/* ---- schedules ---- */

static struct schedule s;

TEST(a_list_says_who_goes_on_and_0_when_it_is_spent)
{
    assert_int_equal(schedule_take(&s, "1,0,7"), 0);
    assert_int_equal(schedule_choose(&s, 2), 1);
    assert_int_equal(schedule_choose(&s, 3), 0);
    assert_int_equal(schedule_choose(&s, 3), 2); /* there is no 7th */
    assert_int_equal(schedule_choose(&s, 3), 0);
    struct buf b = {0};
    schedule_put(&b, &s);
    assert_string_equal(b.s, "1/2 0/3 2/3 0/3");
    buf_free(&b);
    schedule_close(&s);
}

TEST(what_is_no_list_of_numbers_is_refused)
{
    static const char *const bad[] = {"x", "1,", ",1", "-1", "1,,2", "1 2", "99999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(schedule_take(&s, bad[i]), -1);
    assert_int_equal(schedule_take(&s, ""), 0);
    schedule_close(&s);
}

TEST(the_next_schedule_of_each_leads_through_all_of_them_once)
{
    static const char *const want[] = {"0/2 0/2", "0/2 1/2", "1/2 0/2", "1/2 1/2"};
    size_t n = 0;
    schedule_take(&s, "");
    do {
        struct buf b = {0};
        schedule_choose(&s, 2);
        schedule_choose(&s, 2);
        schedule_put(&b, &s);
        assert_string_equal(b.s, want[n++]);
        buf_free(&b);
    } while (schedule_next(&s));
    assert_int_equal(n, 4);
    schedule_close(&s);
}

TEST(a_seed_draws_as_random_randrange_does)
{
    struct random r;
    random_seed(&r, 0);
    schedule_draw_from(&s, &r);
    static const uint32_t want[] = {1, 1, 0, 1}; /* random.seed(0); randrange(2) four times */
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(schedule_choose(&s, 2), want[i]);
    schedule_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scene_of_threads_goes_by_a_schedule_as_in_cpython),
        cmocka_unit_test(sleeps_locks_and_shared_variables_go_by_a_schedule_as_in_cpython),
        cmocka_unit_test(a_thousand_runs_by_one_schedule_are_the_same_bytes),
        cmocka_unit_test(the_main_thread_may_run_a_loop_between_its_threads),
        cmocka_unit_test(a_loop_that_is_stuck_between_threads_ends_the_program_with_its_verdict),
        cmocka_unit_test(threads_that_wait_for_each_other_are_told_so_and_nothing_hangs),
        cmocka_unit_test(who_sleeps_goes_on_before_the_others_are_told_that_they_wait_for_ever),
        cmocka_unit_test(threads_that_are_let_loose_come_to_an_end),
        cmocka_unit_test(threads_that_are_let_loose_are_told_so),
        cmocka_unit_test(threads_that_share_one_lock_get_through_their_computing),
        cmocka_unit_test(a_list_says_who_goes_on_and_0_when_it_is_spent),
        cmocka_unit_test(what_is_no_list_of_numbers_is_refused),
        cmocka_unit_test(the_next_schedule_of_each_leads_through_all_of_them_once),
        cmocka_unit_test(a_seed_draws_as_random_randrange_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
