/* SPDX-License-Identifier: MIT */
/* What is told of programs as they run, and why it happened. */
#include <string.h>

#include "asyncio/asyncio.h"
#include "player/player.h"
#include "scenes/scene.h"
#include "story/cause.h"
#include "story/export.h"
#include "story/story.h"
#include "target/program.h"
#include "tests/support/telling.h"
#include "tests/test.h"

/* ---- small programs ---- */

struct nap {
    struct coro coro;
    double seconds;
};

async(nap, def(1))
{
    async_begin;
    py(2) await(sleep_s(self->seconds));
    py(3) async_return(value_int(7));
    async_end;
}

struct bad {
    struct coro coro;
};

async(bad, def(5))
{
    async_begin;
    py(6) await(sleep_s(0));
    py(7) raise(error_text(&ValueError, "no\nluck"));
    async_end;
}

struct prints {
    struct coro coro;
};

async(prints, def(10))
{
    async_begin;
    py(11) say("\033[36mcyan\033[0m \a\ttab");
    py(12) say("%s", "");
    py(13) say("a\xff"
               "b%s",
               "世界 and much more than fits into the sixty columns that one quotation may have");
    py(14) time_sleep(0.25);
    async_end;
}
RUNS(prints);

struct awaits_task {
    struct coro coro;
    struct task *t;
};

async(awaits_task, def(20), SHOW(t))
{
    async_begin;
    py(21) keep(self->t, create_named_task(call(nap, .seconds = 0.5), "sleepy\nhead"));
    py(22) await(self->t);
    async_end;
}
RUNS(awaits_task);

struct awaits {
    struct coro coro;
    struct task *t;
};

async(awaits, def(25))
{
    async_begin;
    py(26) await(self->t);
    async_end;
}

struct shares_task {
    struct coro coro;
    struct task *t;
};

async(shares_task, def(27), SHOW(t))
{
    async_begin;
    py(28) keep(self->t, create_task(call(nap, .seconds = 1)));
    py(29) await(gather(call(awaits, .t = self->t), call(awaits, .t = self->t)));
    async_end;
}
RUNS(shares_task);

struct cancels {
    struct coro coro;
    struct task *sleeper, *unstarted;
};

async(cancels, def(30), SHOW(sleeper), SHOW(unstarted))
{
    async_begin;
    py(31) keep(self->sleeper, create_task(call(nap, .seconds = 9)));
    py(32) await(sleep_s(0));
    py(33) await(sleep_s(0));
    py(34) keep(self->unstarted, create_task(call(nap, .seconds = 9)));
    py(35) task_cancel(self->sleeper);
    py(36) task_cancel(self->unstarted);
    py(37) await(sleep_s(0));
    async_end;
}
RUNS(cancels);

struct fails {
    struct coro coro;
};

async(fails, def(40))
{
    async_begin;
    py(41) await(gather(call(bad), call(nap, .seconds = 1)));
    async_end;
}
RUNS(fails);

struct leaves {
    struct coro coro;
};

async(leaves, def(50))
{
    async_begin;
    py(51) create_task(call(nap, .seconds = 9));
    py(52) await(sleep_s(1));
    async_end;
}
RUNS(leaves);

struct waits_for_ever {
    struct coro coro;
    struct future *f;
};

async(waits_for_ever, def(60), SHOW(f))
{
    async_begin;
    py(61) keep(self->f, future_new());
    py(62) await(self->f);
    async_end;
}
RUNS(waits_for_ever);

struct gathers_many {
    struct coro coro;
};

static struct future *many(size_t n)
{
    struct coro *coros[1000];
    for (size_t i = 0; i < n; i++)
        coros[i] = call(nap, .seconds = 1);
    return gather_n(coros, n, false);
}

async(gathers_many, def(70))
{
    async_begin;
    py(71) await(many(1000));
    async_end;
}
RUNS(gathers_many);

struct gathers_two {
    struct coro coro;
    struct task *a, *b;
};

async(gathers_two, def(72))
{
    async_begin;
    py(73) await(gather_futures((struct future *[]){&self->a->future, &self->b->future}, 2, false));
    async_end;
}

/* One waits for Task-2 and Task-4, and another gathers Task-2 and Task-3. */
struct waits_beside {
    struct coro coro;
    struct task *a, *b, *c;
};

async(waits_beside, def(75), SHOW(a), SHOW(b), SHOW(c))
{
    async_begin;
    py(76) keep(self->a, create_task(call(nap, .seconds = 1)));
    py(76) keep(self->b, create_task(call(nap, .seconds = 2)));
    py(76) keep(self->c, create_task(call(nap, .seconds = 3)));
    py(77) create_task(call(gathers_two, .a = self->a, .b = self->b));
    py(78) await(wait_futures((struct future *[]){&self->a->future, &self->c->future}, 2,
                              NO_TIMEOUT, ALL_COMPLETED));
    async_end;
}
RUNS(waits_beside);

struct spins {
    struct coro coro;
    int i;
};

async(spins, def(80), SHOW(i))
{
    async_begin;
    for (; self->i < 60000; self->i++) {
        py(82) await(sleep_s(0));
    }
    async_end;
}
RUNS(spins);

static const struct program *const programs[] = {
    &prints_program, &awaits_task_program, &shares_task_program,    &cancels_program,
    &fails_program,  &leaves_program,      &waits_for_ever_program, NULL,
};

/* ---- what is told of them ---- */

TEST(the_story_of_count_is_told_as_a_teacher_would)
{
    struct player p;
    open_program(&p, &scene_find("count")->program);
    tell_event(&p);
    assert_string_equal(what.s, "The program has not started yet.");
    assert_next(&p, EV_START, 0, "count.py starts.");
    assert_next(&p, EV_TASK, 1, "The program creates Task-1: main().");
    assert_next(&p, EV_RUN, 0, "The loop runs until main() is done.");
    assert_next(&p, EV_BEGIN, 1, "Task-1 starts main().");
    assert_next(&p, EV_TASK, 2, "Task-1 creates Task-2: count().");
    assert_next(&p, EV_SOON, 2, "Task-2 is ready.");
    assert_next(&p, EV_END, 1, "Task-1 waits for gather of Task-2, 3, 4.");
    assert_next(&p, EV_READY, 0, "This tick runs three turns and no more.");
    assert_next(&p, EV_OUT, 2, "Task-2 starts count() and prints “One”.");
    assert_next(&p, EV_TIMER, 0, "Task-2 sets a timer for 1.000.");
    assert_next(&p, EV_END, 2, "Task-2 waits for sleep(1): a timer is set for 1.000.");
    assert_next(&p, EV_TICK, 0, "Tick 3 begins: nobody is ready, three timers are set.");
    assert_next(&p, EV_JUMP, 0, "Nobody is ready: the clock jumps to 1.000, the nearest deadline.");
    assert_next(&p, EV_FIRE, 0, "Task-2's sleep(1) is due: its handle joins the ready queue.");
    assert_next(&p, EV_BEGIN, 0, "The timer's callback runs: Task-2's sleep(1) is over.");
    assert_next(&p, EV_FUT_DONE, 0, "Task-2's sleep(1) is over: its future is done.");
    assert_next(&p, EV_SOON, 2, "Task-2 is ready again.");
    assert_string_equal(why.s, "What it awaits is there: its turn is in tick 4.");
    assert_next(&p, EV_BEGIN, 2, "Task-2 goes on.");
    assert_next(&p, EV_OUT, 2, "Task-2 goes on and prints “Two”.");
    assert_next(&p, EV_TASK_DONE, 2, "Task-2 is done: count() has returned.");
    tell_next(&p, EV_READY, 0);
    assert_next(&p, EV_BEGIN, 0, "The callback of gather() runs: Task-2 is done.");
    assert_next(&p, EV_FUT_DONE, 0, "gather() has all three results: its future is done.");
    assert_next(&p, EV_STOP, 0,
                "The callback of run_until_complete() tells the loop to stop after this tick.");
    assert_next(&p, EV_TASK, 5,
                "asyncio.run() creates Task-5: BaseEventLoop.shutdown_asyncgens().");
    assert_next(&p, EV_OUT, 0, "The program prints “count.py executed in 1.00 seconds.”");
    assert_next(&p, EV_EXIT, 0, "The program has ended.");
    player_close(&p);
}

TEST(a_turn_names_its_cause_and_who_is_behind_it)
{
    static const char because[] =
        "Its sleep(1) at line 5 is over, so it has its turn; behind it: Task-3, 4.";
    struct player p;
    open_program(&p, &scene_find("count")->program);
    tell_next(&p, EV_JUMP, 0);
    tell_next(&p, EV_BEGIN, 2);
    assert_string_equal(why.s, because);
    tell_next(&p, EV_OUT, 2);
    assert_string_equal(why.s, because);
    tell_next(&p, EV_BEGIN, 4);
    assert_string_equal(why.s,
                        "Its sleep(1) at line 5 is over, so it has its turn; nobody is behind it.");
    tell_next(&p, EV_BEGIN, 1);
    assert_string_equal(why.s,
                        "gather() has its results, so it has its turn; nobody is behind it.");
    player_close(&p);
}

TEST(a_first_turn_comes_when_it_is_first_in_the_queue)
{
    struct player p;
    open_program(&p, &scene_find("count")->program);
    tell_next(&p, EV_BEGIN, 1);
    assert_string_equal(why.s, "It was first in the ready queue.");
    tell_next(&p, EV_BEGIN, 3);
    assert_string_equal(why.s, "It was first in the ready queue; behind it: Task-4.");
    player_close(&p);
}

TEST(a_handle_and_a_callback_are_explained_where_they_are_first_met)
{
    static const char handle[] = "A handle is one entry of the ready queue",
                      callback[] = "A callback is";
    struct player p;
    open_program(&p, &scene_find("count")->program);
    tell_next(&p, EV_SOON, 0);
    assert_non_null(strstr(why.s, handle));
    tell_next(&p, EV_SOON, 0);
    assert_null(strstr(why.s, handle));
    tell_next(&p, EV_BEGIN, 0);
    while (trace_at(&p.trace, player_event(&p))->actor)
        tell_next(&p, EV_BEGIN, 0);
    assert_non_null(strstr(why.s, callback));
    tell_next(&p, EV_BEGIN, 0);
    assert_null(strstr(why.s, callback));
    player_close(&p);
}

TEST(an_awaiter_is_told_that_the_task_has_ended)
{
    struct player p;
    open_program(&p, &awaits_task_program);
    assert_next(&p, EV_TASK, 2, "Task-1 creates sleepy\\nhead: nap().");
    assert_next(&p, EV_END, 1, "Task-1 waits for sleepy\\nhead.");
    assert_next(&p, EV_END, 2, "sleepy\\nhead waits for sleep(0.5): a timer is set for 0.500.");
    assert_next(&p, EV_TASK_DONE, 2, "sleepy\\nhead is done: nap() has returned 7.");
    assert_next(&p, EV_BEGIN, 1, "Task-1 goes on.");
    assert_string_equal(why.s,
                        "sleepy\\nhead, which it awaited at line 22, is done, so it has its turn.");
    player_close(&p);
}

TEST(all_who_await_one_task_are_told_that_it_has_ended)
{
    struct player p;
    open_program(&p, &shares_task_program);
    tell_next(&p, EV_TASK_DONE, 2);
    tell_next(&p, EV_SOON, 3);
    assert_string_equal(why.s, "What it awaits is there: its turn is in tick 5.");
    tell_next(&p, EV_SOON, 4);
    assert_string_equal(why.s, "What it awaits is there: its turn is in tick 5.");
    tell_next(&p, EV_BEGIN, 4);
    assert_non_null(
        strstr(why.s, "Task-2, which it awaited at line 26, is done, so it has its turn"));
    player_close(&p);
}

TEST(printed_text_is_quoted_without_colours_and_controls)
{
    struct player p;
    open_program(&p, &prints_program);
    assert_next(&p, EV_OUT, 1, "Task-1 starts prints() and prints “cyan \\x07\\ttab”.");
    assert_next(&p, EV_OUT, 1, "Task-1 prints an empty line.");
    assert_next(&p, EV_OUT, 1,
                "Task-1 prints “a\\xffb世界 and much more than fits into the sixty columns th"
                "…”");
    assert_next(&p, EV_BLOCK, 1, "Task-1 blocks the whole loop for 0.25 s at line 14.");
    player_close(&p);
}

TEST(a_cancellation_says_where_it_strikes)
{
    struct player p;
    open_program(&p, &cancels_program);
    assert_next(&p, EV_END, 1, "Task-1 gives way for one tick: sleep(0).");
    assert_next(&p, EV_BEGIN, 1, "Task-1 goes on.");
    assert_non_null(strstr(why.s, "It had given way for one tick, so it has its turn"));
    assert_next(&p, EV_CANCEL, 0, "Task-1 cancels Task-2.");
    assert_string_equal(why.s, "It waits for sleep(9); that ends now, and CancelledError is raised "
                               "there when it has its turn.");
    assert_next(&p, EV_FUT_DONE, 0,
                "The future that Task-2 waits for in its sleep(9) is cancelled.");
    assert_next(&p, EV_CANCEL, 0, "Task-1 cancels Task-3.");
    assert_string_equal(why.s, "It has not started: it will end without running a line.");
    assert_next(&p, EV_BEGIN, 3,
                "Task-3 has its first turn, but was cancelled: no line of nap() will run.");
    assert_next(&p, EV_BEGIN, 2, "Task-2 goes on.");
    assert_non_null(strstr(why.s, "Task-1 cancelled its sleep at line 2, so it has its turn"));
    assert_next(&p, EV_UNCALL, 0, "Task-2 cancels a timer that has not fallen due.");
    assert_next(&p, EV_TASK_DONE, 2, "Task-2 ends, cancelled.");
    assert_non_null(strstr(why.s, "It was cancelled by Task-1 in tick 3."));
    player_close(&p);
}

TEST(an_error_is_followed_from_the_child_to_the_end_of_the_program)
{
    struct player p;
    open_program(&p, &fails_program);
    assert_next(&p, EV_TASK_DONE, 2, "Task-2 fails: bad() raised ValueError('no\\nluck').");
    assert_next(&p, EV_BEGIN, 0, "The callback of gather() runs: Task-2 has failed.");
    assert_next(&p, EV_FUT_DONE, 0,
                "gather() passes on the error ValueError('no\\nluck'): its future is done.");
    assert_next(&p, EV_BEGIN, 1, "Task-1 goes on.");
    assert_non_null(strstr(why.s, "gather() passes on an error, so it has its turn"));
    assert_next(&p, EV_CANCEL, 0, "asyncio.run() cancels Task-3.");
    assert_next(&p, EV_CRASH, 0, "The program ends with an error: ValueError('no\\nluck').");
    assert_next(&p, EV_ERR, 0,
                "The program prints to stderr: “Traceback (most recent call last):”.");
    assert_next(&p, EV_EXIT, 0, "The program has ended, with status 1.");
    player_close(&p);
}

TEST(what_is_left_over_is_cancelled_by_run)
{
    struct player p;
    open_program(&p, &leaves_program);
    assert_next(&p, EV_CANCEL, 0, "asyncio.run() cancels Task-2.");
    assert_non_null(strstr(why.s, "The main task has ended, and what is left over is cancelled."));
    assert_next(&p, EV_RUN, 0, "The loop runs until a gather is done.");
    assert_string_equal(why.s,
                        "asyncio.run() gathers what it cancelled, and lets it come to its end.");
    player_close(&p);
}

TEST(a_deadlock_names_who_waits)
{
    struct player p;
    open_program(&p, &waits_for_ever_program);
    assert_next(&p, EV_END, 1, "Task-1 waits for a future.");
    assert_next(&p, EV_DEADLOCK, 0,
                "Deadlock: nothing is ready, and nothing can ever become ready.");
    assert_string_equal(why.s, "Task-1 waits for a future, and nobody is left to finish that.");
    player_close(&p);
}

TEST(a_long_list_of_tasks_is_shortened)
{
    struct player p;
    open_program(&p, &gathers_many_program);
    assert_next(&p, EV_END, 1, "Task-1 waits for gather of Task-2 to Task-1001.");
    tell_next(&p, EV_BEGIN, 2);
    assert_string_equal(why.s,
                        "It was first in the ready queue; behind it: Task-3, 4, 5 and 996 more.");
    player_close(&p);
}

TEST(a_gather_still_waits_for_its_own_and_for_nobody_elses)
{
    struct player p;
    struct buf b = {0};
    open_program(&p, &waits_beside_program);
    while (player_moment(&p, 1))
        export_moment(&b, &p.model, &p.moments);
    assert_non_null(strstr(b.s, "It needs both results: it still waits for Task-3."));
    assert_null(strstr(b.s, "it still waits for Task-4."));
    buf_free(&b);
    player_close(&p);
}

TEST(the_panes_are_given_a_few_words)
{
    struct player p;
    struct buf b = {0};
    open_program(&p, &scene_find("count")->program);
    tell_next(&p, EV_JUMP, 0);
    story_task(&p.model, 1, &b);
    assert_string_equal(b.s, "gather of Task-2, 3, 4");
    buf_clear(&b);
    story_task(&p.model, 2, &b);
    assert_string_equal(b.s, "sleep(1) until 1.000");
    buf_clear(&b);
    struct timer_entry t;
    model_timers(&p.model, &t, 1);
    story_timer(&p.model, &t, &b);
    assert_string_equal(b.s, "Task-2's sleep(1)");
    buf_clear(&b);
    story_poll(&p.model, &b);
    assert_string_equal(b.s, "slept 1.000 s: the nearest timer was due at 1.000");
    tell_next(&p, EV_FIRE, 0);
    buf_clear(&b);
    story_handle(&p.model, model_ready(&p.model, 0), &b);
    assert_string_equal(b.s, "sleep timer of Task-2");
    tell_next(&p, EV_BEGIN, 2);
    buf_clear(&b);
    story_task(&p.model, 2, &b);
    assert_string_equal(b.s, "woken by its sleep(1)");
    buf_clear(&b);
    story_handle(&p.model, model_ready(&p.model, 0), &b);
    assert_string_equal(b.s, "Task-3");
    buf_clear(&b);
    story_poll(&p.model, &b);
    assert_string_equal(b.s, "did not wait: 3 handles were ready");
    tell_next(&p, EV_SOON, 0);
    buf_clear(&b);
    story_handle(&p.model, model_ready(&p.model, 2), &b);
    assert_string_equal(b.s, "gather: Task-2 is done");
    buf_free(&b);
    player_close(&p);
}

TEST(a_cause_is_the_handle_that_scheduled_or_the_task_that_was_made)
{
    struct player p;
    open_program(&p, &scene_find("count")->program);
    tell_next(&p, EV_TASK, 2);
    uint32_t made = player_event(&p);
    tell_next(&p, EV_OUT, 2);
    assert_int_equal(cause_of(&p.model, player_event(&p)), made);
    uint32_t napper = player_event(&p);
    while (trace_at(&p.trace, napper)->kind != EV_BEGIN)
        napper--;
    tell_next(&p, EV_BEGIN, 0);
    while (trace_at(&p.trace, player_event(&p))->actor)
        tell_next(&p, EV_BEGIN, 0);
    uint32_t timer = player_event(&p);
    assert_int_equal(cause_of(&p.model, timer), napper); /* which set the timer */
    tell_next(&p, EV_BEGIN, 2);
    assert_int_equal(cause_of(&p.model, player_event(&p)), timer);
    tell_next(&p, EV_TICK, 0);
    assert_int_equal(cause_of(&p.model, player_event(&p)), TRACE_NONE);
    player_close(&p);
}

TEST(the_cause_of_what_run_cancels_is_that_cancel)
{
    struct player p;
    open_program(&p, &leaves_program);
    tell_next(&p, EV_CANCEL, 0);
    uint32_t cancel = player_event(&p);
    tell_next(&p, EV_BEGIN, 2);
    assert_int_equal(cause_of(&p.model, player_event(&p)), cancel);
    player_close(&p);
}

TEST(the_first_task_was_caused_by_its_making)
{
    struct player p;
    open_program(&p, &leaves_program);
    tell_next(&p, EV_TASK, 1);
    uint32_t made = player_event(&p);
    tell_next(&p, EV_BEGIN, 1);
    assert_int_equal(cause_of(&p.model, player_event(&p)), made);
    player_close(&p);
}

static void tell_all(const struct program *program)
{
    struct player p;
    open_program(&p, program);
    do
        assert_well_told(&p);
    while (player_step(&p, 1));
    player_close(&p);
}

TEST(every_event_of_every_program_is_told_in_printable_sentences)
{
    for (const struct scene *const *s = scenes; *s; s++)
        tell_all(&(*s)->program);
    for (const struct program *const *program = programs; *program; program++)
        tell_all(*program);
}

TEST(what_fell_out_of_the_history_is_left_out)
{
    struct player p;
    assert_int_equal(program_open(&p, &spins_program, CLOCK_VIRTUAL, 1), 0);
    player_end(&p);
    assert_true(p.trace.first > 0);
    player_start(&p);
    tell_event(&p);
    assert_string_equal(what.s, "What happened before is no longer kept.");
    for (int i = 0; i < 500 && player_step(&p, 1); i++)
        assert_well_told(&p);
    tell_next(&p, EV_BEGIN, 1);
    assert_string_equal(what.s, "Task-1 goes on.");
    player_close(&p);
}

static void assert_aligned(const struct program *program)
{
    struct player p;
    struct buf b = {0};
    open_program(&p, program);
    export_header(&b);
    size_t at = (size_t)(strstr(b.s, "what happened") - b.s);
    buf_clear(&b);
    export_line(&b, &p.model);
    assert_int_equal(b.len, 0);
    while (player_step(&p, 1)) {
        buf_clear(&b);
        export_line(&b, &p.model);
        tell_event(&p);
        size_t rest = b.len - 1 - what.len;
        assert_int_equal(b.s[b.len - 1], '\n');
        assert_ptr_equal(strchr(b.s, '\n'), &b.s[b.len - 1]);
        assert_memory_equal(b.s + rest, what.s, what.len);
        assert_int_equal(b.s[rest - 1], ' ');
        assert_int_equal(rest, at);
    }
    buf_free(&b);
    player_close(&p);
}

TEST(the_lines_of_an_export_are_aligned)
{
    for (const struct scene *const *s = scenes; *s; s++)
        assert_aligned(&(*s)->program);
    for (const struct program *const *program = programs; *program; program++)
        assert_aligned(*program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_story_of_count_is_told_as_a_teacher_would),
        cmocka_unit_test(a_turn_names_its_cause_and_who_is_behind_it),
        cmocka_unit_test(a_first_turn_comes_when_it_is_first_in_the_queue),
        cmocka_unit_test(a_handle_and_a_callback_are_explained_where_they_are_first_met),
        cmocka_unit_test(an_awaiter_is_told_that_the_task_has_ended),
        cmocka_unit_test(all_who_await_one_task_are_told_that_it_has_ended),
        cmocka_unit_test(printed_text_is_quoted_without_colours_and_controls),
        cmocka_unit_test(a_cancellation_says_where_it_strikes),
        cmocka_unit_test(an_error_is_followed_from_the_child_to_the_end_of_the_program),
        cmocka_unit_test(what_is_left_over_is_cancelled_by_run),
        cmocka_unit_test(a_deadlock_names_who_waits),
        cmocka_unit_test(a_long_list_of_tasks_is_shortened),
        cmocka_unit_test(a_gather_still_waits_for_its_own_and_for_nobody_elses),
        cmocka_unit_test(the_panes_are_given_a_few_words),
        cmocka_unit_test(a_cause_is_the_handle_that_scheduled_or_the_task_that_was_made),
        cmocka_unit_test(the_cause_of_what_run_cancels_is_that_cancel),
        cmocka_unit_test(the_first_task_was_caused_by_its_making),
        cmocka_unit_test(every_event_of_every_program_is_told_in_printable_sentences),
        cmocka_unit_test(what_fell_out_of_the_history_is_left_out),
        cmocka_unit_test(the_lines_of_an_export_are_aligned),
    };
    return cmocka_run_group_tests(tests, NULL, free_words) != 0;
}
