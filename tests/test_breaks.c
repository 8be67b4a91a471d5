/* SPDX-License-Identifier: MIT */
/* Breakpoints: where the line is about to run. A cursor counts the events that have happened, so
 * before event i, which is line i + 1 of tests/golden/NAME.ndjson, it is i. */
#include <stdio.h>
#include <string.h>

#include "player/player.h"
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

enum { MOST = 16 };

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
        {"hello_sequential", 4, {8}},         /* in a coroutine that is called … */
        {"hello_sequential", 12, {8}},        /* … on this line, which no event names */
        {"hello_sequential", 13, {22}},       /* the same, behind what the first call printed */
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

#define TIMER(handle) \
    "{\"e\":\"timer\",\"h\":\"" handle "\",\"when\":1,\"k\":\"cb\",\"cb\":\"f\"}\n"
#define SOON(task) \
    "{\"e\":\"soon\",\"h\":\"H3\",\"by\":\"T1\",\"task\":\"" task "\",\"k\":\"step\"}\n"
#define THREAD "{\"e\":\"thread\",\"id\":\"W1\",\"by\":\"T1\"}\n"
#define EXECUTOR(future) \
    "{\"e\":\"executor\",\"fut\":\"" future "\",\"func\":\"f\",\"by\":\"T1\"}\n"
#define MAKES(line) \
    "{\"e\":\"task\",\"id\":\"T2\",\"coro\":\"f\",\"by\":\"T1\",\"src\":\"a.py:" line "\"}\n"
#define PRINTS(line) "{\"e\":\"out\",\"s\":\"x\\n\",\"at\":\"a.py:" line "\",\"by\":\"T1\"}\n"

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
        {"gather() and a callback of somebody else",
         START "{\"e\":\"soon\",\"h\":\"H2\",\"k\":\"cb\",\"cb\":\"f\"}\n" END(
             "{\"what\":\"gather\",\"fut\":\"F1\"}"),
         {6}},
        {"a sleep", START TIMER("H2") END("{\"what\":\"sleep\",\"timer\":\"H2\"}"), {5}},
        {"a sleep behind a timer",
         START TIMER("H3") END("{\"what\":\"sleep\",\"timer\":\"H2\"}"),
         {6}},
        {"sleep(0)", START SOON("T1") END("{\"what\":\"sleep0\"}"), {5}},
        {"a bare yield", START SOON("T1") END("{\"what\":\"yield\"}"), {5}},
        {"sleep(0) behind what wakes another", START SOON("T2") END("{\"what\":\"sleep0\"}"), {6}},
        {"what wakes itself behind a future",
         START SOON("T1") END("{\"what\":\"future\",\"fut\":\"F1\"}"),
         {6}},
        {"run_in_executor()",
         START THREAD EXECUTOR("F1") END("{\"what\":\"executor\",\"fut\":\"F1\"}"),
         {5}},
        {"run_in_executor() of another",
         START EXECUTOR("F2") END("{\"what\":\"executor\",\"fut\":\"F1\"}"),
         {6}},
        {"a thread, and a future", START THREAD END("{\"what\":\"future\",\"fut\":\"F1\"}"), {6}},
        {"another task's timer", START TIMER("H2") END("{\"what\":\"lock\",\"fut\":\"F1\"}"), {6}},
        {"two prints of one line around a task of another",
         START PRINTS("3") MAKES("4") PRINTS("3"),
         {5, 7}},
        {"a task of the line that prints", START MAKES("3") PRINTS("3"), {5}},
        {"a task, its name and a timer of the line that prints",
         START MAKES("3") SOON("T2") TIMER("H4") PRINTS("3"),
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
        uint32_t event;
        const struct breakpoint *next = player_stops_before(&b.player, &event);
        assert_int_equal(next != NULL, n == 19 || n == 23 || n == 27);
        assert_int_equal(next ? event : n + 1, n + 1);
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

TEST(frames_are_counted_without_being_read)
{
    static const char *const goldens[] = {"count", "s37_nested_blocks", "s24_barrier",
                                          "s34_generators"};
    for (size_t k = 0; k < sizeof goldens / sizeof *goldens; k++) {
        struct bench b;
        open_golden(&b, goldens[k]);
        const struct trace *t = &b.player.trace;
        for (uint32_t i = 0; i < t->end; i++)
            assert_int_equal(trace_frames(t, i), trace_note(t, i)->nframes);
        close_bench(&b);
    }
}

/* ---- lines that call a coroutine which waits ---- */

#define STEP(kind) "{\"e\":\"begin\",\"h\":\"H1\",\"task\":\"T1\",\"k\":\"" kind "\"}\n"
#define WAITS(stack, locals)                                                             \
    "{\"e\":\"end\",\"h\":\"H1\",\"task\":\"T1\",\"state\":\"waiting\",\"stack\":" stack \
    ",\"on\":{\"what\":\"future\",\"fut\":\"F1\"},\"locals\":" locals "}\n"
#define CALLED "[[\"a.py\",3,\"outer\"],[\"a.py\",7,\"inner\"]]"
#define INNER  "[{\"i\":\"1\"},{\"i\":\"5\"}]"

TEST(a_line_that_calls_what_waits_is_stopped_before)
{
    static const char text[] = "async def outer():\n" /* 1 */
                               "    print()\n"        /* 2 */
                               "    await inner()\n"  /* 3 */
                               "    print()\n"        /* 4 */
                               "async def inner():\n" /* 5 */
                               "    print()\n"        /* 6 */
                               "    await future\n"   /* 7 */
                               "    print()\n";       /* 8 */
    static const struct source source = {"a.py", text, sizeof text - 1};
    static const struct {
        const char *name, *text;
        bool with_source;
        uint32_t stops[MOST];
    } traces[] = {
        {"it is called at once", START WAITS(CALLED, INNER), true, {5}},
        {"it prints", START PRINTS("6") WAITS(CALLED, INNER), true, {5}},
        {"both print", START PRINTS("2") PRINTS("6") WAITS(CALLED, INNER), true, {6}},
        {"it goes on within the call",
         START WAITS(CALLED, INNER) STEP("wakeup") PRINTS("8") WAITS(CALLED, INNER),
         true,
         {5}},
        {"it is called again",
         START WAITS(CALLED, INNER) STEP("wakeup") PRINTS("8") PRINTS("4") PRINTS("2")
             WAITS(CALLED, INNER),
         true,
         {5, 10}},
        {"whose line that is, is not known",
         START PRINTS("2") PRINTS("6") WAITS(CALLED, INNER),
         false,
         {7}},
    };
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++) {
        struct bench b;
        open_text(&b, traces[i].text);
        b.player.trace.sources = &source;
        b.player.trace.nsources = traces[i].with_source;
        player_break(&b.player, NULL, 3);
        assert_stops(&b.player, traces[i].stops, traces[i].name);
        close_bench(&b);
    }
}

/* The locals of a condition are those of the line's function. */
TEST(a_line_that_calls_has_the_locals_of_its_own_call)
{
    static const char *const conditions[] = {"i == 1", "i == 5", "task == 'Task-1'", "j == 1"};
    for (int i = 0; i < 4; i++) {
        struct bench b;
        struct buf error = {0};
        open_text(&b, START WAITS(CALLED, INNER));
        breaks_set(&b.player.breaks, &b.player.trace, NULL, 3,
                   condition_parse(conditions[i], &error));
        assert_stops(&b.player, i % 2 ? (uint32_t[MOST]){0} : (uint32_t[MOST]){5}, conditions[i]);
        close_bench(&b);
    }
}

/* Who makes a task is who has the turn; what the program's own lines make is made by no task. */
TEST(a_condition_on_a_line_that_makes_a_task_is_about_who_makes_it)
{
    static const struct {
        const char *condition;
        uint32_t stop;
    } table[] = {
        {"task == 'Task-1'", 7}, {"x == 1", 7},    {"task == 'Task-2'", 0},
        {"x == 2", 0},           {"task != 1", 7},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct bench b;
        struct buf error = {0};
        open_text(&b,
                  START WAITS("[[\"a.py\",4,\"main\"]]", "[{\"x\":\"1\"}]") STEP("wakeup")
                      MAKES("3") SOON("T2") WAITS("[[\"a.py\",4,\"main\"]]", "[{\"x\":\"2\"}]"));
        breaks_set(&b.player.breaks, &b.player.trace, NULL, 3,
                   condition_parse(table[i].condition, &error));
        assert_stops(&b.player, (uint32_t[MOST]){table[i].stop}, table[i].condition);
        close_bench(&b);
        open_text(&b, START WAITS("[[\"a.py\",4,\"main\"]]", "[{\"x\":\"1\"}]") STEP("wakeup")
                          PRINTS("2") MAKES("3") SOON("T2")
                              WAITS("[[\"a.py\",4,\"main\"]]", "[{\"x\":\"2\"}]"));
        breaks_set(&b.player.breaks, &b.player.trace, NULL, 3,
                   condition_parse(table[i].condition, &error));
        assert_stops(&b.player, (uint32_t[MOST]){table[i].stop ? table[i].stop + 1 : 0},
                     table[i].condition);
        close_bench(&b);
        open_text(&b,
                  START WAITS("[[\"a.py\",4,\"main\"]]", "[{\"x\":\"1\"}]") STEP("wakeup")
                      MAKES("3") SOON("T2") WAITS("[[\"a.py\",4,\"main\"]]", "[{\"x\":\"2\"}]"));
        breaks_set(&b.player.breaks, &b.player.trace, NULL, 3,
                   condition_parse(table[i].condition, &error));
        player_break(&b.player, NULL, 9); /* there the program makes the first */
        breaks_set(&b.player.breaks, &b.player.trace, NULL, 9,
                   condition_parse("task == 'Task-1' or x == 1", &error));
        assert_stops(&b.player, (uint32_t[MOST]){table[i].stop}, table[i].condition);
        close_bench(&b);
    }
}

/* The line that is come to first is stopped before first, although what is told of it comes later. */
TEST(a_call_is_stopped_before_ahead_of_what_it_does)
{
    static const struct source source = {
        "a.py", "async def outer():\n  2\n  3\n  4\nasync def inner():\n  6\n  7\n", 66};
    struct bench b;
    open_text(&b, START PRINTS("2") PRINTS("6") PRINTS("6") WAITS(CALLED, INNER));
    b.player.trace.sources = &source;
    b.player.trace.nsources = 1;
    player_break(&b.player, NULL, 3);
    player_break(&b.player, NULL, 2);
    player_break(&b.player, NULL, 6);
    player_break(&b.player, NULL, 7);
    assert_stops(&b.player, (uint32_t[MOST]){5, 6, 7, 8}, "all lines");
    close_bench(&b);
}

/* ---- a local that is watched ---- */

/* In CPython's trace the ends of turns tell it: of Task-3 line 65 has 7 where there was 4, and so on. */
TEST(a_watched_local_stops_behind_what_tells_that_it_has_changed)
{
    struct bench b;
    struct watched w;
    open_golden(&b, "makerandom");
    breaks_watch(&b.player.breaks, "i");
    assert_stops(&b.player, (uint32_t[MOST]){65, 88, 92, 116, 134, 157, 171, 185, 209, 227, 241},
                 "i");
    assert_true(player_seek(&b.player, 92));
    assert_true(player_changes_watched(&b.player, &w));
    assert_int_equal(w.now_len, 1);
    assert_memory_equal(w.now, "8", 1);
    assert_memory_equal(w.was, "4", 1);
    assert_true(player_seek(&b.player, 93));
    assert_false(player_changes_watched(&b.player, &w));
    breaks_watch(&b.player.breaks, "threshold"); /* it never changes */
    assert_stops(&b.player, (uint32_t[MOST]){0}, "threshold");
    breaks_watch(&b.player.breaks, "k"); /* there is none */
    assert_stops(&b.player, (uint32_t[MOST]){0}, "k");
    close_bench(&b);
}

TEST(breakpoints_and_a_watched_local_are_stopped_at_together)
{
    struct bench b;
    open_golden(&b, "makerandom");
    breaks_watch(&b.player.breaks, "i");
    player_break(&b.player, NULL, 19); /* before lines 109 202 253, which print that line */
    assert_stops(
        &b.player,
        (uint32_t[MOST]){65, 88, 92, 108, 116, 134, 157, 171, 185, 201, 209, 227, 241, 252},
        "both");
    close_bench(&b);
}

#define STOPPED(stack, locals)                                                           \
    "{\"e\":\"begin\",\"h\":\"H1\",\"task\":\"T1\",\"k\":\"step\"}\n"                    \
    "{\"e\":\"end\",\"h\":\"H1\",\"task\":\"T1\",\"state\":\"waiting\",\"stack\":" stack \
    ",\"on\":{\"what\":\"future\",\"fut\":\"F1\"},\"locals\":" locals "}\n"
#define OUTER "[[\"a.py\",3,\"outer\"]]"
#define BELOW "[[\"a.py\",3,\"outer\"],[\"a.py\",7,\"inner\"]]"

/* Of outer() alone, and while it awaits inner(). */
TEST(a_local_is_that_of_one_function)
{
    static const struct {
        const char *name, *text;
        uint32_t stop; /* 0: none */
    } traces[] = {
        {"it changes", START STOPPED(OUTER, "[{\"i\":\"1\"}]") STOPPED(OUTER, "[{\"i\":\"2\"}]"),
         9},
        {"it stays", START STOPPED(OUTER, "[{\"i\":\"1\"}]") STOPPED(OUTER, "[{\"i\":\"1\"}]"), 0},
        {"it changes below",
         START STOPPED(OUTER, "[{\"i\":\"1\"}]") STOPPED(BELOW, "[{\"i\":\"2\"},{\"j\":\"5\"}]"),
         9},
        {"another function has one, too",
         START STOPPED(OUTER, "[{\"i\":\"1\"}]") STOPPED(BELOW, "[{\"i\":\"1\"},{\"i\":\"5\"}]"),
         0},
        {"that one changes",
         START STOPPED(BELOW, "[{\"i\":\"1\"},{\"i\":\"5\"}]")
             STOPPED(BELOW, "[{\"i\":\"1\"},{\"i\":\"6\"}]"),
         9},
        {"it is there for the first time",
         START STOPPED(OUTER, "[{\"j\":\"1\"}]") STOPPED(OUTER, "[{\"i\":\"1\",\"j\":\"1\"}]"), 0},
        {"its name begins so",
         START STOPPED(OUTER, "[{\"ii\":\"1\"}]") STOPPED(OUTER, "[{\"ii\":\"2\"}]"), 0},
        {"what prints tells of the innermost only",
         START STOPPED(
             INNER, "[{\"i\":\"1\"},{\"j\":\"5\"}]") "{\"e\":\"out\",\"s\":\"x\\n\",\"at\":\"a.py:"
                                                     "7\",\"by\":\"T1\",\"locals\":{\"j\":\"6\"}}"
                                                     "\n" STOPPED(BELOW,
                                                                  "[{\"i\":\"2\"},{\"j\":\"6\"}]"),
         10},
    };
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++) {
        struct bench b;
        open_text(&b, traces[i].text);
        breaks_watch(&b.player.breaks, "i");
        uint32_t end = b.player.trace.end, stop = traces[i].stop;
        assert_true(player_continue(&b.player, 1));
        if (b.player.model.cursor != (stop ? stop : end))
            fail_msg("%s: at %u", traces[i].name, b.player.model.cursor);
        close_bench(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_breakpoint_stops_before_the_first_event_of_what_the_line_does),
        cmocka_unit_test(what_an_await_does_before_it_waits_belongs_to_its_line),
        cmocka_unit_test(the_line_that_is_about_to_run_is_known_at_its_place_alone),
        cmocka_unit_test(all_breakpoints_are_stopped_at_in_the_order_of_the_trace),
        cmocka_unit_test(frames_are_counted_without_being_read),
        cmocka_unit_test(a_line_that_calls_what_waits_is_stopped_before),
        cmocka_unit_test(a_line_that_calls_has_the_locals_of_its_own_call),
        cmocka_unit_test(a_condition_on_a_line_that_makes_a_task_is_about_who_makes_it),
        cmocka_unit_test(a_call_is_stopped_before_ahead_of_what_it_does),
        cmocka_unit_test(a_watched_local_stops_behind_what_tells_that_it_has_changed),
        cmocka_unit_test(breakpoints_and_a_watched_local_are_stopped_at_together),
        cmocka_unit_test(a_local_is_that_of_one_function),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
