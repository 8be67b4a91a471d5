/* SPDX-License-Identifier: MIT */
/* Sentences for what small scenes seldom do: each is that of the last line of a trace. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "player/player.h"
#include "tests/test.h"
#include "trace/load.h"
#include "trace/save.h"
#include "story/moment.h"
#include "story/story.h"

/* A program with a task that has had its turn, and the beginning of its second one. */
#define START                                                                                  \
    "{\"e\":\"start\",\"script\":\"x.py\",\"py\":\"3.11.7\",\"clock\":\"virtual\"}\n"          \
    "{\"e\":\"loop\",\"id\":\"L1\"}\n"                                                         \
    "{\"e\":\"task\",\"id\":\"T1\",\"name\":\"Task-1\",\"coro\":\"main\",\"at\":\"x.py:1\"}\n" \
    "{\"e\":\"soon\",\"h\":\"H1\",\"task\":\"T1\",\"k\":\"step\"}\n"                           \
    "{\"e\":\"tick\",\"n\":1,\"ready\":1,\"timers\":0}\n"                                      \
    "{\"e\":\"ready\",\"n\":1,\"q\":[\"H1\"]}\n"                                               \
    "{\"e\":\"begin\",\"n\":1,\"h\":\"H1\",\"task\":\"T1\",\"k\":\"step\"}\n"
/* It makes a task, which soon waits for what ON says. */
#define CHILD                                                                                     \
    "{\"e\":\"task\",\"n\":1,\"id\":\"T2\",\"name\":\"Task-2\",\"coro\":\"f\",\"at\":\"x.py:5\"," \
    "\"by\":\"T1\"}\n"                                                                            \
    "{\"e\":\"soon\",\"n\":1,\"h\":\"H2\",\"by\":\"T1\",\"task\":\"T2\",\"k\":\"step\"}\n"
#define WAITS(on)                                                                          \
    "{\"e\":\"soon\",\"n\":1,\"h\":\"H3\",\"by\":\"T1\",\"task\":\"T1\",\"k\":\"step\"}\n" \
    "{\"e\":\"end\",\"n\":1,\"h\":\"H1\",\"task\":\"T1\",\"state\":\"ready\","             \
    "\"stack\":[[\"x.py\",2,\"main\"]],\"on\":{\"what\":\"sleep0\"}}\n"                    \
    "{\"e\":\"tick\",\"n\":2,\"ready\":2,\"timers\":0}\n"                                  \
    "{\"e\":\"ready\",\"n\":2,\"q\":[\"H2\",\"H3\"]}\n"                                    \
    "{\"e\":\"begin\",\"n\":2,\"h\":\"H2\",\"task\":\"T2\",\"k\":\"step\"}\n"              \
    "{\"e\":\"end\",\"n\":2,\"h\":\"H2\",\"task\":\"T2\",\"state\":\"waiting\","           \
    "\"stack\":[[\"x.py\",6,\"f\"]],\"on\":" on "}\n"                                      \
    "{\"e\":\"begin\",\"n\":2,\"h\":\"H3\",\"task\":\"T1\",\"k\":\"step\"}\n"

static const struct {
    const char *lines, *what, *why;
} told[] = {
    {START CHILD "{\"e\":\"task_done\",\"n\":1,\"id\":\"T2\",\"state\":\"destroyed\"}\n",
     "Task-2 is destroyed while it waits.",
     "Nobody had a reference to it: keep one until it is done."},
    {START CHILD "{\"e\":\"loop_error\",\"n\":1,\"msg\":\"Task was destroyed but it is pending!\","
                 "\"task\":\"T2\"}\n",
     "The loop reports: Task was destroyed but it is pending!",
     "It was Task-2, and nobody had a reference to it: keep one until it is done."},
    {START CHILD "{\"e\":\"loop_error\",\"n\":1,\"msg\":\"Task exception was never retrieved\","
                 "\"exc\":\"ValueError('x')\",\"task\":\"T2\"}\n",
     "The loop reports: Task exception was never retrieved.",
     "Nobody awaited it before it was gone: await it, or ask for its exception(). The error is "
     "ValueError('x')."},
    {START CHILD WAITS("{\"what\":\"task\",\"fut\":\"T1\"}") "{\"e\":\"cancel\",\"n\":2,\"id\":"
                                                             "\"T2\",\"by\":\"T1\"}\n",
     "Task-1 cancels Task-2.", "It waits for Task-1, to which the request is passed on."},
    {START CHILD WAITS(
         "{\"what\":\"gather\",\"of\":[\"T1\"],\"fut\":\"F1\"}") "{\"e\":\"cancel\",\"n\":2,\"id\":"
                                                                 "\"T2\",\"by\":\"T1\"}\n",
     "Task-1 cancels Task-2.", "It waits for gather of Task-1, to which the request is passed on."},
    {START CHILD WAITS(
         "{\"what\":\"gather\",\"of\":[\"T1\"],\"fut\":\"F1\"}") "{\"e\":\"cancel\",\"n\":2,\"id\":"
                                                                 "\"F1\",\"what\":\"gather\","
                                                                 "\"by\":\"T1\"}\n",
     "Task-1 cancels gather().", "It passes that on to all it waits for."},
    {START "{\"e\":\"cancel\",\"n\":1,\"id\":\"T1\",\"by\":\"T1\"}\n", "Task-1 cancels itself.",
     "CancelledError is raised where it waits next."},
    /* the gather's waiter is gone */
    {START "{\"e\":\"fut_done\",\"n\":1,\"id\":\"F1\",\"state\":\"done\",\"res\":\"[1, 2]\","
           "\"what\":\"gather\"}\n",
     "gather() has its results: its future is done.", "Whoever waits for it is told."},
    {START "{\"e\":\"fut_done\",\"n\":1,\"id\":\"F1\",\"state\":\"cancelled\","
           "\"what\":\"gather\"}\n",
     "gather() is cancelled: its future is done.", "Whoever waits for it is told."},
    /* lines that were reached do not come between a turn's beginning and its first deed */
    {START "{\"e\":\"line\",\"n\":1,\"at\":\"x.py:2\",\"by\":\"T1\"}\n"
           "{\"e\":\"line\",\"n\":1,\"at\":\"x.py:3\",\"by\":\"T1\"}\n"
           "{\"e\":\"out\",\"n\":1,\"s\":\"hello\\n\",\"at\":\"x.py:3\",\"by\":\"T1\"}\n",
     "Task-1 starts main() and prints “hello”.", NULL},
    {START "{\"e\":\"out\",\"n\":1,\"s\":\"one\\n\",\"at\":\"x.py:2\",\"by\":\"T1\"}\n"
           "{\"e\":\"line\",\"n\":1,\"at\":\"x.py:3\",\"by\":\"T1\"}\n"
           "{\"e\":\"out\",\"n\":1,\"s\":\"two\\n\",\"at\":\"x.py:3\",\"by\":\"T1\"}\n",
     "Task-1 prints “two”.", NULL},
    {START CHILD WAITS(
         "{\"what\":\"task\",\"fut\":\"T1\"}") "{\"e\":\"line\",\"n\":2,\"at\":\"x.py:3\",\"by\":"
                                               "\"T1\"}\n"
                                               "{\"e\":\"out\",\"n\":2,\"s\":\"two\\n\",\"at\":\"x."
                                               "py:3\",\"by\":\"T1\"}\n",
     "Task-1 goes on and prints “two”.", NULL},
};

TEST(the_last_line_is_told_in_these_words)
{
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct player p;
        struct load l;
        struct buf what = {0}, why = {0};
        FILE *f = fmemopen((void *)(uintptr_t)told[i].lines, strlen(told[i].lines), "r");
        player_open_empty(&p, 0);
        if (load_trace(&l, f, &p.observer))
            fail_msg("%zu: %s", i, l.error);
        fclose(f);
        player_end(&p);
        story_tell(&p.model, &what, &why);
        if (strcmp(buf_str(&what), told[i].what) ||
            (told[i].why && strcmp(buf_str(&why), told[i].why)))
            fail_msg("%zu: “%s” “%s”\nwanted: “%s” “%s”", i, buf_str(&what), buf_str(&why),
                     told[i].what, told[i].why ? told[i].why : "");
        buf_free(&what);
        buf_free(&why);
        load_close(&l);
        player_close(&p);
    }
}

/* ---- what is done to a lock, a queue or the like, as a moment ---- */

#define SYNC(class, does, state)                                                                  \
    "{\"e\":\"sync\",\"n\":1,\"id\":\"S1\",\"what\":\"" class "\",\"state\":\"" state             \
                                                              "\",\"by\":\"T1\",\"does\":\"" does \
                                                              "\"}\n"
#define LINE_OF_TWO(class, does, state)                                                           \
    "{\"e\":\"sync\",\"n\":1,\"id\":\"S1\",\"what\":\"" class "\",\"state\":\"" state             \
                                                              "\",\"of\":[\"T3\",\"T2\"],\"by\":" \
                                                              "\"T1\",\"does\":\"" does "\"}\n"
#define RUN "{\"e\":\"run\",\"n\":1,\"what\":\"main\"}\n"
#define SLEEPS                                                                   \
    "{\"e\":\"end\",\"n\":1,\"h\":\"H1\",\"task\":\"T1\",\"state\":\"waiting\"," \
    "\"stack\":[[\"x.py\",2,\"main\"]],\"on\":{\"what\":\"sleep\",\"until\":1.5}}\n"
#define SAID "{\"e\":\"out\",\"n\":1,\"s\":\"x\\n\",\"at\":\"x.py:2\",\"by\":\"T1\"}\n"

static const struct {
    const char *lines, *headline, *why;
} deeds[] = {
    {SYNC("Lock", "takes", "held by Task-1"), "Task-1 takes the lock: nobody had it.",
     "Whoever wants it now must wait."},
    {LINE_OF_TWO("Lock", "takes", "held by Task-1"), "Task-1 takes the lock: nobody had it.",
     "Task-3, 2 wait for it, in this order."},
    {SYNC("Lock", "gives", "free"), "Task-1 gives the lock back.", "Nobody waits for it."},
    {SYNC("Condition", "gives", "its lock is held"), "Task-1 notifies, but nobody waits.",
     "Who comes to wait later is not told of it."},
    {SYNC("Event", "gives", "set"), "Task-1 sets the event.",
     "Nobody waits for it; whoever comes later need not wait."},
    {SYNC("Event", "takes", "not set"), "Task-1 clears the event.",
     "Whoever waits for it from here on must wait until it is set again."},
    {SYNC("Queue", "shuts", "0 items, shut down"), "Task-1 shuts the queue down.",
     "Nothing more can be put into it; who finds it empty gets QueueShutDown."},
    {SYNC("Semaphore", "takes", "2 left"), "Task-1 takes a place of the semaphore: 2 are left.",
     "Whoever finds no place must wait for one."},
    {SYNC("BoundedSemaphore", "takes", "0 left"),
     "Task-1 takes a place of the semaphore: it was the last.",
     "Whoever finds no place must wait for one."},
    {SYNC("Semaphore", "gives", "1 left"), "Task-1 gives a place of the semaphore back: 1 is free.",
     "Nobody waits for one."},
    {SYNC("Queue", "takes", "0 items"), "Task-1 takes an item from the queue: none is left.",
     "It need not wait: an item was there."},
    {SYNC("LifoQueue", "gives", "12 of 20 items [1, 2, 3, 4, …]"),
     "Task-1 puts an item into the queue: 12 are in it.", "It need not wait: there was room."},
    {SYNC("Queue", "marks", "0 items; 2 not done"),
     "Task-1 marks an item of the queue as done: 2 are not done yet.",
     "That is task_done(): join() waits until it was called for every item."},
    {SYNC("Queue", "marks", "0 items; 0 not done"), "Task-1 marks an item of the queue as done.",
     "That is task_done(); it was called for every item that was put."},
    {SYNC("Barrier", "gives", "broken, 0 of 3"), "Task-1 changes the Barrier: broken, 0 of 3.", ""},
    {SYNC("Sluice", "opens", "open"), "Task-1 changes the Sluice: open.", ""},
    /* that somebody waits, or was woken, is told with what comes of it */
    {SYNC("Queue", "waits", "0 items") SAID, "Task-1 prints “x”.",
     "It is still its turn: no await has made it wait yet."},
    {SYNC("Lock", "leaves", "free") SAID, "Task-1 prints “x”.",
     "It is still its turn: no await has made it wait yet."},
};

static void tell_last(struct player *p, const char *lines, struct moment *moment)
{
    struct load l;
    FILE *f = fmemopen((void *)(uintptr_t)lines, strlen(lines), "r");
    player_open_empty(p, 0);
    if (load_trace(&l, f, &p->observer))
        fail_msg("%s", l.error);
    fclose(f);
    load_close(&l);
    player_end(p);
    player_look_at_moment(p);
    assert_true(story_moment(&p->model, &p->moments, moment));
}

TEST(what_is_done_to_a_lock_or_a_queue_is_told_in_these_words)
{
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
        struct player p;
        struct moment moment = {0};
        struct buf lines = {0};
        buf_printf(&lines, "%s%s", START RUN SAID, deeds[i].lines);
        tell_last(&p, lines.s, &moment);
        if (strcmp(buf_str(&moment.headline), deeds[i].headline) ||
            strcmp(buf_str(&moment.why[0]), deeds[i].why))
            fail_msg("%zu: “%s” “%s”\nwanted: “%s” “%s”", i, buf_str(&moment.headline),
                     buf_str(&moment.why[0]), deeds[i].headline, deeds[i].why);
        moment_free(&moment);
        buf_free(&lines);
        player_close(&p);
    }
}

/* ---- a loop that sleeps until its next timer, and who may wake it before ---- */

#define IDLE(wakes) "{\"e\":\"idle\",\"n\":1,\"t\":1.0,\"timeout\":0.5" wakes "}\n"

static const struct {
    const char *wakes, *more;
} sleeps[] = {
    {IDLE(""), "Before that, only something from outside can wake it."},
    {IDLE(",\"wakes\":[\"port 8099\"]"), "Before that, a connection on port 8099 can wake it."},
    {IDLE(",\"wakes\":[\"SIGTERM\",\"thread a\",\"peer ::1:5000\"]"),

     "Before that, SIGTERM, thread a or bytes from ::1:5000 can wake it."},
};

TEST(who_may_wake_a_loop_before_its_timer_is_told_whole)
{
    for (size_t i = 0; i < sizeof sleeps / sizeof *sleeps; i++) {
        struct player p;
        struct moment moment = {0};
        struct buf lines = {0};
        buf_printf(&lines, "%s%s", START RUN SLEEPS, sleeps[i].wakes);
        tell_last(&p, lines.s, &moment);
        assert_string_equal(buf_str(&moment.headline),
                            "Nobody is ready: the loop sleeps, at most until 1.500.");
        assert_string_equal(buf_str(&moment.why[0]),
                            "The only task waits; a timer that is due wakes the loop.");
        assert_string_equal(buf_str(&moment.why[1]), sleeps[i].more);
        moment_free(&moment);
        buf_free(&lines);
        player_close(&p);
    }
}

/* ---- what became of its tasks ---- */

#define ENDS(id, state) "{\"e\":\"task_done\",\"n\":1,\"id\":\"" id "\",\"state\":\"" state "\"}\n"

TEST(the_end_says_how_many_came_to_a_bad_end)
{
    struct player p;
    struct moment moment = {0};
    struct buf lines = {0};
    buf_printf(&lines, "%s%s%s%s%s", START RUN CHILD, ENDS("T2", "destroyed"), ENDS("T1", "failed"),
               "{\"e\":\"close\",\"n\":1}\n", "{\"e\":\"exit\",\"rc\":0}\n");
    tell_last(&p, lines.s, &moment);
    assert_non_null(strstr(buf_str(&moment.why[0]), "One failed, one was destroyed."));
    moment_free(&moment);
    buf_free(&lines);
    player_close(&p);
}

/* ---- a task that begins within the turn of who makes it ---- */

#define EAGER                                                                                     \
    "{\"e\":\"task\",\"n\":1,\"id\":\"T2\",\"name\":\"Task-2\",\"coro\":\"f\",\"at\":\"x.py:5\"," \
    "\"by\":\"T1\",\"k\":\"eager\"}\n"
#define BEGINS     "{\"e\":\"begin\",\"n\":1,\"task\":\"T2\",\"k\":\"eager\"}\n"
#define PRINTS(by) "{\"e\":\"out\",\"n\":1,\"s\":\"x\\n\",\"at\":\"x.py:6\",\"by\":\"" by "\"}\n"
#define SUSPENDS                                                                           \
    "{\"e\":\"end\",\"n\":1,\"task\":\"T2\",\"state\":\"waiting\",\"stack\":[[\"x.py\",7," \
    "\"f\"]],\"on\":{\"what\":\"sleep\",\"when\":1.5}}\n"
#define GOES_ON "{\"e\":\"begin\",\"n\":1,\"task\":\"T1\",\"k\":\"on\"}\n"

static const struct {
    const char *lines, *headline, *why;
    enum task_state first, second;
    uint32_t runs;
} eager[] = {
    {EAGER, "Task-1 makes a task: Task-2.", "It is eager: it begins at once, within this turn.",
     TASK_RUNNING, TASK_CREATED, 1},
    {EAGER BEGINS PRINTS("T2"), "Task-2 starts f() and prints “x”.",
     "It is eager: it begins at once, within the turn of Task-1.", TASK_RUNNING, TASK_RUNNING, 2},
    {EAGER BEGINS SUSPENDS, "Task-2 starts f() and sleeps at line 7, until 1.500.",
     "Only Task-2 pauses, and a timer will wake it. Task-1, which made it, goes on.", TASK_RUNNING,
     TASK_WAITING, 0},
    {EAGER BEGINS SUSPENDS GOES_ON PRINTS("T1"), "Task-1 goes on and prints “x”.",
     "Its turn goes on.", TASK_RUNNING, TASK_WAITING, 1},
};

TEST(a_task_that_is_eager_begins_within_the_turn_of_who_makes_it)
{
    for (size_t i = 0; i < sizeof eager / sizeof *eager; i++) {
        struct player p;
        struct moment moment = {0};
        struct buf lines = {0};
        buf_printf(&lines, "%s%s", START RUN SAID, eager[i].lines);
        tell_last(&p, lines.s, &moment);
        assert_string_equal(buf_str(&moment.headline), eager[i].headline);
        assert_string_equal(buf_str(&moment.why[0]), eager[i].why);
        assert_int_equal(model_row(&p.model, 1)->state, eager[i].first);
        assert_int_equal(model_row(&p.model, 2)->state, eager[i].second);
        assert_int_equal(p.model.task, eager[i].runs);
        assert_int_equal(p.model.ran, 1); /* of the ready queue */
        assert_int_equal(p.model.handle, 1);
        moment_free(&moment);
        buf_free(&lines);
        player_close(&p);
    }
}

TEST(an_eager_turn_is_counted_and_saved_as_it_was_told)
{
    struct player p;
    struct moment moment = {0};
    struct buf lines = {0}, saved = {0};
    buf_printf(&lines, "%s%s", START RUN SAID, EAGER BEGINS SUSPENDS GOES_ON PRINTS("T1"));
    tell_last(&p, lines.s, &moment);
    assert_int_equal(p.moments.tally.turns, 2);
    for (uint32_t i = 1; i <= p.trace.end; i++) {
        player_seek(&p, i);
        save_event(&saved, &p.model);
    }
    assert_non_null(strstr(buf_str(&saved), "\"k\":\"eager\""));
    assert_non_null(strstr(buf_str(&saved), "\"e\":\"begin\",\"task\":\"T2\",\"k\":\"eager\""));
    assert_non_null(strstr(buf_str(&saved), "\"e\":\"begin\",\"task\":\"T1\",\"k\":\"on\"}"));
    assert_non_null(strstr(buf_str(&saved), "\"e\":\"end\",\"task\":\"T2\""));
    moment_free(&moment);
    buf_free(&lines);
    buf_free(&saved);
    player_close(&p);
}

/* ---- a queue that is shut while somebody waits for an item ---- */

#define GETS                                                                                     \
    "{\"e\":\"end\",\"n\":1,\"h\":\"H1\",\"task\":\"T1\",\"state\":\"waiting\",\"stack\":[[\"x." \
    "py\","                                                                                      \
    "2,\"main\"]],\"on\":{\"what\":\"Queue.get\",\"fut\":\"F1\"}}\n"                             \
    "{\"e\":\"begin\",\"n\":1,\"h\":\"H2\",\"task\":\"T2\",\"k\":\"step\"}\n"
#define SHUTS                                                                 \
    "{\"e\":\"sync\",\"n\":1,\"id\":\"S1\",\"what\":\"Queue\",\"state\":\"0 " \
    "items\",\"by\":\"T2\","                                                  \
    "\"does\":\"shuts\"}\n"
#define WAKES                                                                                      \
    "{\"e\":\"fut_done\",\"n\":1,\"id\":\"F1\",\"state\":\"done\",\"res\":\"None\",\"by\":\"T2\"}" \
    "\n"                                                                                           \
    "{\"e\":\"soon\",\"n\":1,\"h\":\"H3\",\"by\":\"T2\",\"task\":\"T1\",\"k\":\"wakeup\",\"fut\":" \
    "\"F1\"}\n"
#define GOES                                                                                   \
    "{\"e\":\"end\",\"n\":1,\"h\":\"H2\",\"task\":\"T2\",\"state\":\"done\"}\n"                \
    "{\"e\":\"begin\",\"n\":2,\"h\":\"H3\",\"task\":\"T1\",\"k\":\"wakeup\",\"fut\":\"F1\"}\n" \
    "{\"e\":\"out\",\"n\":2,\"s\":\"x\\n\",\"at\":\"x.py:2\",\"by\":\"T1\"}\n"

static const struct {
    const char *lines, *headline, *why;
} shut[] = {
    {GETS SHUTS WAKES, "Task-2 ends the wait for the queue: Task-1 is ready again.", NULL},
    {GETS WAKES, "Task-2 starts f() and puts an item into the queue: Task-1 is ready again.", NULL},
    {GETS SHUTS WAKES GOES, "Task-1 goes on and prints “x”.", "The queue was shut down"},
    {GETS WAKES GOES, "Task-1 goes on and prints “x”.", "The queue has an item for it"},
};

TEST(who_waits_for_a_queue_that_is_shut_gets_no_item)
{
    for (size_t i = 0; i < sizeof shut / sizeof *shut; i++) {
        struct player p;
        struct moment moment = {0};
        struct buf lines = {0};
        buf_printf(&lines, "%s%s", START RUN CHILD SAID, shut[i].lines);
        tell_last(&p, lines.s, &moment);
        assert_string_equal(buf_str(&moment.headline), shut[i].headline);
        if (shut[i].why && strncmp(buf_str(&moment.why[0]), shut[i].why, strlen(shut[i].why)) != 0)
            fail_msg("%zu: “%s”", i, buf_str(&moment.why[0]));
        moment_free(&moment);
        buf_free(&lines);
        player_close(&p);
    }
}

/* ---- a sleep that a task awaits within something else, as in 3.12's wait_for() ---- */

TEST(a_sleep_within_wait_for_is_told_as_that)
{
    struct player p;
    struct moment moment = {0};
    struct buf lines = {0};
    buf_printf(
        &lines, "%s%s", START RUN SAID,
        "{\"e\":\"timer\",\"n\":1,\"h\":\"H6\",\"when\":1.5,\"by\":\"T1\",\"k\":\"cb\",\"cb\":"
        "\"_set_result_unless_cancelled\",\"fut\":\"F2\"}\n"
        "{\"e\":\"end\",\"n\":1,\"h\":\"H1\",\"task\":\"T1\",\"state\":\"waiting\",\"stack\":"
        "[[\"x.py\",2,\"main\"]],\"on\":{\"what\":\"wait_for\",\"timeout\":2,\"fut\":\"F2\"}}\n"
        "{\"e\":\"begin\",\"n\":2,\"h\":\"H6\",\"k\":\"cb\",\"cb\":"
        "\"_set_result_unless_cancelled\",\"fut\":\"F2\"}\n"
        "{\"e\":\"fut_done\",\"n\":2,\"id\":\"F2\",\"state\":\"done\",\"by\":\"H6\"}\n"
        "{\"e\":\"soon\",\"n\":2,\"h\":\"H7\",\"by\":\"H6\",\"task\":\"T1\",\"k\":\"wakeup\","
        "\"fut\":\"F2\"}\n"
        "{\"e\":\"end\",\"n\":2,\"h\":\"H6\"}\n");
    tell_last(&p, lines.s, &moment);
    assert_string_equal(buf_str(&moment.headline),
                        "A sleep within Task-1’s wait_for() is over: it is ready again.");
    moment_free(&moment);
    buf_free(&lines);
    player_close(&p);
}

/* ---- a reason that is longer than a line ---- */

TEST(a_reason_that_is_longer_than_a_line_goes_on_in_the_next)
{
    struct player p;
    struct moment moment = {0};
    struct buf lines = {0};
    buf_printf(&lines, "%s%s", START RUN CHILD SAID,
               "{\"e\":\"loop_error\",\"n\":1,\"msg\":\"Task exception was never retrieved\","
               "\"exc\":\"ValueError('x')\",\"task\":\"T2\"}\n");
    tell_last(&p, lines.s, &moment);
    assert_string_equal(
        buf_str(&moment.why[0]),
        "Nobody awaited it before it was gone: await it, or ask for its exception().");
    assert_string_equal(buf_str(&moment.why[1]), "The error is ValueError('x').");
    moment_free(&moment);
    buf_free(&lines);
    player_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_may_wake_a_loop_before_its_timer_is_told_whole),
        cmocka_unit_test(the_end_says_how_many_came_to_a_bad_end),
        cmocka_unit_test(a_task_that_is_eager_begins_within_the_turn_of_who_makes_it),
        cmocka_unit_test(an_eager_turn_is_counted_and_saved_as_it_was_told),
        cmocka_unit_test(who_waits_for_a_queue_that_is_shut_gets_no_item),
        cmocka_unit_test(a_sleep_within_wait_for_is_told_as_that),
        cmocka_unit_test(a_reason_that_is_longer_than_a_line_goes_on_in_the_next),
        cmocka_unit_test(the_last_line_is_told_in_these_words),
        cmocka_unit_test(what_is_done_to_a_lock_or_a_queue_is_told_in_these_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
