/* SPDX-License-Identifier: MIT */
/* Foreseeing who runs next. Where one is asked, who could be next and who is, was read off
 * tests/golden/NAME.ndjson by hand: a cursor is the number of events that have happened, an event
 * is its "i". */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "player/player.h"
#include "scenes/scene.h"
#include "story/guess.h"
#include "target/scene.h"
#include "tests/support/file.h"
#include "tests/support/run.h"
#include "tests/test.h"
#include "trace/load.h"

static void open_whole(struct player *p, const char *name)
{
    open_scene(p, name);
    player_produce(p, UINT32_MAX);
}

/* ---- where, and who ---- */

/* "15: 2 3 4 -> 2 at 17; …": each question that is met step by step, or event by event, and those
 * that are met again only once. */
static struct buf questions(struct player *p, bool by_events)
{
    struct buf b = {0};
    struct guess g;
    uint32_t asked = TRACE_NONE;
    buf_puts(&b, "");
    while (by_events ? player_step(p, 1) : player_moment(p, 1)) {
        if (!guess_make(&p->model, &g) || g.begin == asked)
            continue;
        asked = g.begin;
        buf_printf(&b, "%u:", p->model.cursor);
        for (uint32_t k = 0; k < g.n; k++)
            buf_printf(&b, " %u", g.tasks[k]);
        buf_printf(&b, " -> %u at %u%s\n", g.answer, g.begin, g.asleep ? ", asleep" : "");
    }
    return b;
}

static void assert_asks(const char *scene, const char *want)
{
    for (int by_events = 0; by_events < 2; by_events++) {
        struct player p;
        open_whole(&p, scene);
        struct buf b = questions(&p, by_events);
        assert_string_equal(b.s, want);
        buf_free(&b);
        player_close(&p);
    }
}

TEST(count_asks_in_the_queue_and_when_all_sleep)
{
    assert_asks("count", "15: 2 3 4 -> 2 at 17\n"
                         "21: 3 4 -> 3 at 21\n"
                         "29: 1 2 3 4 -> 2 at 49, asleep\n"
                         "54: 3 4 -> 3 at 54\n");
}

TEST(hello_gather_asks_twice)
{
    assert_asks("hello-gather", "13: 2 3 -> 2 at 15\n"
                                "21: 1 2 3 -> 2 at 36, asleep\n");
}

/* Where two are due at once their timers were set one after the other; from 209 on only Task-2
 * sleeps. */
TEST(makerandom_asks_until_only_one_sleeps)
{
    assert_asks("makerandom", "15: 2 3 4 -> 2 at 17\n"
                              "22: 3 4 -> 3 at 22\n"
                              "32: 1 2 3 4 -> 2 at 42, asleep\n"
                              "46: 1 2 3 4 -> 3 at 61, asleep\n"
                              "69: 1 2 3 4 -> 4 at 84, asleep\n"
                              "92: 1 2 3 4 -> 3 at 107, asleep\n"
                              "116: 1 2 4 -> 2 at 130, asleep\n"
                              "134: 1 2 4 -> 4 at 149, asleep\n"
                              "157: 1 2 4 -> 2 at 167, asleep\n"
                              "171: 1 2 4 -> 2 at 181, asleep\n"
                              "185: 1 2 4 -> 4 at 200, asleep\n");
}

TEST(nothing_is_asked_where_one_task_is_all_there_is)
{
    assert_asks("hello-sequential", "");
    assert_asks("count-sync", "");
}

/* While a handle runs, and while others still join the queue, the question would be another one. */
TEST(nothing_is_asked_in_a_turn_or_while_the_queue_fills)
{
    static const uint32_t silent[] = {0,  5,  8,  14, 18, 20, 23, 34, 35,
                                      36, 39, 43, 50, 53, 59, 64, 119};
    static const uint32_t asking[] = {15, 16, 17, 21, 29, 31, 47, 49, 54};
    struct player p;
    struct guess g;
    open_whole(&p, "count");
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        player_seek(&p, silent[i]);
        if (guess_make(&p.model, &g))
            fail_msg("asks at %u", silent[i]);
    }
    for (size_t i = 0; i < sizeof asking / sizeof *asking; i++) {
        player_seek(&p, asking[i]);
        if (!guess_make(&p.model, &g))
            fail_msg("does not ask at %u", asking[i]);
    }
    player_close(&p);
}

/* ---- what only chance decides ---- */

/* count's trace, and I/O that poll found in its third tick. */
static struct buf with_io(void)
{
    struct buf all = read_file("tests/golden/count.ndjson"), b = {0};
    const char *jump = strstr(all.s, "\"e\":\"jump\""), *next = strchr(jump, '\n') + 1;
    buf_add(&b, all.s, (size_t)(next - all.s));
    buf_puts(&b, "{\"n\":3,\"t\":1.0,\"e\":\"io\",\"h\":\"H99\",\"k\":\"cb\",\"cb\":\"f\"}\n");
    buf_puts(&b, next);
    buf_free(&all);
    return b;
}

TEST(nothing_is_asked_that_io_decides)
{
    struct player p;
    struct load load;
    struct buf trace = with_io();
    FILE *f = fmemopen(trace.s, trace.len, "r");
    player_open_empty(&p, 0);
    assert_int_equal(load_trace(&load, f, &p.lint.observer), 0);
    fclose(f);
    struct buf b = questions(&p, true);
    assert_string_equal(b.s, "15: 2 3 4 -> 2 at 17\n"
                             "21: 3 4 -> 3 at 21\n");
    buf_free(&b);
    buf_free(&trace);
    player_close(&p);
    load_close(&load);
}

/* ---- very many ---- */

static void open_many(struct player *p, int n)
{
    static struct target *t;
    struct wish w = {.what = "makerandom", .nparams = 1, .params = {{"n", 1, n, NULL}}};
    assert_int_equal(scene_open(&t, scene_find("makerandom"), &w), 0);
    assert_int_equal(player_open(p, t, 0), 0);
    p->owns_target = true;
    player_produce(p, UINT32_MAX);
}

static bool offers(const struct guess *g, uint32_t task)
{
    for (uint32_t k = 0; k < g->n; k++)
        if (g->tasks[k] == task)
            return true;
    return false;
}

TEST(of_very_many_nine_are_offered_with_the_answer_among_them)
{
    struct player p;
    struct guess g;
    uint32_t nines = 0;
    open_many(&p, 300);
    while (player_moment(&p, 1)) {
        if (!guess_make(&p.model, &g))
            continue;
        assert_true(g.n >= 2 && g.n <= GUESS_MOST && offers(&g, g.answer));
        for (uint32_t k = 1; k < g.n; k++)
            assert_true(g.tasks[k] > g.tasks[k - 1]);
        nines += g.n == GUESS_MOST;
    }
    assert_true(nines > 290);
    player_close(&p);
}

/* ---- in which words ---- */

static const struct telling {
    const char *scene;
    uint32_t at, said;
    const char *ask, *told;
} tellings[] = {
    {"count", 15, 2, "Who runs next?",
     "Right: Task-2 runs next.|Task-1 made it, and it has had no turn yet.|"
     "It joined the ready queue before Task-3 and Task-4: first come, first served."},
    {"count", 21, 4, "Who runs next?",
     "No: Task-3 runs next, not Task-4.|Task-1 made it, and it has had no turn yet.|"
     "It joined the ready queue before Task-4: first come, first served."},
    {"count", 29, 2, "Nobody is ready: who runs next?",
     "Right: Task-2 runs next.|Its sleep(1) at line 5 is over first, at 1.000.|"
     "Task-3 and Task-4 are due then, too, but their timers were set later."},
    {"count", 29, 1, "Nobody is ready: who runs next?",
     "No: Task-2 runs next, not Task-1.|Its sleep(1) at line 5 is over first, at 1.000.|"
     "Task-1 has to wait: gather of Task-2, 3, 4."},
    {"count", 54, 3, "Who runs next?",
     "Right: Task-3 runs next.|Its sleep(1) at line 5 is over; its timer was set first.|"
     "It joined the ready queue before Task-4: first come, first served."},
    /* the timers say it here, set at 0.000 and at 1.000 */
    {"makerandom", 59, 2, "Who runs next?",
     "No: Task-3 runs next, not Task-2.|Its sleep(2) at line 17 is over; its timer was set first.|"
     "It joined the ready queue before Task-2: first come, first served."},
    {"makerandom", 69, 2, "Nobody is ready: who runs next?",
     "No: Task-4 runs next, not Task-2.|Its sleep(3) at line 17 is over first, at 3.000.|"
     "Task-2 is due then, too, but its timer was set later."},
    {"makerandom", 69, 3, "Nobody is ready: who runs next?",
     "No: Task-4 runs next, not Task-3.|Its sleep(3) at line 17 is over first, at 3.000.|"
     "Task-3 has to wait: sleep(2) until 4.000."},
    {"makerandom", 157, 2, "Nobody is ready: who runs next?",
     "Right: Task-2 runs next.|Its sleep(1) at line 17 is over first, at 7.000.|"},
};

TEST(an_answer_is_told_with_its_why)
{
    for (size_t i = 0; i < sizeof tellings / sizeof *tellings; i++) {
        const struct telling *t = &tellings[i];
        struct player p;
        struct guess g;
        struct moment told = {0};
        struct buf b = {0};
        open_whole(&p, t->scene);
        player_seek(&p, t->at);
        assert_true(guess_make(&p.model, &g));
        guess_ask(&g, &b);
        assert_string_equal(b.s, t->ask);
        buf_clear(&b);
        guess_tell(&p.model, &g, t->said, &told);
        buf_printf(&b, "%s|%s|%s", buf_str(&told.headline), buf_str(&told.why[0]),
                   buf_str(&told.why[1]));
        assert_string_equal(b.s, t->told);
        moment_free(&told);
        buf_free(&b);
        player_close(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(count_asks_in_the_queue_and_when_all_sleep),
        cmocka_unit_test(hello_gather_asks_twice),
        cmocka_unit_test(makerandom_asks_until_only_one_sleeps),
        cmocka_unit_test(nothing_is_asked_where_one_task_is_all_there_is),
        cmocka_unit_test(nothing_is_asked_in_a_turn_or_while_the_queue_fills),
        cmocka_unit_test(nothing_is_asked_that_io_decides),
        cmocka_unit_test(of_very_many_nine_are_offered_with_the_answer_among_them),
        cmocka_unit_test(an_answer_is_told_with_its_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
