/* SPDX-License-Identifier: MIT */
/* Two runs beside each other. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/pair.h"
#include "cmd/unattended.h"
#include "compare/landmarks.h"
#include "compare/verdict.h"
#include "target/open.h"
#include "tests/support/golden.h"
#include "tests/support/session.h"
#include "tests/test.h"
#include "ui/compare.h"
#include "view/axis.h"

/* ---- two to look at ---- */

static struct comparison comparison;
static struct target *targets[2];

static struct wish_param param(const char *text)
{
    const char *eq = strchr(text, '=');
    return (struct wish_param){
        .name = text, .len = (int)(eq - text), .value = atoi(eq + 1), .text = eq + 1};
}

/* Each with one parameter, or NULL. */
static void open_with(const char *a, const char *of_a, const char *b, const char *of_b)
{
    const char *names[] = {a, b}, *params[] = {of_a, of_b};
    for (int i = 0; i < 2; i++) {
        struct wish w = {.what = names[i]};
        if (params[i])
            w.params[w.nparams++] = param(params[i]);
        assert_int_equal(target_open(&targets[i], &w), 0);
    }
    assert_int_equal(compare_open(&comparison, targets, names), 0);
    while (!compare_go_on(&comparison))
        ;
}

static void open_two(const char *a, const char *b)
{
    open_with(a, NULL, b, NULL);
}

static int close_two(void **state)
{
    (void)state;
    if (targets[0]) {
        compare_close(&comparison);
        targets[0]->type->free(targets[0]);
        targets[1]->type->free(targets[1]);
    }
    targets[0] = targets[1] = NULL;
    return 0;
}

/* Moments that a run has come to. */
static unsigned passed(int run)
{
    const struct player *p = &comparison.run[run].player;
    return (unsigned)moments_before(&p->moments, p->model.cursor);
}

static void assert_at(unsigned a, unsigned b)
{
    assert_int_equal(passed(0), a);
    assert_int_equal(passed(1), b);
}

static void assert_verdict(const char *sentence)
{
    struct buf b = {0};
    verdict_of_all(&b, &comparison);
    assert_string_equal(buf_str(&b), sentence);
    buf_free(&b);
}

static void assert_difference(size_t i, const char *sentence)
{
    struct buf b = {0};
    verdict_of_one(&b, &comparison, i, 28);
    assert_string_equal(buf_str(&b), sentence);
    buf_free(&b);
}

/* ---- stepping ---- */

/* count has nine moments at 0.000 and more at 1.000; count-sync starts, prints, and stands still, then
 * prints “Two”, “One”, and stands still again, at 1.000. */
TEST(a_step_goes_to_the_next_moment_of_both_in_the_order_of_time)
{
    open_two("count", "count-sync");
    assert_at(1, 1);
    static const unsigned at[][2] = {{2, 2}, {3, 3},  {4, 3},  {5, 3},  {6, 3},  {7, 3}, {8, 3},
                                     {9, 3}, {10, 3}, {11, 4}, {12, 5}, {13, 6}, {14, 6}};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        assert_true(compare_step(&comparison, 1));
        assert_at(at[i][0], at[i][1]);
    }
    assert_true(compare_time(&comparison) == 1);
    assert_true(compare_end(&comparison));
    assert_at(22, 12);
    assert_true(compare_ended(&comparison));
    assert_false(compare_step(&comparison, 1));
}

TEST(a_step_back_undoes_a_step)
{
    enum { MOST = 200 };
    static uint32_t at[MOST][2];
    static const char *const pairs[][2] = {
        {"count", "count-sync"}, {"race", "race-async"}, {"makerandom", "hello-gather"}};
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        size_t n = 0;
        open_two(pairs[k][0], pairs[k][1]);
        do
            for (int r = 0; r < 2; r++)
                at[n][r] = comparison.run[r].player.model.cursor;
        while (++n < MOST && compare_step(&comparison, 1));
        assert_true(n > 10 && n < MOST);
        for (n--; n-- > 0;) {
            assert_true(compare_step(&comparison, -1));
            for (int r = 0; r < 2; r++)
                assert_int_equal(comparison.run[r].player.model.cursor, at[n][r]);
        }
        assert_false(compare_step(&comparison, -1));
        close_two(NULL);
    }
}

TEST(single_events_go_forth_and_back_and_none_is_left_out)
{
    static const char *const pairs[][2] = {{"count", "count-sync"}, {"race", "race-async"}};
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        open_two(pairs[k][0], pairs[k][1]);
        const struct player *a = &comparison.run[0].player, *b = &comparison.run[1].player;
        uint32_t before[2] = {a->model.cursor, b->model.cursor}, n = 0;
        for (; compare_event(&comparison, 1); n++) {
            assert_in_range(a->model.cursor - before[0], 0, 1);
            assert_in_range(b->model.cursor - before[1], 0, 1);
            before[0] = a->model.cursor;
            before[1] = b->model.cursor;
        }
        assert_true(compare_ended(&comparison));
        for (; n; n--)
            assert_true(compare_event(&comparison, -1));
        assert_at(1, 1);
        assert_true(compare_event(&comparison, -1) || !a->trace.nticks);
        close_two(NULL);
    }
}

TEST(a_step_from_within_a_moment_goes_to_its_edge)
{
    open_two("count", "count-sync");
    uint32_t edge = comparison.run[0].player.model.cursor;
    while (comparison.run[0].player.model.cursor == edge)
        assert_true(compare_event(&comparison, 1)); /* which is within the second of count */
    assert_true(compare_step(&comparison, -1));
    assert_int_equal(comparison.run[0].player.model.cursor, edge);
    assert_true(compare_event(&comparison, 1));
    assert_true(compare_step(&comparison, 1));
    assert_at(2, 2);
}

TEST(equal_runs_step_together)
{
    open_two("makerandom", "makerandom");
    for (unsigned i = 1; i < 78; i++) {
        assert_at(i, i);
        assert_true(compare_step(&comparison, 1));
    }
    assert_at(78, 78);
    assert_true(compare_ended(&comparison));
}

/* ---- what differs ---- */

TEST(what_two_runs_have_in_common_is_said_in_a_sentence)
{
    open_two("count", "count-sync");
    assert_verdict(
        "count ends at 1.000, count-sync at 3.000: 6 of 7 lines are the same, in another order.");
    close_two(NULL);
    open_two("hello-sequential", "hello-gather");
    assert_verdict(
        "hello-sequential ends at 2.000, hello-gather at 1.000: the same lines, at other times.");
    close_two(NULL);
    open_two("race", "race-async");
    assert_verdict("Both end at 0.000: the same lines at the same times, but other turns.");
    close_two(NULL);
    open_with("race", "lock=0", "race", "lock=1");
    assert_verdict("Both end at 0.000: they have no line in common.");
    close_two(NULL);
    open_with("generator", "n=2", "generator", "n=3");
    assert_verdict("Both end at 0.000: 7 of 7 and 9 lines are the same, in another order.");
}

static void assert_time(const char *a, const char *of_a, const char *b, const char *of_b,
                        const char *sentence)
{
    struct buf said = {0};
    open_with(a, of_a, b, of_b);
    verdict_of_time(&said, &comparison);
    assert_string_equal(buf_str(&said), sentence);
    buf_free(&said);
    close_two(NULL);
}

TEST(where_the_time_goes_is_said_in_a_sentence)
{
    static const char waiting[] =
        "Neither spends time computing: what is won is waiting, not work.";
    assert_time("count", NULL, "count-sync", NULL, waiting);
    assert_time("hello-gather", NULL, "hello-sequential", NULL, waiting);
    assert_time("gil", "gil=1", "gil", "gil=off",
                "Both compute for 2 s in all, but in gil several do so at a time.");
    assert_time("choose", NULL, "choose", "cores=1", "Both compute for 8 s in all.");
    assert_time("count", NULL, "cpu-bound", NULL, "cpu-bound computes for 2 s, count not at all.");
    assert_time("race", NULL, "race-async", NULL,
                "In race a switch may come at any call, in race-async only at an await.");
    assert_time("race-async", NULL, "race", NULL,
                "In race a switch may come at any call, in race-async only at an await.");
    assert_time("gil", "work=sleep", "threads", NULL, "");
    assert_time("count", NULL, "count", NULL, "");
    assert_time("deadlock", NULL, "deadlock-async", NULL, ""); /* neither comes to an end */
}

TEST(equal_runs_have_no_difference)
{
    open_two("count", "count");
    assert_verdict("Both end at 1.000: no difference, in what they print or in who runs.");
    assert_int_equal(comparison.differences.n, 0);
    assert_false(compare_difference(&comparison, 1));
    assert_difference(1, "");
    assert_at(1, 1);
}

TEST(differences_are_gone_to_one_by_one_and_back)
{
    open_two("count", "count-sync");
    assert_int_equal(comparison.differences.n, 6);
    assert_true(compare_difference(&comparison, 1));
    assert_int_equal(compare_stands_at(&comparison), 1);
    assert_at(11, 4); /* where count-sync prints “Two” */
    assert_difference(
        1,
        "First difference: the second line: “One” at 0.000 (count), “Two” at 1.000 (count-sync).");
    assert_true(compare_difference(&comparison, 1));
    assert_int_equal(compare_stands_at(&comparison), 2);
    assert_at(12, 5);
    for (size_t i = 3; i <= 6; i++) {
        assert_true(compare_difference(&comparison, 1));
        assert_int_equal(compare_stands_at(&comparison), i);
    }
    assert_difference(6, "Difference 6 of 6: the seventh line: “count.py executed in 1.00 se…” at "
                         "1.000 (count), “count_sync.py executed in 3.…” at 3.000 (count-sync).");
    assert_false(compare_difference(&comparison, 1));
    assert_true(compare_difference(&comparison, -1));
    assert_int_equal(compare_stands_at(&comparison), 5);
}

TEST(the_next_difference_is_that_behind_where_one_stands)
{
    open_two("count", "count-sync");
    for (int i = 0; i < 11; i++)
        compare_step(&comparison, 1); /* both have come to the first two */
    assert_at(12, 5);
    assert_int_equal(compare_stands_at(&comparison), 0);
    assert_true(compare_difference(&comparison, 1));
    assert_int_equal(compare_stands_at(&comparison), 3);
    compare_start(&comparison);
    assert_false(compare_difference(&comparison, -1));
}

TEST(a_line_that_only_one_prints_is_a_difference)
{
    open_with("generator", "n=2", "generator", "n=3");
    assert_int_equal(comparison.differences.n, 3);
    assert_difference(2,
                      "Difference 2 of 3: the eighth line: nothing (generator), “it goes on with "
                      "None” at 0.000 (generator).");
    assert_true(compare_difference(&comparison, 1) && compare_difference(&comparison, 1));
    assert_true(compare_difference(&comparison, 1) && !compare_difference(&comparison, 1));
}

TEST(where_nothing_printed_differs_turns_do)
{
    open_two("race", "race-async");
    assert_true(comparison.differences.turns);
    assert_difference(1, "First difference: the first turn: the program at 0.000 (race), Task-1 at "
                         "0.000 (race-async).");
    assert_true(compare_difference(&comparison, 1));
}

/* ---- sources ---- */

static void assert_marked(const char *a, const char *b, const char *of_a, const char *of_b)
{
    struct line_marks m[2];
    const char *wanted[] = {of_a, of_b};
    same_lines(a, b, &m[0], &m[1]);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(m[i].n, strlen(wanted[i]));
        for (uint32_t k = 0; k < m[i].n; k++)
            assert_int_equal(m[i].differs[k + 1], wanted[i][k] == '#');
        line_marks_close(&m[i]);
    }
}

TEST(lines_that_the_other_source_has_not_are_marked)
{
    assert_marked("a\nb\nc\n", "a\nb\nc\n", "...", "...");
    assert_marked("a\nb\nc\n", "a\nc\n", ".#.", "..");
    assert_marked("a\nb\nc\n", "a\nx\nc\n", ".#.", ".#.");
    assert_marked("", "a\n\nb", "", "#.#"); /* a blank line is nothing to see */
    assert_marked("a\nb\nc\nd", "c\nd\na\nb", "##..", "..##");
    assert_marked("one\ntwo\nthree", "zero\none\nthree\nfour", ".#.", "#..#");
    /* each line of one stands for one of the other's, however often it is there */
    assert_marked("x\na\na\na\ny", "a\nb\na", "#.#.#", ".#.");
    assert_marked("a\nb\nc\nx", "b\nb\nc\na\ny", "#..#", ".#.##");
}

TEST(very_long_sources_are_compared_line_by_line)
{
    struct buf a = {0}, b = {0};
    for (int i = 0; i < 5000; i++) {
        buf_printf(&a, "a%d\n", i);
        buf_printf(&b, i == 2500 ? "a%d\n" : "b%d\n", i);
    }
    struct line_marks m[2];
    same_lines(buf_str(&a), buf_str(&b), &m[0], &m[1]);
    assert_true(m[0].differs[1] && m[0].differs[5000] && !m[0].differs[2501]);
    for (int i = 0; i < 2; i++)
        line_marks_close(&m[i]);
    buf_free(&a);
    buf_free(&b);
}

TEST(a_source_that_is_not_known_marks_nothing)
{
    struct line_marks m[2];
    same_lines("a", NULL, &m[0], &m[1]);
    assert_true(!m[0].n && !m[1].n && !m[0].differs);
}

/* ---- one axis ---- */

/* At 0.000 count has turns of its main and of three tasks; at 1.000 both do something, later only
 * count-sync. */
TEST(both_runs_have_the_same_groups)
{
    open_two("count", "count-sync");
    const struct groups *g = &comparison.groups;
    assert_int_equal(g->n, 4);
    for (size_t i = 0; i < g->n; i++) {
        uint32_t a = g->all[i + 1].first[0] - g->all[i].first[0];
        uint32_t b = g->all[i + 1].first[1] - g->all[i].first[1];
        assert_true(g->all[i].time == (double)i);
        assert_int_equal(groups_width(g, i), a > b ? a : b);
    }
    assert_int_equal(g->all[4].first[0], g->ndeeds[0]);
    assert_int_equal(g->all[3].first[0], g->ndeeds[0]); /* count is over by then */
}

TEST(what_happens_at_one_time_begins_in_one_column)
{
    open_two("count", "count-sync");
    const struct groups *g = &comparison.groups;
    struct axis a = axis_make_shared(&comparison, 0, 0, 90),
                b = axis_make_shared(&comparison, 1, 0, 90);
    for (size_t i = 0; i < 2; i++) {
        double of_a = axis_event_x(&a, g->deeds[0][g->all[i].first[0]]);
        double of_b = axis_event_x(&b, g->deeds[1][g->all[i].first[1]]);
        assert_true(of_a == of_b);
    }
    assert_int_equal(a.here, b.here);
}

TEST(no_event_lies_before_one_that_came_earlier)
{
    static const char *const pairs[][2] = {{"count", "count-sync"},
                                           {"race", "race-async"},
                                           {"makerandom", "executor"},
                                           {"blocking", "callbacks"}};
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        open_two(pairs[k][0], pairs[k][1]);
        for (int r = 0; r < 2; r++) {
            struct axis a = axis_make_shared(&comparison, r, 0, 100);
            double before = axis_event_x(&a, a.trace->first);
            for (uint32_t i = a.trace->first; i < a.trace->end; i++) {
                double x = axis_event_x(&a, i);
                assert_true(x >= before);
                before = x;
            }
        }
        close_two(NULL);
    }
}

/* ---- on the screen ---- */

#define FOLDER "tests/golden/compare/"

static const struct shot {
    const char *file, *arguments; /* of the program, for a shell */
} shots[] = {
    {"count-80x24.txt", "snap compare count count-sync --size 80x24 --keys '3*right d'"},
    {"count-120x36.txt", "snap compare count count-sync --size 120x36 --keys end"},
    {"count-200x50.txt", "snap compare count count-sync --size 200x50 --keys 'end tab'"},
    {"count-40x12.txt", "snap compare count count-sync --size 40x12 --keys 'd d'"},
    {"count-ascii.txt", "snap compare count count-sync --size 80x24 --keys '2*d' --ascii"},
    {"hello-80x24.txt", "snap compare hello-sequential hello-gather --size 80x24 --keys '9*right'"},
    {"hello-120x36.txt", "snap compare hello-sequential hello-gather --size 120x36 --keys d"},
    {"race-120x36.txt", "snap compare race race-async --size 120x36 --keys '14*right'"},
    {"race-locked-80x24.txt",
     "snap compare race -p lock=off race -p lock=on --size 80x24 --keys end"},
    {"seeds-120x36.txt",
     "snap compare makerandom -p seed=1 makerandom -p seed=2 --size 120x36 --keys '3*d'"},
    {"equal-80x24.txt", "snap compare count count --size 80x24 --keys 'd'"},
    {"back-80x24.txt", "snap compare count count-sync --size 80x24 --keys 'end 4*left x z'"},
    {"help-80x24.txt", "snap compare count count-sync --size 80x24 --keys '?'"},
    {"count.txt", "compare count count-sync"},
    {"traces-80x24.txt", "snap compare tests/golden/count.ndjson tests/golden/count_sync.ndjson "
                         "--size 80x24 --keys d"},
    {"recap-80x24.txt", "snap count --size 80x24 --keys end"},
    {"fetch-120x36.txt", "snap compare fetch-sequential fetch --size 120x36 --keys end"},
    {"swarm-80x24.txt",
     "snap compare swarm -p n=1000 swarm -p n=1001 --size 80x24 --keys 'shift-tab 3*down 9*right'"},
    {"missing.txt", "compare count 2>&1"},
    {"third.txt", "compare count count-sync tasks 2>&1"},
};

TEST(screens_of_two_runs_are_these)
{
    for (size_t i = 0; i < sizeof shots / sizeof *shots; i++) {
        struct buf b = {0};
        char path[128];
        snprintf(path, sizeof path, FOLDER "%s", shots[i].file);
        shell(&b, "\"$LOOPSCOPE\" %s", shots[i].arguments);
        golden_check(path, &b);
        buf_free(&b);
    }
    golden_end();
}

TEST(a_film_of_two_runs_has_the_moments_of_both)
{
    struct buf b = {0};
    shell(&b, "\"$LOOPSCOPE\" record compare count count-sync --size 80x24 -o - 2>/dev/null | "
              "grep '\"m\"' | sed -n '2p; 4p; 11,13p; $p'");
    assert_string_equal(
        buf_str(&b),
        "[2.5, \"m\", \"count: Task-1 starts main() and makes three tasks: Task-2, Task-3 and "
        "Task-4.\"]\n"
        "[7.5, \"m\", \"count: Task-2 starts count() and prints “One”.\"]\n"
        "[14.5, \"m\", \"count: Three sleeps are over: Task-2, Task-3 and Task-4 are ready "
        "again.\"]\n"
        "[17.0, \"m\", \"count: Task-2 goes on and prints “Two”.\"]\n"
        "[17.4, \"m\", \"count: count() returns: Task-2 is done.\"]\n"
        "[33.9, \"m\", \"count-sync: The end, at 3.000: it stood still for 3 s of 3 s.\"]\n");
    buf_free(&b);
}

TEST(another_locale_and_terminal_give_the_same_bytes)
{
    static const char *const line = "\"$LOOPSCOPE\" record compare count count-sync --size 80x24 "
                                    "--keys 'd d end' -o /tmp/$$.svg; "
                                    "cat /tmp/$$.svg; rm /tmp/$$.svg";
    struct buf a = {0}, b = {0};
    assert_int_equal(shell(&a, "%s", line), 0);
    assert_int_equal(
        shell(&b, "export LC_ALL=tr_TR.UTF-8 LANG=de_DE TERM=dumb TZ=Asia/Tokyo; %s", line), 0);
    assert_true(a.len > 1000);
    assert_string_equal(buf_str(&a), buf_str(&b));
    buf_free(&a);
    buf_free(&b);
}

TEST(a_terminal_shows_two_runs_as_snap_prints_them)
{
    static const int sizes[][2] = {{24, 80}, {36, 120}, {12, 40}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct vt v;
        vt_open(&v, sizes[i][0], sizes[i][1]);
        vt_start(&v, WORDS(loopscope(), "compare", "count", "count-sync"));
        assert_shows(&v, "compare count count-sync", "");
        vt_type(&v, "dds");
        assert_shows(&v, "compare count count-sync", "d d s");
        vt_type(&v, "S\tz");
        assert_shows(&v, "compare count count-sync", "d d s S tab z");
        vt_type(&v, "?");
        assert_shows(&v, "compare count count-sync", "d d s S tab z ?");
        close_watching(&v);
    }
}

TEST(playing_both_comes_to_the_end)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope(), "compare", "hello-sequential", "hello-gather", "--speed=64"));
    assert_has(&v, "paused");
    vt_type(&v, " ");
    assert_has(&v, "both ended");
    close_watching(&v);
}

TEST(esc_leads_to_the_gallery_and_back)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope(), "compare", "count", "count-sync"));
    assert_has(&v, "paused");
    vt_type(&v, "d\033");
    assert_has(&v, "Scenes");
    vt_type(&v, "\033");
    assert_shows(&v, "compare count count-sync", "d");
    vt_type(&v, "\033");
    assert_has(&v, "Scenes");
    vt_type(&v, "\r");
    assert_has(&v, "step  1/");
    assert_has(&v, "loopscope  count "); /* the scene on the left was the chosen one */
    close_watching(&v);
}

/* blocking has one warning, at 1.000, and executor none. */
TEST(a_warning_of_either_is_gone_to_and_both_come_along)
{
    open_two("blocking", "executor");
    const struct player *p = &comparison.run[0].player;
    assert_int_equal(p->trace.nwarnings, 1);
    assert_int_equal(comparison.run[1].player.trace.nwarnings, 0);
    assert_false(landmark_go(&comparison, LANDMARK_WARNING, -1));
    assert_true(landmark_go(&comparison, LANDMARK_WARNING, 1));
    uint32_t there[] = {p->model.cursor, comparison.run[1].player.model.cursor};
    assert_true(there[0] > p->trace.warnings[0]);
    assert_true(fabs(compare_time(&comparison) - 1) < 1e-9);
    assert_false(landmark_go(&comparison, LANDMARK_WARNING, 1));
    assert_false(landmark_go(&comparison, LANDMARK_WARNING, -1));
    assert_int_equal(p->model.cursor, there[0]);
    compare_end(&comparison);
    assert_true(landmark_go(&comparison, LANDMARK_WARNING, -1));
    assert_int_equal(p->model.cursor, there[0]);
    assert_int_equal(comparison.run[1].player.model.cursor, there[1]);
    close_two(NULL);
}

/* ---- keys ---- */

static const struct pressed {
    const char *keys;
    unsigned a, b;    /* moments that have been */
    const char *says; /* in the last line; NULL: its keys */
} pressed[] = {
    {"right", 2, 2, NULL},
    {"s", 2, 2, NULL},
    {"9 right", 10, 3, NULL},
    {"3 s 2 left", 2, 2, NULL},
    {"3 s S", 3, 3, NULL},
    {"left", 1, 1, "this is the beginning"},
    {"end", 22, 12, NULL},
    {"G right", 22, 12, "this is the end"},
    {"end home", 1, 1, NULL},
    {"end g", 1, 1, NULL},
    {"end r", 1, 1, NULL},
    {"d", 11, 4, NULL},
    {"2 d", 12, 5, NULL},
    {"2 d D", 11, 4, NULL},
    {"D", 1, 1, "there is no earlier difference"},
    {"end d", 22, 12, "there is no later difference"},
    {"space wait:2", 2, 2, NULL},
    {"+ space wait:2", 3, 3, NULL},
    {"space wait:99", 22, 12, NULL},
    {"c", 1, 1, "c is for a run that is watched alone"},
    {"/ \"Two\" enter", 11, 4, NULL},
    {"/ \"Two\" enter n", 12, 5, NULL},
    {"/ \"two\" enter 2 n", 14, 6, NULL},
    {"/ \"Two\" enter n N", 11, 4, NULL},
    {"/ \"Two\" enter N", 22, 10, "the search went on from the end"},
    {"end / \"Two\" enter", 11, 4, "the search went on from the beginning"},
    {"9 s / \"nothing\" enter", 10, 3, "neither story has “nothing”"},
    {"3 s / \"starts main\" enter N", 2, 2, "“starts main” is nowhere else"},
    {"n", 1, 1, "nothing is searched for yet: press /"},
    {"]", 2, 2, NULL},
    {"] ]", 4, 3, NULL},
    {"3 ] [", 4, 3, NULL},
    {"3 ] . [", 10, 3, NULL},
    {"[", 1, 1, "no earlier tick begins in either"},
    {"end ]", 22, 12, "no later tick begins in either"},
    {"W", 1, 1, "neither has an earlier warning"},
    {"end w", 22, 12, "neither has a later warning"},
    {": \"t 0.5\" enter", 11, 4, NULL},
    {": \"t 1.5\" enter", 22, 7, NULL},
    {": \"t 99\" enter", 1, 1, "both end before that"},
    {": \"t soon\" enter", 1, 1, "“soon” will not do: :t SECONDS"},
    {": \"20\" enter", 5, 3, NULL},
    {": \"9999\" enter", 1, 1, "count has no event of that number"},
    {": \"tick 3\" enter", 10, 3, NULL},
    {"tab : \"tick 1\" enter", 1, 1, "count-sync has no such tick"},
    {": \"until Two\" enter", 11, 4, NULL},
    {": \"until\" enter", 1, 1, "something is missing: :until TEXT"},
    {": \"difference 3\" enter", 22, 7, NULL},
    {": \"difference 7\" enter", 1, 1, "there are 6 differences"},
    {": \"difference 2\" enter d", 22, 7, NULL},
    {": \"di\" tab \" 2\" enter", 12, 5, NULL},
    {": \"break 5\" enter", 1, 1, ":break is for a run that is watched alone"},
    {": \"sort slept\" enter", 1, 1, NULL},
    {"b", 1, 1, "b is for a run that is watched alone"},
    {"/ \"Two\" esc", 1, 1, NULL},
    {"click 53,9", 1, 1, NULL},
    {"click 60,15", 22, 6, NULL},
    {"click 30,12", 10, 3, NULL},
    {"enter", 1, 1, "details are of a run that is watched alone"},
    {"click 20,24", 2, 2, NULL},
    {"? right", 2, 2, NULL},
};

TEST(keys_do_this_with_two_runs)
{
    for (size_t i = 0; i < sizeof pressed / sizeof *pressed; i++) {
        const struct pressed *p = &pressed[i];
        struct options o = {.comparing = true,
                            .wish.what = "count",
                            .other.what = "count-sync",
                            .keys = p->keys,
                            .h = 24,
                            .w = 80};
        struct unattended u;
        assert_int_equal(unattended_open(&u, &o), 0);
        assert_int_equal(unattended_play(&u, 0), 0);
        comparison = u.stage.pair->comparison;
        if (passed(0) != p->a || passed(1) != p->b)
            print_error("%s: %u, %u\n", p->keys, passed(0), passed(1));
        assert_at(p->a, p->b);
        assert_string_equal(u.stage.app.ui.message, p->says ? p->says : "");
        unattended_close(&u);
    }
}

/* The zoom after so many presses, each of the same key. */
static int zoomed(const char *keys)
{
    struct options o = {.comparing = true,
                        .wish.what = "count",
                        .other.what = "count-sync",
                        .keys = keys,
                        .h = 24,
                        .w = 80};
    struct unattended u;
    assert_int_equal(unattended_open(&u, &o), 0);
    assert_int_equal(unattended_play(&u, 0), 0);
    int zoom = u.stage.app.comparing.zoom;
    unattended_close(&u);
    return zoom;
}

TEST(lanes_are_drawn_out_and_in_twelve_times_and_no_more)
{
    assert_int_equal(zoomed("z"), 1);
    assert_int_equal(zoomed("11*z"), 11);
    assert_int_equal(zoomed("12*z"), 12);
    assert_int_equal(zoomed("13*z"), 12);
    assert_int_equal(zoomed("13*z Z"), 11);
    assert_int_equal(zoomed("12*Z"), -12);
    assert_int_equal(zoomed("13*Z"), -12);
}

/* A moment is due in two seconds at ×1, less what has gone by; sixty times a second is enough. */
TEST(while_two_runs_play_the_next_moment_is_asked_for_when_it_is_due)
{
    static const struct {
        int speed;
        double owed, due;
    } rows[] = {{0, 0, 2},     {0, 0.5, 1},      {2, 0, 0.5},
                {-2, 0.25, 6}, {6, 0, 1.0 / 32}, {6, 0.9, 1.0 / 60}};
    struct options o = {.comparing = true,
                        .wish.what = "count",
                        .other.what = "count-sync",
                        .keys = "space",
                        .h = 24,
                        .w = 80};
    struct unattended u;
    assert_int_equal(unattended_open(&u, &o), 0);
    assert_int_equal(unattended_play(&u, 0), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        u.stage.app.ui.speed = rows[i].speed;
        u.stage.app.run.owed = rows[i].owed;
        assert_true(fabs(compare_due(&u.stage.app) - rows[i].due) < 1e-9);
    }
    u.stage.app.seeking.by = 1; /* it is searched */
    assert_true(fabs(compare_due(&u.stage.app)) < 1e-9);
    u.stage.app.seeking.by = 0;
    u.stage.app.comparing.playing = false;
    assert_true(compare_due(&u.stage.app) < 0);
    unattended_close(&u);
}

TEST(d_shows_a_scene_beside_the_one_that_belongs_to_it)
{
    static const char *const pairs[][2] = {
        {"count", "count-sync"}, {"hello-gather", "hello-sequential"}, {"race", "race-async"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct buf a = {0}, b = {0};
        shell(&a, "\"$LOOPSCOPE\" snap %s --keys 'end d s d'", pairs[i][0]);
        shell(&b, "\"$LOOPSCOPE\" snap compare %s %s --keys 's d'", pairs[i][0], pairs[i][1]);
        assert_string_equal(buf_str(&a), buf_str(&b));
        buf_free(&a);
        buf_free(&b);
    }
}

TEST(a_line_at_another_time_is_quoted_once)
{
    open_two("hello-sequential", "hello-gather");
    assert_int_equal(comparison.differences.n, 1);
    assert_difference(1, "First difference: the second line, “World”: at 2.000 (hello-sequential), "
                         "at 1.000 (hello-gather).");
}

TEST(d_says_what_it_is_for_where_one_run_is_watched)
{
    struct buf b = {0};
    shell(&b, "\"$LOOPSCOPE\" snap makerandom --keys d | tail -1");
    assert_non_null(strstr(buf_str(&b), "d is for two: loopscope compare count count-sync"));
    buf_free(&b);
}

int main(void)
{
    const char *program = getenv("LOOPSCOPE");
    setenv("LOOPSCOPE", program ? program : "build/loopscope", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_step_goes_to_the_next_moment_of_both_in_the_order_of_time,
                                  close_two),
        cmocka_unit_test_teardown(a_step_back_undoes_a_step, close_two),
        cmocka_unit_test_teardown(single_events_go_forth_and_back_and_none_is_left_out, close_two),
        cmocka_unit_test_teardown(a_step_from_within_a_moment_goes_to_its_edge, close_two),
        cmocka_unit_test_teardown(equal_runs_step_together, close_two),
        cmocka_unit_test_teardown(what_two_runs_have_in_common_is_said_in_a_sentence, close_two),
        cmocka_unit_test_teardown(where_the_time_goes_is_said_in_a_sentence, close_two),
        cmocka_unit_test_teardown(equal_runs_have_no_difference, close_two),
        cmocka_unit_test_teardown(differences_are_gone_to_one_by_one_and_back, close_two),
        cmocka_unit_test_teardown(the_next_difference_is_that_behind_where_one_stands, close_two),
        cmocka_unit_test_teardown(a_line_that_only_one_prints_is_a_difference, close_two),
        cmocka_unit_test_teardown(where_nothing_printed_differs_turns_do, close_two),
        cmocka_unit_test(lines_that_the_other_source_has_not_are_marked),
        cmocka_unit_test(very_long_sources_are_compared_line_by_line),
        cmocka_unit_test(a_source_that_is_not_known_marks_nothing),
        cmocka_unit_test_teardown(both_runs_have_the_same_groups, close_two),
        cmocka_unit_test_teardown(what_happens_at_one_time_begins_in_one_column, close_two),
        cmocka_unit_test_teardown(no_event_lies_before_one_that_came_earlier, close_two),
        cmocka_unit_test(a_warning_of_either_is_gone_to_and_both_come_along),
        cmocka_unit_test(keys_do_this_with_two_runs),
        cmocka_unit_test(lanes_are_drawn_out_and_in_twelve_times_and_no_more),
        cmocka_unit_test(while_two_runs_play_the_next_moment_is_asked_for_when_it_is_due),
        cmocka_unit_test(d_shows_a_scene_beside_the_one_that_belongs_to_it),
        cmocka_unit_test_teardown(a_line_at_another_time_is_quoted_once, close_two),
        cmocka_unit_test(d_says_what_it_is_for_where_one_run_is_watched),
        cmocka_unit_test(screens_of_two_runs_are_these),
        cmocka_unit_test(a_film_of_two_runs_has_the_moments_of_both),
        cmocka_unit_test(another_locale_and_terminal_give_the_same_bytes),
        cmocka_unit_test(a_terminal_shows_two_runs_as_snap_prints_them),
        cmocka_unit_test(playing_both_comes_to_the_end),
        cmocka_unit_test(esc_leads_to_the_gallery_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
