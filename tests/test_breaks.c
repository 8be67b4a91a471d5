/* SPDX-License-Identifier: MIT */
/* Breakpoints: where the line is about to run. A cursor counts the events that have happened, so
 * before event i, which is line i + 1 of tests/golden/NAME.ndjson, it is i. */
#include <stdio.h>
#include <string.h>

#include "player.h"
#include "tests/test.h"
#include "trace/load.h"

/* A trace, all of it. */
struct bench {
    struct player player;
    struct load load;
};

static void open_stream(struct bench *b, FILE *f)
{
    assert_non_null(f);
    *b = (struct bench){0};
    player_open_empty(&b->player, 0);
    assert_int_equal(load_trace(&b->load, f, &b->player.lint.observer), 0);
    fclose(f);
}

static void open_golden(struct bench *b, const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "tests/golden/%s.ndjson", name);
    open_stream(b, fopen(path, "r"));
}

static void open_text(struct bench *b, const char *text)
{
    open_stream(b, fmemopen((void *)text, strlen(text), "r"));
}

static void close_bench(struct bench *b)
{
    player_close(&b->player);
    load_close(&b->load);
}

enum { MOST = 8 };

/* A 0 ends the list. */
static void assert_stops(struct player *p, const uint32_t *stops, const char *what)
{
    int n = 0;
    while (n < MOST && stops[n])
        n++;
    for (int i = 0; i <= n; i++) {
        assert_true(player_continue(p, 1));
        uint32_t to = i < n ? stops[i] : p->trace.end;
        if (p->model.cursor != to)
            fail_msg("%s: on to %u, wanted %u", what, p->model.cursor, to);
    }
    for (int i = n; i-- >= 0;) {
        assert_true(player_continue(p, -1));
        uint32_t to = i >= 0 ? stops[i] : 0;
        if (p->model.cursor != to)
            fail_msg("%s: back to %u, wanted %u", what, p->model.cursor, to);
    }
}

TEST(a_breakpoint_stops_before_the_first_event_of_what_the_line_does)
{
    static const struct {
        const char *golden;
        uint32_t line, stops[MOST];
    } lines[] = {
        {"count", 4, {18, 22, 26}},           /* print() */
        {"count", 5, {19, 23, 27}},           /* sleep(1) sets its timer first */
        {"count", 6, {50, 55, 60}},           /* print() behind the sleep */
        {"count", 9, {8}},                    /* gather() makes three tasks, then it waits */
        {"count", 14, {2}},                   /* asyncio.run(), and not what it makes at its end */
        {"count", 15, {0}},                   /* no event tells of it */
        {"s06a_wait_for_ok", 3, {8}},         /* a timer, a task, and a print() of what came */
        {"s15_executor", 4, {8}},             /* a thread's work, and a print() of it */
        {"s27_cancel_gather", 3, {26, 29}},   /* sleep(9) of two tasks */
        {"s27_cancel_gather", 4, {45, 51}},   /* behind the timer that was taken back */
        {"s27_cancel_gather", 7, {8, 21}},    /* two awaits on a line look like a loop */
        {"s27_cancel_gather", 9, {40}},       /* line 8 cancels three tasks before it */
        {"s08b_queue_full", 7, {10, 24, 38}}, /* print(await q.get()), three times */
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct bench b;
        char what[64];
        open_golden(&b, lines[i].golden);
        player_break(&b.player, NULL, lines[i].line);
        snprintf(what, sizeof what, "%s:%u", lines[i].golden, lines[i].line);
        assert_stops(&b.player, lines[i].stops, what);
        close_bench(&b);
    }
}

#define START                                                                                   \
    "{\"i\":0,\"n\":0,\"t\":0.0,\"e\":\"start\",\"script\":\"a.py\"}\n"                         \
    "{\"i\":1,\"n\":0,\"t\":0.0,\"e\":\"task\",\"id\":\"T1\",\"coro\":\"main\",\"src\":\"a.py:" \
    "9\"}\n"                                                                                    \
    "{\"i\":2,\"n\":0,\"t\":0.0,\"e\":\"soon\",\"h\":\"H1\",\"task\":\"T1\",\"k\":\"step\"}\n"  \
    "{\"i\":3,\"n\":1,\"t\":0.0,\"e\":\"tick\"}\n"                                              \
    "{\"i\":4,\"n\":1,\"t\":0.0,\"e\":\"begin\",\"h\":\"H1\",\"task\":\"T1\",\"k\":\"step\"}\n"
#define END(on)                                                                            \
    "{\"n\":1,\"t\":0.0,\"e\":\"end\",\"h\":\"H1\",\"task\":\"T1\",\"state\":\"waiting\"," \
    "\"stack\":[[\"a.py\",3,\"main\"]],\"on\":" on ",\"locals\":[{}]}\n"

TEST(what_an_await_does_before_it_waits_belongs_to_its_line)
{
    static const struct {
        const char *name, *text;
        uint32_t stops[MOST];
    } traces[] = {
        {"a queue that is full",
         START "{\"e\":\"sync\",\"id\":\"S1\",\"what\":\"Queue\"}\n" END(
             "{\"what\":\"Queue.put\",\"obj\":\"S1\",\"fut\":\"F1\"}"),
         {5}},
        {"another queue",
         START "{\"e\":\"sync\",\"id\":\"S2\",\"what\":\"Queue\"}\n" END(
             "{\"what\":\"Queue.put\",\"obj\":\"S1\",\"fut\":\"F1\"}"),
         {6}},
        {"a thread that is started",
         START "{\"e\":\"thread\",\"id\":\"W1\",\"by\":\"T1\"}\n"
               "{\"e\":\"executor\",\"fut\":\"F2\",\"func\":\"f\",\"by\":\"T1\"}\n" END(
                   "{\"what\":\"to_thread\",\"fut\":\"F1\"}"),
         {5}},
        {"a timer of call_later()",
         START "{\"e\":\"timer\",\"h\":\"H2\",\"when\":1,\"k\":\"cb\",\"cb\":\"f\"}\n" END(
             "{\"what\":\"future\",\"fut\":\"F1\"}"),
         {6}},
        {"wait()",
         START
         "{\"e\":\"timer\",\"h\":\"H2\",\"when\":1,\"k\":\"cb\",\"cb\":\"_release_waiter\"}\n" END(
             "{\"what\":\"wait\",\"fut\":\"F1\"}"),
         {5}},
        {"gather() of what is done",
         START "{\"e\":\"soon\",\"h\":\"H2\",\"k\":\"cb\",\"cb\":\"gather.<locals>._done_"
               "callback\"}\n" END("{\"what\":\"gather\",\"fut\":\"F1\"}"),
         {5}},
        {"a line that is told by itself",
         START "{\"e\":\"line\",\"at\":\"a.py:3\",\"by\":\"T1\"}\n"
               "{\"e\":\"out\",\"s\":\"x\\n\",\"at\":\"a.py:3\",\"by\":\"T1\"}\n"
               "{\"e\":\"line\",\"at\":\"a.py:3\",\"by\":\"T1\"}\n"
               "{\"e\":\"timer\",\"h\":\"H2\",\"when\":1,\"k\":\"cb\",\"cb\":\"f\"}\n" END(
                   "{\"what\":\"sleep\",\"timer\":\"H2\",\"when\":1,\"fut\":\"F1\"}"),
         {5, 7}},
        {"three prints",
         START "{\"e\":\"out\",\"s\":\"x\\n\",\"at\":\"a.py:3\",\"by\":\"T1\"}\n"
               "{\"e\":\"out\",\"s\":\"x\\n\",\"at\":\"a.py:3\",\"by\":\"T1\"}\n"
               "{\"e\":\"err\",\"s\":\"x\\n\",\"at\":\"a.py:3\",\"by\":\"T1\"}\n",
         {5, 6, 7}},
        {"it stands still",
         START "{\"e\":\"block\",\"secs\":1,\"at\":\"a.py:3\",\"by\":\"T1\"}\n",
         {5}},
    };
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++) {
        struct bench b;
        open_text(&b, traces[i].text);
        player_break(&b.player, NULL, 3);
        assert_stops(&b.player, traces[i].stops, traces[i].name);
        close_bench(&b);
    }
}

/* Whoever stands there is told what runs next, however he came there. */
TEST(the_line_that_is_about_to_run_is_known_at_its_place_alone)
{
    struct bench b;
    open_golden(&b, "count");
    player_break(&b.player, NULL, 5);
    for (uint32_t n = 0; n <= b.player.trace.end; n++) {
        assert_true(player_seek(&b.player, n));
        uint32_t next = player_stops_before(&b.player);
        assert_int_equal(next, n == 19 || n == 23 || n == 27 ? n + 1 : TRACE_NONE);
    }
    close_bench(&b);
}

TEST(all_breakpoints_are_stopped_at_in_the_order_of_the_trace)
{
    struct bench b;
    open_golden(&b, "count");
    player_break(&b.player, NULL, 6);
    player_break(&b.player, NULL, 4);
    player_break(&b.player, "count.py", 9);
    assert_stops(&b.player, (uint32_t[MOST]){8, 18, 22, 26, 50, 55, 60}, "three lines");
    close_bench(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_breakpoint_stops_before_the_first_event_of_what_the_line_does),
        cmocka_unit_test(what_an_await_does_before_it_waits_belongs_to_its_line),
        cmocka_unit_test(the_line_that_is_about_to_run_is_known_at_its_place_alone),
        cmocka_unit_test(all_breakpoints_are_stopped_at_in_the_order_of_the_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
