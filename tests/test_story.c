/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "asyncio/asyncio.h"
#include "base/utf8.h"
#include "player.h"
#include "scenes/scene.h"
#include "story/cause.h"
#include "story/export.h"
#include "story/moment.h"
#include "story/story.h"
#include "story/words.h"
#include "target/program.h"
#include "tests/support/run.h"
#include "tests/test.h"

/* ---- small programs ---- */

/* FN_program, which is nothing but asyncio.run(FN()), at line 99. */
#define RUNS(fn)                                 \
    MODULE(fn)                                   \
    static const struct program fn##_program = { \
        .name = #fn, .file = "test.py", .module = fn##_module_async}

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

/* ---- what is told ---- */

static struct buf what, why;

static void tell(const struct player *p)
{
    buf_clear(&what);
    buf_clear(&why);
    story_tell(&p->model, &what, &why);
}

static void open_program(struct player *p, const struct program *program)
{
    assert_int_equal(program_open(p, program, CLOCK_VIRTUAL, 0), 0);
}

/* Goes to the next event of a kind, of a task if that is not 0, and tells it. */
static void next(struct player *p, enum event_kind kind, uint32_t task)
{
    const struct event *e;
    do {
        assert_true(player_step(p, 1));
        e = trace_at(&p->trace, player_event(p));
    } while (e->kind != kind || (task && e->actor != task));
    tell(p);
}

static void assert_next(struct player *p, enum event_kind kind, uint32_t task, const char *text)
{
    next(p, kind, task);
    assert_string_equal(what.s, text);
}

static void assert_printable(const struct buf *b)
{
    for (size_t i = 0; i < b->len;) {
        uint32_t c;
        i += utf8_decode(b->s + i, b->len - i, &c);
        assert_true(c != UTF8_BAD && utf8_width(c) >= 0);
    }
    assert_null(strstr(b->s, "(null)"));
    assert_null(strstr(b->s, "Task-0"));
    assert_null(strstr(b->s, "H0"));
}

/* The same is always said in the same words, and these are not among them. */
static void assert_no_other_words(const struct buf *b)
{
    static const char *const others[] = {"wakeup", "frozen",   "froze",   "schedule",
                                         "yields", "executes", " fires ", "Why now"};
    for (size_t i = 0; b->len && i < sizeof others / sizeof *others; i++)
        if (strstr(b->s, others[i]))
            fail_msg("“%s” in: %s", others[i], b->s);
}

static void assert_sentences(const struct buf *b)
{
    assert_printable(b);
    assert_no_other_words(b);
    if (b->len)
        assert_true(strchr(".!", b->s[b->len - 1]) || !strcmp(b->s + b->len - 3, "”"));
    assert_true(!b->len || b->s[0] != ' ');
}

static void assert_line(const struct buf *b)
{
    int columns = 0;
    uint32_t c;
    assert_printable(b);
    for (size_t i = 0; i < b->len;) {
        i += utf8_decode(b->s + i, b->len - i, &c);
        columns += utf8_width(c);
    }
    if (columns > MOMENT_COLUMNS)
        fail_msg("%d columns: %s", columns, b->s);
}

/* A moment that ends at the cursor has a headline, and no line of it is too long. */
static void assert_moment_well_told(struct player *p)
{
    struct moment told = {0};
    player_look_at_moment(p);
    if (story_moment(&p->model, &p->moments, &told)) {
        assert_true(told.headline.len);
        assert_line(&told.headline);
        for (int i = 0; i < 2; i++)
            if (told.why[i].len)
                assert_line(&told.why[i]);
    }
    moment_free(&told);
}

/* Everything that can be said at the cursor is fit to be printed. */
static void assert_well_told(struct player *p)
{
    const struct model *m = &p->model;
    assert_moment_well_told(p);
    struct timer_entry timers[4];
    uint32_t ntimers = model_timers(m, timers, 4);
    tell(p);
    assert_true(what.len);
    assert_sentences(&what);
    assert_sentences(&why);
    assert_null(strstr(why.s, "  "));
    buf_clear(&what);
    story_poll(m, &what);
    for (uint32_t i = 1; i <= m->nrows && i <= 8; i++)
        story_task(m, i, &what);
    for (uint32_t i = 0; i < m->ready.n && i < 8; i++)
        story_handle(m, model_ready(m, i), &what);
    for (uint32_t i = 0; i < ntimers; i++)
        story_timer(m, &timers[i], &what);
    assert_printable(&what);
    assert_no_other_words(&what);
}

static const struct program *const programs[] = {
    &prints_program, &awaits_task_program, &shares_task_program,    &cancels_program,
    &fails_program,  &leaves_program,      &waits_for_ever_program, NULL,
};

/* ---- the tests ---- */

TEST(the_story_of_count_is_told_as_a_teacher_would)
{
    struct player p;
    open_program(&p, &scene_find("count")->program);
    tell(&p);
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
    next(&p, EV_READY, 0);
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
    next(&p, EV_JUMP, 0);
    next(&p, EV_BEGIN, 2);
    assert_string_equal(why.s, because);
    next(&p, EV_OUT, 2);
    assert_string_equal(why.s, because);
    next(&p, EV_BEGIN, 4);
    assert_string_equal(why.s,
                        "Its sleep(1) at line 5 is over, so it has its turn; nobody is behind it.");
    next(&p, EV_BEGIN, 1);
    assert_string_equal(why.s,
                        "gather() has its results, so it has its turn; nobody is behind it.");
    player_close(&p);
}

TEST(a_first_turn_comes_when_it_is_first_in_the_queue)
{
    struct player p;
    open_program(&p, &scene_find("count")->program);
    next(&p, EV_BEGIN, 1);
    assert_string_equal(why.s, "It was first in the ready queue.");
    next(&p, EV_BEGIN, 3);
    assert_string_equal(why.s, "It was first in the ready queue; behind it: Task-4.");
    player_close(&p);
}

TEST(a_handle_and_a_callback_are_explained_where_they_are_first_met)
{
    static const char handle[] = "A handle is one entry of the ready queue",
                      callback[] = "A callback is";
    struct player p;
    open_program(&p, &scene_find("count")->program);
    next(&p, EV_SOON, 0);
    assert_non_null(strstr(why.s, handle));
    next(&p, EV_SOON, 0);
    assert_null(strstr(why.s, handle));
    next(&p, EV_BEGIN, 0);
    while (trace_at(&p.trace, player_event(&p))->actor)
        next(&p, EV_BEGIN, 0);
    assert_non_null(strstr(why.s, callback));
    next(&p, EV_BEGIN, 0);
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
    next(&p, EV_TASK_DONE, 2);
    next(&p, EV_SOON, 3);
    assert_string_equal(why.s, "What it awaits is there: its turn is in tick 5.");
    next(&p, EV_SOON, 4);
    assert_string_equal(why.s, "What it awaits is there: its turn is in tick 5.");
    next(&p, EV_BEGIN, 4);
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
    next(&p, EV_BEGIN, 2);
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
    next(&p, EV_JUMP, 0);
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
    next(&p, EV_FIRE, 0);
    buf_clear(&b);
    story_handle(&p.model, model_ready(&p.model, 0), &b);
    assert_string_equal(b.s, "sleep timer of Task-2");
    next(&p, EV_BEGIN, 2);
    buf_clear(&b);
    story_task(&p.model, 2, &b);
    assert_string_equal(b.s, "woken by its sleep(1)");
    buf_clear(&b);
    story_handle(&p.model, model_ready(&p.model, 0), &b);
    assert_string_equal(b.s, "Task-3");
    buf_clear(&b);
    story_poll(&p.model, &b);
    assert_string_equal(b.s, "did not wait: 3 handles were ready");
    next(&p, EV_SOON, 0);
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
    next(&p, EV_TASK, 2);
    uint32_t made = player_event(&p);
    next(&p, EV_OUT, 2);
    assert_int_equal(cause_of(&p.model, player_event(&p)), made);
    uint32_t napper = player_event(&p);
    while (trace_at(&p.trace, napper)->kind != EV_BEGIN)
        napper--;
    next(&p, EV_BEGIN, 0);
    while (trace_at(&p.trace, player_event(&p))->actor)
        next(&p, EV_BEGIN, 0);
    uint32_t timer = player_event(&p);
    assert_int_equal(cause_of(&p.model, timer), napper); /* which set the timer */
    next(&p, EV_BEGIN, 2);
    assert_int_equal(cause_of(&p.model, player_event(&p)), timer);
    next(&p, EV_TICK, 0);
    assert_int_equal(cause_of(&p.model, player_event(&p)), TRACE_NONE);
    player_close(&p);
}

TEST(the_cause_of_what_run_cancels_is_that_cancel)
{
    struct player p;
    open_program(&p, &leaves_program);
    next(&p, EV_CANCEL, 0);
    uint32_t cancel = player_event(&p);
    next(&p, EV_BEGIN, 2);
    assert_int_equal(cause_of(&p.model, player_event(&p)), cancel);
    player_close(&p);
}

TEST(the_first_task_was_caused_by_its_making)
{
    struct player p;
    open_program(&p, &leaves_program);
    next(&p, EV_TASK, 1);
    uint32_t made = player_event(&p);
    next(&p, EV_BEGIN, 1);
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
    tell(&p);
    assert_string_equal(what.s, "What happened before is no longer kept.");
    for (int i = 0; i < 500 && player_step(&p, 1); i++)
        assert_well_told(&p);
    next(&p, EV_BEGIN, 1);
    assert_string_equal(what.s, "Task-1 goes on.");
    player_close(&p);
}

/* ---- events that no loop of ours makes ---- */

static void see(struct player *p, struct event e, struct note n)
{
    p->observer.see(&p->observer, &e, &n);
    player_end(p);
    tell(p);
}

TEST(a_task_says_what_it_awaits)
{
    static const struct {
        enum awaited on;
        const char *text;
    } waits[] = {
        {ON_YIELD, "Task-1 gives way for one tick: a bare yield."},
        {ON_TASK, "Task-1 waits for Task-2."},
        {ON_FUTURE, "Task-1 waits for a future."},
        {ON_WAIT_FOR, "Task-1 waits for wait_for(), for at most 0.5 s."},
        {ON_WAIT, "Task-1 waits for wait()."},
        {ON_AS_COMPLETED, "Task-1 waits for as_completed()."},
        {ON_TASKGROUP, "Task-1 waits for a TaskGroup."},
        {ON_SHIELD, "Task-1 waits for shield()."},
        {ON_EXECUTOR, "Task-1 waits for a function in a thread."},
        {ON_TO_THREAD, "Task-1 waits for to_thread()."},
        {ON_LOCK, "Task-1 waits for Lock.acquire()."},
        {ON_QUEUE_JOIN, "Task-1 waits for Queue.join()."},
        {ON_SPAWN, "Task-1 waits for a process to start."},
        {ON_EXIT, "Task-1 waits for a process to end."},
        {ON_RESPONSE, "Task-1 waits for an answer."},
        {ON_CLOSED, "Task-1 waits for the connection to close."},
    };
    struct player p;
    player_open_empty(&p, 0);
    see(&p, (struct event){.kind = EV_TASK, .actor = 1}, (struct note){.coro = "main"});
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        struct event e = {.kind = EV_END, .actor = 1, .what = waits[i].on, .ref = 2 | REF_TASK};
        see(&p, e, (struct note){.number = 0.5, .has = HAS_NUMBER});
        assert_string_equal(what.s, waits[i].text);
    }
    see(&p, (struct event){.kind = EV_END, .actor = 1, .what = ON_OTHER},
        (struct note){.name = "StreamReader.readline"});
    assert_string_equal(what.s, "Task-1 waits for StreamReader.readline().");
    player_close(&p);
}

static void assert_task(struct player *p, uint32_t task, const char *text)
{
    struct buf b = {0};
    story_task(&p->model, task, &b);
    assert_string_equal(b.s, text);
    buf_free(&b);
}

static void stops(struct player *p, enum awaited on, uint32_t object)
{
    see(p, (struct event){.kind = EV_BEGIN, .actor = 1, .handle = 1}, (struct note){0});
    see(p, (struct event){.kind = EV_END, .actor = 1, .handle = 1, .what = (uint8_t)on, .ref = 7},
        (struct note){.object = object});
}

TEST(who_waits_for_a_lock_or_a_queue_knows_how_it_stands_and_its_place)
{
    static const struct {
        enum awaited on;
        const char *object, *text;
    } waits[] = {
        {ON_LOCK, "held by Task-2", "Lock.acquire: held by Task-2, third in line"},
        {ON_SEMAPHORE, "0 left", "Semaphore.acquire: none left, third in line"},
        {ON_EVENT, "not set", "Event.wait: not set"},
        {ON_QUEUE_GET, "0 items", "Queue.get: empty, third in line"},
        {ON_QUEUE_PUT, "2 of 2 items", "Queue.put: full, 2 of 2, third in line"},
        {ON_QUEUE_PUT, "1 of 2 items", "Queue.put: 1 of 2 items, third in line"},
        {ON_BARRIER, "filling, 1 of 3", "Barrier.wait: filling, 1 of 3"},
    };
    static const uint32_t line[] = {4 | REF_TASK, 3 | REF_TASK, 1 | REF_TASK};
    struct player p;
    player_open_empty(&p, 0);
    see(&p, (struct event){.kind = EV_TASK, .actor = 1}, (struct note){.coro = "main"});
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        const char *text = waits[i].object;
        see(&p, (struct event){.kind = EV_SYNC, .ref = 1},
            (struct note){.name = "X", .text = text, .len = strlen(text), .of = line, .nof = 3});
        stops(&p, waits[i].on, 1);
        assert_task(&p, 1, waits[i].text);
    }
    see(&p, (struct event){.kind = EV_SYNC, .ref = 1},
        (struct note){.name = "Queue", .text = "0 items", .len = 7, .of = line + 2, .nof = 1});
    stops(&p, ON_QUEUE_GET, 1);
    assert_task(&p, 1, "Queue.get: empty");
    stops(&p, ON_LOCK, 9);
    assert_task(&p, 1, "Lock.acquire()");
    player_close(&p);
}

static void warn(struct player *p, const char *text)
{
    see(p, (struct event){.kind = EV_WARNING}, (struct note){.text = text, .len = strlen(text)});
}

TEST(a_warning_is_what_happened_and_the_fix_is_why)
{
    struct player p;
    player_open_empty(&p, 0);
    warn(&p, "Task-2 was cancelled in tick 4 and returned all the same: an except clause swallowed "
             "its CancelledError; raise it again");
    assert_string_equal(what.s, "Task-2 was cancelled in tick 4 and returned all the same.");
    assert_string_equal(why.s, "An except clause swallowed its CancelledError; raise it again.");
    warn(&p, "coroutine 'nap' was never awaited");
    assert_string_equal(what.s, "Coroutine 'nap' was never awaited.");
    assert_non_null(strstr(why.s, "only makes a coroutine"));
    char text[1100] = "it happened: ";
    memset(text + 13, 'x', 1000);
    warn(&p, text);
    assert_string_equal(what.s, "It happened.");
    assert_int_equal(strlen(why.s), 1001);
    see(&p, (struct event){.kind = EV_WARNING}, (struct note){.name = "blocked"});
    assert_string_equal(what.s, "Blocked.");
    player_close(&p);
}

TEST(a_callback_is_known_by_its_name_in_cpython)
{
    static const struct {
        const char *name, *text;
    } callbacks[] = {
        {"_run_until_complete_cb", "The callback of run_until_complete() runs: Task-1 is done."},
        {"_release_waiter", "The waiter's callback runs: Task-1 is done."},
        {"_wait.<locals>._on_completion", "The callback of wait() runs: Task-1 is done."},
        {"TaskGroup._on_task_done", "The callback of the TaskGroup runs: Task-1 is done."},
        {"print", "The callback print runs: Task-1 is done."},
    };
    struct player p;
    player_open_empty(&p, 0);
    see(&p, (struct event){.kind = EV_TASK, .actor = 1}, (struct note){0});
    see(&p, (struct event){.kind = EV_TASK_DONE, .actor = 1, .what = OUTCOME_DONE},
        (struct note){0});
    for (size_t i = 0; i < sizeof callbacks / sizeof *callbacks; i++) {
        struct event e = {
            .kind = EV_BEGIN, .handle = 1, .what = HANDLE_CALLBACK, .ref = 1 | REF_TASK};
        see(&p, e, (struct note){.name = callbacks[i].name});
        assert_string_equal(what.s, callbacks[i].text);
    }
    see(&p, (struct event){.kind = EV_BEGIN, .handle = 1, .what = HANDLE_CALLBACK, .ref = 3},
        (struct note){.name = "Timeout._on_timeout"});
    assert_string_equal(what.s, "The callback of the timeout block runs: the time is up.");
    player_close(&p);
}

/* Four names are all shown; of five, three and how many more, but five in a row are from … to. */
TEST(a_list_of_names_is_shortened_from_five_on)
{
    static const struct {
        uint32_t n, numbers[6];
        const char *text;
    } lists[] = {
        {1, {2}, "Task-2"},
        {2, {2, 3}, "Task-2, 3"},
        {4, {2, 3, 4, 5}, "Task-2, 3, 4, 5"},
        {4, {9, 3, 4, 5}, "Task-9, 3, 4, 5"},
        {5, {2, 3, 4, 5, 6}, "Task-2 to Task-6"},
        {5, {2, 3, 4, 5, 7}, "Task-2 to Task-5 and 1 more"},
        {5, {2, 3, 4, 6, 7}, "Task-2, 3, 4 and 2 more"},
        {5, {9, 3, 4, 5, 6}, "Task-9, 3, 4 and 2 more"},
        {6, {9, 10, 11, 12, 13, 14}, "Task-9 to Task-14"},
    };
    struct player p;
    struct buf b = {0};
    player_open_empty(&p, 0);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        uint32_t refs[6];
        for (uint32_t k = 0; k < lists[i].n; k++)
            refs[k] = lists[i].numbers[k] | REF_TASK;
        buf_clear(&b);
        words_refs(&b, &p.trace, refs, lists[i].n);
        assert_string_equal(b.s, lists[i].text);
    }
    buf_free(&b);
    player_close(&p);
}

TEST(small_numbers_are_words_and_large_ones_are_not)
{
    static const struct {
        uint32_t n;
        const char *number, *ordinal;
    } numbers[] = {
        {0, "none", "zeroth"},  {1, "one", "first"},      {2, "two", "second"},
        {3, "three", "third"},  {4, "four", "fourth"},    {5, "five", "fifth"},
        {6, "six", "sixth"},    {7, "seven", "seventh"},  {8, "eight", "eighth"},
        {9, "nine", "ninth"},   {10, "ten", "tenth"},     {11, "eleven", "11th"},
        {12, "twelve", "12th"}, {13, "13", "13th"},       {100, "100", "100th"},
        {999, "999", "999th"},  {1000, "1000", "1000th"},
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        buf_clear(&b);
        words_put(&b, NULL, "%n", numbers[i].n);
        assert_string_equal(b.s, numbers[i].number);
        buf_clear(&b);
        words_put(&b, NULL, "%o", numbers[i].n);
        assert_string_equal(b.s, numbers[i].ordinal);
    }
    buf_free(&b);
}

TEST(text_is_cut_at_the_column_where_it_has_no_room)
{
    static const struct {
        const char *text, *shown;
    } texts[] = {
        {"123456", "123456"},
        {"1234567", "123456…"},
        {"12345世", "12345…"}, /* two columns */
        {"1234世", "1234世"},
        {"12345\n", "12345…"}, /* \\n */
        {"1234\n", "1234\\n"},
        {"123\x7f", "123…"}, /* \\x7f */
        {"12\x7f", "12\\x7f"},
        {"12\x80", "12\\x80"},
        {"12\xff", "12\\xff"},
        {"123456e\xcc\x81", "123456…"},
        {"12345e\xcc\x81", "12345e\xcc\x81"},
        {"\033[1m123456\033[0m", "123456"},
        {"\033]0;title\a12", "12"},
        {"\033(12", "12"},
        {"1\033", "1\\x1b"},
        {"1\033[12", "1"},
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_clear(&b);
        words_text(&b, texts[i].text, strlen(texts[i].text), 6);
        assert_string_equal(buf_str(&b), texts[i].shown);
    }
    buf_free(&b);
}

/* asyncio sleeps for a day at most: a jump of a day or more may end before the deadline. */
TEST(a_jump_that_ends_before_the_deadline_says_so)
{
    static const struct {
        double to, deadline;
        const char *text;
        double from;
    } jumps[] = {
        {86400, 90000, "Nobody is ready: the clock jumps to 86400.000, the nearest deadline.", 1},
        {86401, 90000,
         "Nobody is ready: the clock jumps to 86401.000, as far as one poll may sleep.", 1},
        {86399, 86399, "Nobody is ready: the clock jumps to 86399.000, the nearest deadline.", 0},
        {86400, 86400, "Nobody is ready: the clock jumps to 86400.000, the nearest deadline.", 0},
        {86400, 90000,
         "Nobody is ready: the clock jumps to 86400.000, as far as one poll may sleep.", 0},
        {84600, 90000, "Nobody is ready: the clock jumps to 84600.000, the nearest deadline.", 0},
    };
    for (size_t i = 0; i < sizeof jumps / sizeof *jumps; i++) {
        struct player p;
        player_open_empty(&p, 0);
        see(&p, (struct event){.kind = EV_TIMER, .handle = 1, .what = HANDLE_CALLBACK},
            (struct note){.when = jumps[i].deadline, .has = HAS_WHEN});
        see(&p, (struct event){.kind = EV_JUMP, .time = jumps[i].from},
            (struct note){.number = jumps[i].to, .has = HAS_NUMBER});
        assert_string_equal(what.s, jumps[i].text);
        player_close(&p);
    }
}

/* Between a future's end and its callbacks lie its other callbacks and warnings, and nothing else. */
TEST(a_warning_is_a_sentence_and_what_stands_behind_a_colon_is_another)
{
    static const char *const texts[][3] = {
        {"it blocked", "It blocked.", ""},
        {"it blocked.", "It blocked.", ""},
        {"stop!", "Stop!", ""},
        {"use a.b", "Use a.b.", ""},
        {"bad: use c.d", "Bad.", "Use c.d."},
        {"bad: do it!", "Bad.", "Do it!"},
        {"wait for it..", "Wait for it..", ""},
        {"bad: ", "Bad.", ""},
        {"see a!b", "See a!b.", ""},
    };
    struct player p;
    player_open_empty(&p, 0);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        see(&p, (struct event){.kind = EV_WARNING},
            (struct note){.text = texts[i][0], .len = strlen(texts[i][0])});
        assert_string_equal(what.s, texts[i][1]);
        assert_string_equal(buf_str(&why), texts[i][2]);
    }
    player_close(&p);
}

static char letters[128];

struct gathers {
    struct coro coro;
};

async(gathers, def(60))
{
    async_begin;
    py(61) await(gather_futures(
        (struct future *[]){&create_named_task(call(nap, .seconds = 1), letters)->future,
                            &create_task(call(nap, .seconds = 1))->future},
        2, false));
    async_end;
}
RUNS(gathers);

TEST(a_headline_is_whole_if_it_fits_whoever_is_awaited)
{
    int whole = 0;
    for (int n = 1; n < 80; n++) {
        struct player p;
        struct moment told = {0};
        char want[256];
        memset(letters, 'x', (size_t)n);
        snprintf(want, sizeof want,
                 "Task-1 awaits gather() at line 61: it waits for %s and Task-3.", letters);
        assert_int_equal(program_open(&p, &gathers_program, CLOCK_VIRTUAL, 0), 0);
        while (!strstr(buf_str(&told.headline), "awaits gather")) {
            moment_free(&told);
            told = (struct moment){0};
            assert_true(player_moment(&p, 1));
            assert_true(story_moment(&p.model, &p.moments, &told));
        }
        if (strlen(want) <= MOMENT_COLUMNS)
            assert_string_equal(told.headline.s, want);
        else if (strlen(want) <= MOMENT_COLUMNS + 3) /* ", " is shorter than " and " */
            assert_null(strstr(told.headline.s, "…"));
        whole += strlen(want) <= MOMENT_COLUMNS;
        assert_line(&told.headline);
        moment_free(&told);
        player_close(&p);
    }
    assert_true(whole > 2);
}

TEST(a_loop_that_sleeps_says_for_how_long_if_it_knows)
{
    struct player p;
    player_open_empty(&p, 0);
    see(&p, (struct event){.kind = EV_IDLE}, (struct note){.number = 2, .has = HAS_NUMBER});
    assert_string_equal(what.s, "Nobody is ready: the loop sleeps, for at most 2.000 s.");
    see(&p, (struct event){.kind = EV_IDLE}, (struct note){0});
    assert_string_equal(what.s, "Nobody is ready: the loop sleeps.");
    player_close(&p);
}

TEST(who_finished_a_future_is_looked_for_behind_its_callbacks_and_warnings)
{
    static const struct {
        enum event_kind between;
        bool found;
    } kinds[] = {{EV_SOON, true}, {EV_WARNING, true}, {EV_OUT, false}, {EV_TICK, false}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct player p;
        player_open_empty(&p, 0);
        see(&p, (struct event){.kind = EV_FUT_DONE, .ref = 5, .what = OUTCOME_DONE},
            (struct note){0});
        see(&p,
            (struct event){.kind = (uint8_t)kinds[i].between,
                           .ref = 5,
                           .handle = 1,
                           .what = kinds[i].between == EV_SOON ? HANDLE_CALLBACK : 0},
            (struct note){.name = "a"});
        see(&p, (struct event){.kind = EV_SOON, .ref = 5, .handle = 2, .what = HANDLE_CALLBACK},
            (struct note){.name = "b"});
        assert_int_equal(cause_done(&p.trace, 2), kinds[i].found ? 0 : TRACE_NONE);
        player_close(&p);
    }
}

TEST(mixed_names_are_listed_one_by_one)
{
    static const uint32_t few[] = {2 | REF_TASK, 3 | REF_TASK, 9 | REF_TASK, 7};
    static const uint32_t more[] = {2 | REF_TASK, 3 | REF_TASK, 4 | REF_TASK, 5 | REF_TASK,
                                    9 | REF_TASK, 1 | REF_TASK, 8 | REF_TASK};
    static const uint32_t named[] = {1 | REF_TASK, 3 | REF_TASK, 9 | REF_TASK,
                                     5 | REF_TASK, 6 | REF_TASK, 7 | REF_TASK};
    struct player p;
    struct event end = {.kind = EV_END, .actor = 1, .what = ON_GATHER};
    player_open_empty(&p, 0);
    see(&p, (struct event){.kind = EV_TASK, .actor = 1}, (struct note){.name = "boss"});
    see(&p, end, (struct note){.of = few, .nof = 4});
    assert_string_equal(what.s, "boss waits for gather of Task-2, 3, 9, a future.");
    see(&p, end, (struct note){.of = more, .nof = 7});
    assert_string_equal(what.s, "boss waits for gather of Task-2 to Task-5 and 3 more.");
    see(&p, end, (struct note){.of = named, .nof = 6});
    assert_string_equal(what.s, "boss waits for gather of boss, Task-3, Task-9 and 3 more.");
    player_close(&p);
}

static uint64_t draw(struct random *r)
{
    uint64_t x = 0;
    random_bits(r, 32, &x);
    return x;
}

static struct event odd_event(struct random *r)
{
    uint64_t a = draw(r), c = draw(r);
    uint8_t kind = (uint8_t)(a % EV_KINDS);
    return (struct event){
        .kind = kind,
        .what = (uint8_t)(a >> 8 & 31),
        .actor = (uint32_t)(a >> 13 & 7),
        .handle = (uint32_t)(a >> 16 & 7),
        .ref = (uint32_t)(c & 7) | (c & 8 && kind != EV_SYNC ? REF_TASK : 0),
        .tick = (uint32_t)(c >> 4 & 3),
        .time = (double)(c >> 6 & 3),
    };
}

static struct note odd_note(struct random *r)
{
    static const char *const names[] = {NULL,
                                        "",
                                        "_release_waiter",
                                        "_set_result_unless_cancelled",
                                        "gather.<locals>._done_callback",
                                        "x\n\033[2J\a\xc3"};
    static const uint32_t of[] = {1 | REF_TASK, 2 | REF_TASK, 3, 0};
    uint64_t a = draw(r);
    const char *text = names[a / 6 % 6];
    return (struct note){
        .name = names[a % 6],
        .coro = names[a / 36 % 6],
        .text = text,
        .len = text ? strlen(text) : 0,
        .number = 0.5,
        .when = 1,
        .has = (unsigned)(a >> 20 & 3),
        .of = of,
        .nof = a >> 22 & 3,
        .line = a >> 24 & 3,
    };
}

TEST(however_odd_a_trace_is_its_story_can_be_printed)
{
    struct random r;
    random_seed(&r, 1);
    for (int run = 0; run < 100; run++) {
        struct player p;
        player_open_empty(&p, 0);
        for (int i = 0; i < 200; i++) {
            see(&p, odd_event(&r), odd_note(&r));
            assert_well_told(&p);
            uint32_t cause = cause_of(&p.model, player_event(&p));
            assert_true(cause == TRACE_NONE || cause < player_event(&p));
        }
        player_close(&p);
    }
}

/* ---- export ---- */

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
        tell(&p);
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

TEST(a_name_takes_the_columns_of_its_cell_whatever_it_is_made_of)
{
    static const struct {
        const char *name, *cell;
    } names[] = {
        {"123456789", "123456789 "},
        {"1234567890", "1234567890"},
        {"12345678901", "1234567890"},
        {"12345678世", "12345678世"},
        {"123456789世", "123456789 "},
        {"a\xcc\x81"
         "b",
         "a\xcc\x81"
         "b        "},
        {"a\x7f\xff\x80"
         "b",
         "a???b     "},
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct player p;
        player_open_empty(&p, 0);
        see(&p, (struct event){.kind = EV_TASK, .actor = 1}, (struct note){.name = names[i].name});
        buf_clear(&b);
        export_line(&b, &p.model);
        assert_memory_equal(b.s, "      0       0        0.000  ", 30);
        size_t n = strlen(names[i].cell);
        assert_memory_equal(b.s + 30, names[i].cell, n);
        assert_memory_equal(b.s + 30 + n, "  task          ", 16);
        player_close(&p);
    }
    buf_free(&b);
}

TEST(a_line_says_number_tick_time_who_kind_and_what)
{
    struct player p;
    struct buf b = {0};
    open_program(&p, &scene_find("count")->program);
    export_header(&b);
    assert_string_equal(b.s,
                        "  event    tick         time  who         kind          what happened\n");
    buf_clear(&b);
    next(&p, EV_JUMP, 0);
    next(&p, EV_OUT, 2);
    export_line(&b, &p.model);
    assert_string_equal(b.s, "     50       4        1.000  Task-2      out           "
                             "Task-2 goes on and prints “Two”.\n");
    buf_free(&b);
    player_close(&p);
}

TEST(points_in_time_have_three_decimals_and_more_only_if_needed)
{
    static const struct {
        double seconds;
        const char *text;
    } times[] = {{0, "0.000"},
                 {12.5, "12.500"},
                 {1.000000001, "1.000000001"},
                 {0.1 + 0.2, "0.300"},
                 {0.0625, "0.0625"},
                 {86400, "86400.000"},
                 {1e300, "1e+300"},
                 {999999999999999, "999999999999999.000"},
                 {1e15, "1e+15"},
                 {-1.5, "-1.500"},
                 {-0.0625, "-0.0625"},
                 {1.0000000001, "1.000"},
                 {0.9999999999, "1.000"},
                 {0.001, "0.001"},
                 {0.0001, "0.0001"},
                 {1.10, "1.100"}};
    struct buf b = {0};
    struct trace real = {.real = true};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        buf_clear(&b);
        words_time(&b, NULL, times[i].seconds);
        assert_string_equal(b.s, times[i].text);
    }
    buf_clear(&b);
    words_time(&b, &real, 1.219700567);
    assert_string_equal(b.s, "1.220");
    buf_free(&b);
}

TEST(delays_are_written_as_a_program_would)
{
    static const struct {
        double seconds;
        const char *text;
    } delays[] = {{0, "0"},     {1, "1"},       {10, "10"},   {2.5, "2.5"},
                  {0.5, "0.5"}, {0.05, "0.05"}, {100, "100"}, {1e22, "1e+22"}};
    struct buf b = {0};
    for (size_t i = 0; i < sizeof delays / sizeof *delays; i++) {
        buf_clear(&b);
        words_put(&b, NULL, "%d", delays[i].seconds);
        assert_string_equal(b.s, delays[i].text);
    }
    buf_free(&b);
}

TEST(a_sentence_ends_once_and_begins_with_a_capital)
{
    static const char *const ends[][2] = {
        {"x", "x."},      {"“x”", "“x”."}, {"“x.”", "“x.”"}, {"“x!”", "“x!”"}, {"“x?”", "“x?”"},
        {"“x…”", "“x…”"}, {"x!", "x!."},   {"”", "”."},      {"", "."},        {".”", ".”"},
    };
    static const char *const begins[][2] = {
        {"the loop", "The loop"}, {"a task", "A task"}, {"its sleep", "Its sleep"},
        {"theodor", "theodor"},   {"at", "at"},         {"", ""},
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        buf_clear(&b);
        buf_puts(&b, ends[i][0]);
        words_stop(&b);
        assert_string_equal(b.s, ends[i][1]);
    }
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        buf_clear(&b);
        buf_puts(&b, "the ");
        buf_puts(&b, begins[i][0]);
        words_capital(&b, 4);
        assert_memory_equal(b.s, "the ", 4);
        assert_string_equal(b.s + 4, begins[i][1]);
    }
    buf_free(&b);
}

static int free_words(void **state)
{
    (void)state;
    buf_free(&what);
    buf_free(&why);
    return 0;
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
        cmocka_unit_test(a_task_says_what_it_awaits),
        cmocka_unit_test(who_waits_for_a_lock_or_a_queue_knows_how_it_stands_and_its_place),
        cmocka_unit_test(a_warning_is_what_happened_and_the_fix_is_why),
        cmocka_unit_test(a_callback_is_known_by_its_name_in_cpython),
        cmocka_unit_test(a_list_of_names_is_shortened_from_five_on),
        cmocka_unit_test(small_numbers_are_words_and_large_ones_are_not),
        cmocka_unit_test(text_is_cut_at_the_column_where_it_has_no_room),
        cmocka_unit_test(a_jump_that_ends_before_the_deadline_says_so),
        cmocka_unit_test(a_warning_is_a_sentence_and_what_stands_behind_a_colon_is_another),
        cmocka_unit_test(a_headline_is_whole_if_it_fits_whoever_is_awaited),
        cmocka_unit_test(a_loop_that_sleeps_says_for_how_long_if_it_knows),
        cmocka_unit_test(who_finished_a_future_is_looked_for_behind_its_callbacks_and_warnings),
        cmocka_unit_test(mixed_names_are_listed_one_by_one),
        cmocka_unit_test(however_odd_a_trace_is_its_story_can_be_printed),
        cmocka_unit_test(the_lines_of_an_export_are_aligned),
        cmocka_unit_test(a_name_takes_the_columns_of_its_cell_whatever_it_is_made_of),
        cmocka_unit_test(a_line_says_number_tick_time_who_kind_and_what),
        cmocka_unit_test(points_in_time_have_three_decimals_and_more_only_if_needed),
        cmocka_unit_test(delays_are_written_as_a_program_would),
        cmocka_unit_test(a_sentence_ends_once_and_begins_with_a_capital),
    };
    return cmocka_run_group_tests(tests, NULL, free_words) != 0;
}
