/* SPDX-License-Identifier: MIT */
/* Warnings: each is given where it should be, and not where it should not. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "asyncio/asyncio.h"
#include "player/player.h"
#include "target/program.h"
#include "tests/test.h"

/* ---- small programs ---- */

struct sleeper {
    struct coro coro;
};
async(sleeper, def(1))
{
    async_begin;
    await(sleep_s(9));
    async_end;
}

struct stubborn {
    struct coro coro;
};
async(stubborn, def(2))
{
    async_begin;
    try {
        await(sleep_s(9));
    }
    except(CancelledError)
    {
    }
    end_try;
    async_end;
}

struct spinner {
    struct coro coro;
    int turns;
};
async(spinner, def(3))
{
    async_begin;
    while (self->turns-- > 0)
        await(sleep_s(0));
    async_end;
}

struct blocker {
    struct coro coro;
    double seconds;
};
async(blocker, def(4))
{
    async_begin;
    time_sleep(self->seconds);
    async_end;
}

struct failer {
    struct coro coro;
};
async(failer, def(5))
{
    async_begin;
    raise(error_text(&ValueError, "no"));
    async_end;
}

/* What main does, by number. */
static int what;

struct main {
    struct coro coro;
    struct task *t;
    struct timeout timeout;
};

async(main, def(5), SHOW(t))
{
    async_begin;
    if (what == 0) {
        await(call(blocker, .seconds = 0.2));
    } else if (what == 1) {
        await(call(blocker, .seconds = 0.05));
    } else if (what == 2) {
        await(call(spinner, .turns = 150));
    } else if (what == 3) {
        await(call(spinner, .turns = 50));
    } else if (what == 4 || what == 5) {
        keep(self->t, create_task(what == 4 ? call(stubborn) : call(sleeper)));
        await(sleep_s(1));
        task_cancel(self->t);
        try {
            await(self->t);
        }
        except(CancelledError)
        {
        }
        end_try;
    } else if (what == 6) {
        keep(self->t, create_task(call(sleeper)));
        await(sleep_s(0));
    } else if (what == 7) {
        keep(self->t, create_task(call(sleeper)));
        await(self->t);
    } else if (what == 8) {
        call(sleeper);
    } else if (what == 10 || what == 11) {
        for (int i = 0; i < (what == 10 ? 4 : 3); i++)
            create_task(call(blocker, .seconds = 0.04));
        await(sleep_s(1));
    } else if (what == 20) {
        create_task(call(failer));
        await(sleep_s(1));
    } else if (what == 21) {
        keep(self->t, create_task(call(failer)));
        try {
            await(self->t);
        }
        except(ValueError)
        {
        }
        end_try;
    } else if (what == 22) {
        await(future_new());
    } else if (what == 9) {
        try {
            async_with_timeout(self->timeout, 1)
            {
                await(call(sleeper));
            }
            end_timeout(self->timeout);
        }
        except(TimeoutError)
        {
        }
        end_try;
    }
    async_end;
}

struct module {
    struct coro coro;
};
async(module, def(6))
{
    async_begin;
    asyncio_run(call(main));
    async_end;
}

static const struct program program = {.name = "lint", .file = "lint.py", .module = module_async};

/* The name of the only warning of a run: "" for none, "?" for more than one, "loop" for one of the
 * loop's own. */
static const char *warning_of(int number)
{
    static char name[32];
    struct player p;
    what = number;
    assert_int_equal(program_open(&p, &program, CLOCK_VIRTUAL, 0), 0);
    player_end(&p);
    strcpy(name, p.trace.nwarnings > 1 ? "?" : "");
    if (p.trace.nwarnings == 1) {
        const struct note *n = trace_note(&p.trace, p.trace.warnings[0]);
        strcpy(name, n->name ? n->name : "loop");
        assert_true(n->len > 20);
    }
    assert_int_equal(p.model.warnings, p.trace.nwarnings);
    player_close(&p);
    return name;
}

TEST(a_handle_that_blocks_the_loop_for_200_ms_is_warned_of)
{
    assert_string_equal(warning_of(0), "blocked");
}

TEST(one_that_blocks_it_for_50_ms_is_not)
{
    assert_string_equal(warning_of(1), "");
}

TEST(turns_that_keep_another_waiting_for_120_ms_together_starve_it)
{
    assert_string_equal(warning_of(10), "starving");
}

TEST(they_do_not_where_nobody_waits_behind_them)
{
    assert_string_equal(warning_of(11), "");
}

TEST(a_task_that_only_gives_way_150_times_spins)
{
    assert_string_equal(warning_of(2), "spinning");
}

TEST(a_warning_names_the_task_by_its_own_number)
{
    struct player p;
    player_open_empty(&p, 0);
    p.lint.observer.see(&p.lint.observer, &(struct event){.kind = EV_THREAD, .actor = 1, .ref = 1},
                        NULL);
    p.lint.observer.see(&p.lint.observer, &(struct event){.kind = EV_TASK, .actor = 2, .ref = 1},
                        &(struct note){.coro = "f"});
    for (int i = 0; i < 150; i++) {
        p.lint.observer.see(&p.lint.observer, &(struct event){.kind = EV_BEGIN, .actor = 2}, NULL);
        p.lint.observer.see(&p.lint.observer,
                            &(struct event){.kind = EV_END, .actor = 2, .what = ON_SLEEP0}, NULL);
    }
    assert_int_equal(p.trace.nwarnings, 1);
    assert_int_equal(strncmp(trace_note(&p.trace, p.trace.warnings[0])->text, "Task-1 spins", 12),
                     0);
    player_close(&p);
}

/* MainThread, which runs a loop with two tasks, and a thread: two of them read, and both write. */
static void assert_lost(uint32_t first, uint32_t second, const char *says)
{
    struct player p;
    struct observer *o = &p.lint.observer;
    const struct event starts[] = {{.kind = EV_THREAD_START, .actor = 1, .ref = 1},
                                   {.kind = EV_TASK, .actor = 2, .ref = 1},
                                   {.kind = EV_TASK, .actor = 3, .ref = 2},
                                   {.kind = EV_THREAD_START, .actor = 4, .ref = 2}};
    player_open_empty(&p, 0);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        o->see(o, &starts[i], &(struct note){.coro = "f"});
    for (int kind = 0; kind < 2; kind++)
        for (int i = 0; i < 2; i++)
            o->see(o,
                   &(struct event){
                       .kind = kind ? EV_WRITE : EV_READ, .actor = i ? second : first, .ref = 1},
                   &(struct note){.name = "counter", .text = "0", .len = 1});
    assert_int_equal(p.trace.nwarnings, 1);
    const char *text = trace_note(&p.trace, p.trace.warnings[0])->text;
    if (strncmp(text, says, strlen(says)) != 0)
        fail_msg("%s", text);
    player_close(&p);
}

TEST(a_lost_update_is_a_task_s_or_a_thread_s_where_a_program_has_both)
{
    assert_lost(2, 3,
                "the update of Task-1 is lost, as Task-2 wrote what it made of an older value of "
                "counter: let no await stand between");
    assert_lost(1, 4,
                "the update of MainThread is lost, as Thread-1 wrote what it made of an older "
                "value of counter: put the read and the write under one lock");
    assert_lost(3, 4,
                "the update of Task-2 is lost, as Thread-1 wrote what it made of an older "
                "value of counter: put the read and the write under one lock");
}

static uint32_t warnings_of_turns(int turns, double seconds, enum awaited on)
{
    struct player p;
    struct observer *o = &p.lint.observer;
    player_open_empty(&p, 0);
    o->see(o, &(struct event){.kind = EV_TASK, .actor = 1}, &(struct note){.coro = "f"});
    for (int i = 0; i < turns; i++) {
        o->see(o, &(struct event){.kind = EV_BEGIN, .actor = 1}, NULL);
        o->see(o, &(struct event){.kind = EV_END, .actor = 1, .what = (uint8_t)on, .time = seconds},
               NULL);
    }
    uint32_t n = p.trace.nwarnings;
    player_close(&p);
    return n;
}

TEST(it_spins_from_the_hundredth_turn_on_and_is_told_so_once)
{
    assert_int_equal(warnings_of_turns(99, 0, ON_SLEEP0), 0);
    assert_int_equal(warnings_of_turns(100, 0, ON_SLEEP0), 1);
    assert_int_equal(warnings_of_turns(101, 0, ON_SLEEP0), 1);
    assert_int_equal(warnings_of_turns(300, 0, ON_SLEEP0), 1);
    assert_int_equal(warnings_of_turns(300, 0, ON_SLEEP), 0);
}

TEST(it_blocks_once_it_takes_more_than_a_tenth_of_a_second)
{
    assert_int_equal(warnings_of_turns(1, 0.1, ON_SLEEP), 0);
    assert_int_equal(warnings_of_turns(1, 0.101, ON_SLEEP), 1);
}

/* One tick: n handles are ready, of which these run, each for so many 512ths of a second; a 0 is one that
 * was cancelled. The names of the warnings. */
static const char *warnings_of_a_tick(uint32_t n, const int *ran, size_t turns)
{
    static char names[64];
    struct player p;
    struct observer *o = &p.lint.observer;
    double t = 1;
    player_open_empty(&p, 0);
    o->see(o, &(struct event){.kind = EV_READY, .ref = n, .time = t}, NULL);
    for (size_t i = 0; i < turns; i++) {
        o->see(o, &(struct event){.kind = ran[i] ? EV_BEGIN : EV_SKIP, .time = t}, NULL);
        t += ran[i] / 512.; /* sums are exact */
        if (ran[i])
            o->see(o, &(struct event){.kind = EV_END, .time = t}, NULL);
    }
    names[0] = 0;
    for (uint32_t i = 0; i < p.trace.nwarnings; i++) {
        strcat(names, trace_note(&p.trace, p.trace.warnings[i])->name);
        strcat(names, " ");
    }
    player_close(&p);
    return names;
}

TEST(a_tick_is_warned_of_once_and_only_while_somebody_waits)
{
    static const struct {
        const char *what;
        uint32_t ready;
        int ran[5];
        size_t turns;
    } ticks[] = {
        {"", 9, {20, 20, 11}, 3},
        {"starving ", 4, {20, 20, 12}, 3},
        {"", 3, {20, 20, 12}, 3},
        {"starving ", 9, {20, 20, 20, 20, 20}, 5},
        {"blocked ", 9, {52, 20, 20}, 3},
        {"starving blocked ", 9, {30, 30, 60, 30}, 4},
        {"starving ", 5, {20, 0, 20, 12}, 4},
        {"", 4, {20, 0, 20, 12}, 4},
    };
    for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++)
        assert_string_equal(warnings_of_a_tick(ticks[i].ready, ticks[i].ran, ticks[i].turns),
                            ticks[i].what);
}

/* The warning of a turn that does this, with these blocks in it. */
static char *warning_of_blocks(const struct note *blocks, size_t n)
{
    struct player p;
    struct observer *o = &p.lint.observer;
    double time = 0;
    player_open_empty(&p, 0);
    o->see(o, &(struct event){.kind = EV_BEGIN, .actor = 1}, NULL);
    for (size_t i = 0; i < n; time += blocks[i++].number)
        o->see(o, &(struct event){.kind = EV_BLOCK, .actor = 1, .time = time}, &blocks[i]);
    o->see(o, &(struct event){.kind = EV_END, .actor = 1, .time = time}, NULL);
    assert_int_equal(p.trace.nwarnings, 1);
    char *text = strdup(trace_note(&p.trace, p.trace.warnings[0])->text);
    player_close(&p);
    return text;
}

TEST(the_warning_names_the_line_that_blocked_longest_and_what_mends_it)
{
    static const struct {
        struct note blocks[3];
        const char *says;
    } turns[] = {
        {{{.number = 0.2, .line = 5}, {.number = 0.3, .line = 7}, {.number = 0.1, .line = 9}},
         "stood still for 0.600 s at line 7: nobody else could run; await asyncio.sleep(),"},
        {{{.number = 0.2, .line = 5, .name = "compute"}},
         "stood still for 0.200 s at line 5: nobody else could run; sleep(0) between pieces"},
        {{{.number = 0.2, .line = 5, .file = "b.py"}}, "stood still for 0.200 s at b.py:5: nobody"},
        {{{.number = 0.2}}, "stood still for 0.200 s: nobody else could run; await"},
        {{{.number = 0.08, .line = 5}, {.number = 0.08, .line = 6}}, "0.160 s: nobody"},
    };
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        char *text = warning_of_blocks(turns[i].blocks, 3);
        if (!strstr(text, turns[i].says))
            fail_msg("“%s” is not “%s”", text, turns[i].says);
        free(text);
    }
}

TEST(one_that_gives_way_50_times_does_not)
{
    assert_string_equal(warning_of(3), "");
}

TEST(a_cancelled_task_that_returns_has_swallowed_it)
{
    assert_string_equal(warning_of(4), "swallowed");
}

TEST(one_that_ends_cancelled_has_not)
{
    assert_string_equal(warning_of(5), "");
}

TEST(a_timeout_takes_its_cancellation_back_and_is_not_warned_of)
{
    assert_string_equal(warning_of(9), "");
}

TEST(a_task_that_outlives_main_is_warned_of)
{
    assert_string_equal(warning_of(6), "pending");
}

TEST(one_that_main_awaits_is_not)
{
    assert_string_equal(warning_of(7), "");
}

TEST(a_coroutine_that_is_never_awaited_is_told_by_the_loop)
{
    assert_string_equal(warning_of(8), "loop");
}

/* The only trouble of a run, of those that the loop tells; EV_KINDS: none. How to mend it. */
static enum event_kind told_by_the_loop(int number, const char **fix)
{
    struct player p;
    enum event_kind kind = EV_KINDS;
    what = number;
    *fix = NULL;
    assert_int_equal(program_open(&p, &program, CLOCK_VIRTUAL, 0), 0);
    player_end(&p);
    assert_true(p.trace.nwarnings <= 1);
    if (p.trace.nwarnings) {
        const struct event *e = trace_at(&p.trace, p.trace.warnings[0]);
        kind = e->kind;
        *fix = lint_fix(e, trace_note(&p.trace, p.trace.warnings[0]));
    }
    player_close(&p);
    return kind;
}

TEST(what_the_loop_tells_itself_can_be_mended_too)
{
    static const struct {
        int what;
        enum event_kind kind;
        const char *fix;
    } runs[] = {
        {8, EV_WARNING, "create_task()"},
        {20, EV_LOOP_ERROR, "exception()"},
        {22, EV_DEADLOCK, "timeout()"},
        {21, EV_KINDS, NULL},
        {7, EV_KINDS, NULL},
        {0, EV_WARNING, NULL},
    };
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        const char *fix;
        assert_int_equal(told_by_the_loop(runs[i].what, &fix), runs[i].kind);
        assert_true(!fix == !runs[i].fix);
        assert_true(!fix || strstr(fix, runs[i].fix));
    }
}

TEST(what_an_event_says_is_mended_only_where_the_loop_says_it)
{
    static const struct {
        enum event_kind kind;
        const char *text, *fix;
    } rows[] = {
        {EV_LOOP_ERROR, "Task was destroyed but it is pending!", "keep a reference to it"},
        {EV_LOOP_ERROR, "Task exception was never retrieved", "ask for its exception()"},
        {EV_LOOP_ERROR, "coroutine 'f' was never awaited", NULL},
        {EV_WARNING, "coroutine 'f' was never awaited", "await it"},
        {EV_WARNING, "Task was destroyed but it is pending!", NULL},
        {EV_WARNING, "Task exception was never retrieved", NULL},
        {EV_OUT, "never awaited, never retrieved, destroyed", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct event e = {.kind = (uint8_t)rows[i].kind};
        struct note text = {.text = rows[i].text}, name = {.name = rows[i].text};
        const char *fix = lint_fix(&e, &text), *by_name = lint_fix(&e, &name);
        assert_ptr_equal(fix, by_name);
        assert_true(!fix == !rows[i].fix);
        assert_true(!fix || strstr(fix, rows[i].fix));
    }
}

TEST(a_turn_of_which_the_beginning_is_unknown_is_not_warned_of)
{
    struct player p;
    struct observer *o = &p.lint.observer;
    player_open_empty(&p, 0);
    o->see(o, &(struct event){.kind = EV_END, .actor = 1, .time = 100}, NULL);
    assert_int_equal(p.trace.nwarnings, 0);
    o->see(o, &(struct event){.kind = EV_BEGIN, .actor = 1, .time = 100}, NULL);
    o->see(o, &(struct event){.kind = EV_END, .actor = 1, .time = 100.2}, NULL);
    assert_int_equal(p.trace.nwarnings, 1);
    o->see(o, &(struct event){.kind = EV_END, .actor = 1, .time = 200}, NULL);
    assert_int_equal(p.trace.nwarnings, 1);
    player_close(&p);
}

/* Timers are set, those of `called` are due, those of `cancelled` are cancelled, and the loop is closed. What
 * is warned of, or "". */
static char *warning_at_the_close(const char *const *names, size_t n, uint32_t called,
                                  uint32_t cancelled)
{
    struct player p;
    struct observer *o = &p.lint.observer;
    player_open_empty(&p, 0);
    for (uint32_t i = 0; i < n; i++) {
        struct note note = {.name = names[i], .when = 5 + i};
        o->see(o, &(struct event){.kind = EV_TIMER, .handle = 10 + 3 * i, .what = HANDLE_CALLBACK},
               &note);
    }
    for (uint32_t i = 0; i < n; i++)
        if ((called | cancelled) & 1u << i)
            o->see(o,
                   &(struct event){.kind = called & 1u << i ? EV_FIRE : EV_UNCALL,
                                   .handle = 10 + 3 * i},
                   NULL);
    o->see(o, &(struct event){.kind = EV_FIRE, .handle = 99}, NULL);
    o->see(o, &(struct event){.kind = EV_CLOSE}, NULL);
    char *text = strdup(p.trace.nwarnings ? trace_note(&p.trace, p.trace.warnings[0])->text : "");
    assert_in_range(p.trace.nwarnings, 0, 1);
    player_close(&p);
    return text;
}

TEST(a_callback_that_was_set_for_later_and_never_called_is_warned_of_when_the_loop_is_closed)
{
    static const char *const names[] = {"main.<locals>.ring", "ring",
                                        "_set_result_unless_cancelled"};
    static const struct {
        uint32_t called, cancelled;
        const char *says;
    } ends[] = {
        {0, 0, "the callback ring(), set for 5.000, was never called, nor was another: "},
        {2, 0, "the callback ring(), set for 5.000, was never called: the loop was closed before"},
        {1, 0, "the callback ring(), set for 6.000, was never called: "},
        {0, 1, "the callback ring(), set for 6.000, was never called: "},
        {3, 0, ""},
        {2, 1, ""},
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char *text = warning_at_the_close(names, 3, ends[i].called, ends[i].cancelled);
        if (*ends[i].says ? strncmp(text, ends[i].says, strlen(ends[i].says)) != 0 : *text)
            fail_msg("%zu: %s", i, text);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_callback_that_was_set_for_later_and_never_called_is_warned_of_when_the_loop_is_closed),
        cmocka_unit_test(a_handle_that_blocks_the_loop_for_200_ms_is_warned_of),
        cmocka_unit_test(one_that_blocks_it_for_50_ms_is_not),
        cmocka_unit_test(turns_that_keep_another_waiting_for_120_ms_together_starve_it),
        cmocka_unit_test(they_do_not_where_nobody_waits_behind_them),
        cmocka_unit_test(a_task_that_only_gives_way_150_times_spins),
        cmocka_unit_test(a_warning_names_the_task_by_its_own_number),
        cmocka_unit_test(a_lost_update_is_a_task_s_or_a_thread_s_where_a_program_has_both),
        cmocka_unit_test(it_spins_from_the_hundredth_turn_on_and_is_told_so_once),
        cmocka_unit_test(it_blocks_once_it_takes_more_than_a_tenth_of_a_second),
        cmocka_unit_test(a_tick_is_warned_of_once_and_only_while_somebody_waits),
        cmocka_unit_test(the_warning_names_the_line_that_blocked_longest_and_what_mends_it),
        cmocka_unit_test(what_the_loop_tells_itself_can_be_mended_too),
        cmocka_unit_test(what_an_event_says_is_mended_only_where_the_loop_says_it),
        cmocka_unit_test(a_turn_of_which_the_beginning_is_unknown_is_not_warned_of),
        cmocka_unit_test(one_that_gives_way_50_times_does_not),
        cmocka_unit_test(a_cancelled_task_that_returns_has_swallowed_it),
        cmocka_unit_test(one_that_ends_cancelled_has_not),
        cmocka_unit_test(a_timeout_takes_its_cancellation_back_and_is_not_warned_of),
        cmocka_unit_test(a_task_that_outlives_main_is_warned_of),
        cmocka_unit_test(one_that_main_awaits_is_not),
        cmocka_unit_test(a_coroutine_that_is_never_awaited_is_told_by_the_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
