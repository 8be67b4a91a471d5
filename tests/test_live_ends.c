/* SPDX-License-Identifier: MIT */
/* Whichever side ends, and in whatever the other is: nobody is held for ever, and the terminal is as it
 * was. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/support/session.h"
#include "tests/test.h"

/* What the program is in: its fake, and what one types for that; what the screen says then. */
static const struct state {
    const char *fake, *keys, *says;
} states[] = {
    {"writes", "", "held"},
    {"writes", " ", "running"},
    {"sleeps", " ", "listening"},
    {"stubborn", " ", "listening"}, /* asleep in C, and deaf */
};
enum { STATES = sizeof states / sizeof *states };

/* A name that nobody else has: it finds the program among all. */
struct shown {
    struct vt v;
    char mark[64];
};

static void open_program(struct shown *w, const struct state *s)
{
    snprintf(w->mark, sizeof w->mark, "/tmp/ends-XXXXXX");
    close(mkstemp(w->mark));
    vt_open(&w->v, 24, 80);
    vt_start(&w->v,
             WORDS(loopscope(), "--", "python3", "-I", "tests/live/fake.py", s->fake, w->mark));
    assert_has(&w->v, "Task-1");
    vt_type(&w->v, s->keys);
    assert_has(&w->v, s->says);
}

static void close_program(struct shown *w)
{
    vt_close(&w->v);
    unlink(w->mark);
}

/* Its process; 0: there is none. */
static pid_t find(const struct shown *w)
{
    struct buf out = {0};
    shell(&out, "ps ax -o pid= -o args= | grep 'fake.py .*%s$' | grep -v -e grep -e loopscope",
          w->mark);
    pid_t pid = out.len ? (pid_t)atoi(out.s) : 0;
    buf_free(&out);
    return pid;
}

static void assert_gone(const struct shown *w)
{
    for (int i = 0; find(w) && i < 100; i++)
        usleep(50000);
    assert_int_equal(find(w), 0);
}

TEST(who_quits_ends_the_program_whatever_it_is_in)
{
    for (int i = 0; i < STATES; i++) {
        struct shown w;
        open_program(&w, &states[i]);
        assert_true(find(&w) > 0);
        vt_type(&w.v, "q");
        assert_exits(&w.v, 0);
        assert_clean(&w.v);
        assert_gone(&w);
        close_program(&w);
    }
}

TEST(a_signal_to_loopscope_ends_both_and_leaves_a_clean_terminal)
{
    static const int signals[] = {SIGTERM, SIGHUP};
    for (int i = 0; i < STATES; i++) {
        struct shown w;
        open_program(&w, &states[i]);
        kill(w.v.pid, signals[i % 2]);
        assert_killed(&w.v, signals[i % 2]);
        assert_clean(&w.v);
        assert_gone(&w);
        close_program(&w);
    }
}

/* One that is deaf to the end of its terminal stays, and is not held. */
TEST(if_loopscope_is_killed_the_program_is_let_go)
{
    for (int i = 0; i < STATES; i++) {
        struct shown w;
        open_program(&w, &states[i]);
        pid_t pid = find(&w);
        kill(w.v.pid, SIGKILL);
        assert_killed(&w.v, SIGKILL);
        if (!strcmp(states[i].fake, "stubborn")) {
            assert_true(pid > 0);
            kill(pid, SIGKILL);
        }
        assert_gone(&w);
        close_program(&w);
    }
}

TEST(if_the_program_is_killed_what_it_told_stays_open)
{
    for (int i = 0; i < STATES; i++) {
        struct shown w;
        open_program(&w, &states[i]);
        pid_t pid = find(&w);
        assert_true(pid > 0); /* 0 would be all of us */
        kill(pid, SIGKILL);
        assert_gone(&w);
        vt_type(&w.v, "G");
        assert_has(&w.v, "137");
        vt_type(&w.v, "gs");
        assert_has(&w.v, "Task-1");
        vt_type(&w.v, "q");
        assert_exits(&w.v, 0);
        assert_clean(&w.v);
        close_program(&w);
    }
}

TEST(ctrl_c_is_the_programs_while_it_runs)
{
    struct shown w;
    open_program(&w, &states[2]);
    vt_type(&w.v, "\003");
    assert_has(&w.v, "ended");
    vt_type(&w.v, "\003");
    assert_killed(&w.v, SIGINT);
    assert_clean(&w.v);
    close_program(&w);
}

TEST(a_single_event_lets_it_tell_one_more)
{
    struct shown w;
    struct buf text = {0};
    open_program(&w, &states[0]);
    vt_type(&w.v, "9.9.9.");
    assert_has(&w.v, "event");
    assert_has(&w.v, "event   31");
    vt_text(&w.v, &text);
    assert_null(strstr(text.s, "this is the end"));
    buf_free(&text);
    vt_type(&w.v, "q");
    assert_exits(&w.v, 0);
    close_program(&w);
}

TEST(a_breakpoint_outlives_a_start_anew)
{
    struct shown w;
    open_program(&w, &states[0]);
    vt_type(&w.v, ":break 5\r");
    assert_has(&w.v, "line 5");
    vt_type(&w.v, "r");
    assert_has(&w.v, "step    1");
    vt_type(&w.v, ":breaks\r");
    assert_has(&w.v, "● 5");
    vt_type(&w.v, "\033");
    vt_type(&w.v, "q");
    assert_exits(&w.v, 0);
    assert_gone(&w);
    close_program(&w);
}

TEST(what_hostile_programs_print_is_text)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope(), "--", "python3", "-I", "tests/live/fake.py", "screams"));
    assert_has(&v, "Task-1");
    vt_type(&v, " ");
    assert_has(&v, "ended");
    vt_type(&v, "q");
    assert_exits(&v, 0);
    assert_clean(&v);
    vt_close(&v);
}

/* Each step takes longer than one waits for it without saying so. */
TEST(steps_are_as_many_as_asked_for_however_long_each_takes)
{
    static const char program[] = "import asyncio, time\n"
                                  "async def main():\n"
                                  "    for i in range(9):\n"
                                  "        time.sleep(0.2)\n"
                                  "        print('line', i)\n"
                                  "        await asyncio.sleep(0)\n"
                                  "asyncio.run(main())\n";
    struct vt v;
    vt_open(&v, 30, 100);
    vt_start(&v, WORDS(loopscope(), "--", "python3", "-c", program));
    assert_has(&v, "step    1");
    vt_type(&v, "5s");
    assert_has(&v, "step    6");
    vt_type(&v, "q");
    assert_exits(&v, 0);
    vt_close(&v);
}

/* One that has ended already, and one that runs. */
TEST(what_is_not_seen_is_said_on_the_screen)
{
    static const char *const programs[] = {"print('unseen')", "print('unseen'); input()"};
    for (int i = 0; i < 2; i++) {
        struct vt v;
        vt_open(&v, 24, 120);
        vt_start(&v, WORDS(loopscope(), "--", "python3", "-I", "-c", programs[i]));
        assert_has(&v, "this program is not seen: Python was started without its site");
        vt_type(&v, " ");
        assert_has(&v, "unseen");
        vt_type(&v, "q");
        assert_exits(&v, 0);
        vt_close(&v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_quits_ends_the_program_whatever_it_is_in),
        cmocka_unit_test(a_signal_to_loopscope_ends_both_and_leaves_a_clean_terminal),
        cmocka_unit_test(if_loopscope_is_killed_the_program_is_let_go),
        cmocka_unit_test(if_the_program_is_killed_what_it_told_stays_open),
        cmocka_unit_test(ctrl_c_is_the_programs_while_it_runs),
        cmocka_unit_test(a_single_event_lets_it_tell_one_more),
        cmocka_unit_test(a_breakpoint_outlives_a_start_anew),
        cmocka_unit_test(what_hostile_programs_print_is_text),
        cmocka_unit_test(steps_are_as_many_as_asked_for_however_long_each_takes),
        cmocka_unit_test(what_is_not_seen_is_said_on_the_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
