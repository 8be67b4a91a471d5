/* SPDX-License-Identifier: MIT */
/* What each key, command, click and second does to the screen, written down by hand: a cursor is
 * the number of events that have happened, so behind line n of tests/golden/NAME.ndjson (from 1) it
 * is n. Nothing here is made by running the program. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "scenes/scene.h"
#include "scenes/sources.h"
#include "target/program.h"
#include "tests/support/bench.h"
#include "tests/test.h"
#include "ui/app.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "view/layout.h"
#include "player/offer.h"

/* ---- moves: where the cursor is then, and what is said ---- */

#define END      119 /* of count */
#define RETRIEVE "tests/golden/s17_never_retrieved.ndjson"

static const struct moving {
    const char *scene;
    uint32_t before;
    const char *keys;
    uint32_t after;
    const char *says; /* NULL: nothing */
} moves[] = {
    /* a moment: they end on lines 5 14 15 19 21 23 25 … 117 118 119 */
    {"count", 0, "right", 5, NULL},
    {"count", 5, "3*s", 19, NULL},
    {"count", 16, "s", 19, NULL},
    {"count", 18, "left", 15, NULL},
    {"count", 18, "2*S", 14, NULL},
    {"count", 118, "s s", END, "this is the end"},
    {"count", 5, "S", 0, NULL},
    {"count", 0, "S", 0, "this is the beginning"},
    /* a number repeats a key, as far as it can be pressed */
    {"count", 5, "3 s", 19, NULL},
    {"count", 0, "1 0 .", 10, NULL},
    {"count", 0, "2 ]", 16, NULL},
    {"count", 0, "6 .", 6, NULL},
    {"count", 10, "7 ,", 3, NULL},
    {"count", 0, "8 .", 8, NULL},
    {"count", 20, "5 esc .", 21, NULL},
    {"count", 0, "5 / \"Two\" enter", 51, NULL},
    {"count", 110, "9 9 9 9 9 .", END, "this is the end"},
    {"count", 20, "4", 20, "4 times …"},
    {"count", 20, "4 2", 20, "42 times …"},
    {"count", 0, "2 0 0 s", END, "this is the end"},
    /* one event */
    {"count", 18, ".", 19, NULL},
    {"count", 18, "3*.", 21, NULL},
    {"count", END, ".", END, "this is the end"},
    {"count", 18, ",", 17, NULL},
    {"count", 18, "3*,", 15, NULL},
    {"count", 0, ",", 0, "this is the beginning"},
    /* a tick: they begin on lines 6 16 30 48 65 75 81 90 96 105 111 */
    {"count", 0, "]", 6, NULL},
    {"count", 6, "]", 16, NULL},
    {"count", 17, "]", 30, NULL},
    {"count", 111, "]", END, NULL},
    {"count", END, "]", END, "this is the end"},
    {"count", 50, "[", 48, NULL},
    {"count", 48, "[", 30, NULL},
    {"count", 6, "[", 0, NULL},
    {"count", 0, "[", 0, "this is the beginning"},
    /* a turn of the task that runs or ran last: Task-1's begin on 8 77, Task-2's on 18 50,
     * Task-3's on 22 55 */
    {"count", 0, "o", 8, NULL},
    {"count", 8, "o", 77, NULL},
    {"count", 18, "o", 50, NULL},
    {"count", 50, "o", 50, "Task-2 has no later turn"},
    {"count", 50, "O", 18, NULL},
    {"count", 18, "O", 18, "Task-2 has no earlier turn"},
    {"count", 18, ": \"task 4\" enter O", 18, "Task-4 has no earlier turn"},
    {"count-sync", 3, "o", 3, "there is no task that could have a turn"},
    {"count", 12, ": \"task 3\" enter o", 22, NULL},
    {"count", 56, ": \"task 3\" enter O", 55, NULL},
    {"count", 55, ": \"task 3\" enter O", 22, NULL},
    /* breakpoints: before lines 51 56 61, which print what count.py:6 says; before 20 24 28, where
     * line 5 sets the timer of its sleep */
    {"count", 0, "c", END, NULL},
    {"count", END, "c", END, "this is the end"},
    {"count", 50, "C", 0, NULL},
    {"count", 0, "C", 0, "this is the beginning"},
    {"count", 0, ": \"break 6\" enter", 0, "breakpoint on line 6 set: c runs on to it, C back"},
    {"count", 0, ": \"break 6\" enter c", 50, "before line 6 in Task-2: a step runs it"},
    {"count", 0, ": \"break 6\" enter c right", 51, NULL},
    {"count", 0, ": \"break 6\" enter c .", 51, NULL},
    {"count", 0, ": \"break 6\" enter c c", 55, "before line 6 in Task-3: a step runs it"},
    {"count", 0, ": \"break 6\" enter 3 c", 60, "before line 6 in Task-4: a step runs it"},
    {"count", 51, ": \"break 6\" enter c", 55, "before line 6 in Task-3: a step runs it"},
    {"count", 61, ": \"break 6\" enter c", END, "no more breakpoint on the way: this is the end"},
    {"count", END, ": \"break 6\" enter c", END, "this is the end"},
    {"count", 61, ": \"break 6\" enter C", 60, "before line 6 in Task-4: a step runs it"},
    {"count", 60, ": \"break 6\" enter C", 55, "before line 6 in Task-3: a step runs it"},
    {"count", 50, ": \"break 6\" enter C", 0,
     "no more breakpoint on the way: this is the beginning"},
    {"count", 0, ": \"break 5\" enter c", 19, "before line 5 in Task-2: a step runs it"},
    {"count", 19, ": \"break 5\" enter s", 21, NULL},
    {"count", 20, ": \"break 5\" enter c", 23, "before line 5 in Task-3: a step runs it"},
    {"count", 20, ": \"break 5\" enter C", 19, "before line 5 in Task-2: a step runs it"},
    {"count", 29, ": \"break 5\" enter c", END, "no more breakpoint on the way: this is the end"},
    {"count", 0, ": \"break 9\" enter c", 8, "before line 9 in Task-1: a step runs it"},
    {"count", 0, ": \"break 14\" enter c", 2, "before line 14: a step runs it"},
    {"count", 0, ": \"break 6\" enter : \"break 6\" enter", 0, "breakpoint on line 6 taken away"},
    {"count", 0, ": \"break 6\" enter : \"break 6\" enter c", END, NULL},
    {"count", 0, "b", 0, "no line has run yet"},
    {"count", 51, "b", 51, "breakpoint on line 6 set: c runs on to it, C back"},
    {"count", 19, "b", 19, "breakpoint on line 4 set: c runs on to it, C back"},
    {"count", 19, "b c", 22, "before line 4 in Task-3: a step runs it"},
    {"count", 51, "b b", 51, "breakpoint on line 6 taken away"},
    /* ten of a hundred: 11 of 119 */
    {"count", 0, "pgdn", 11, NULL},
    {"count", 50, "pgdn", 61, NULL},
    {"count", 115, "pgdn", END, NULL},
    {"count", END, "pgdn", END, "this is the end"},
    {"count", 50, "pgup", 39, NULL},
    {"count", 5, "pgup", 0, NULL},
    {"count", 0, "pgup", 0, "this is the beginning"},
    {"makerandom", 100, "pgdn", 130, NULL},
    /* the ends */
    {"count", 50, "home", 0, NULL},
    {"count", 50, "g", 0, NULL},
    {"count", 0, "g", 0, "this is the beginning"},
    {"count", 50, "end", END, NULL},
    {"count", 50, "G", END, NULL},
    {"count", END, "G", END, "this is the end"},
    {"count", 50, "r", 0, NULL},
    /* warnings: an error of the loop on line 24 */
    {RETRIEVE, 0, "w", 24, NULL},
    {RETRIEVE, 24, "w", 24, "there is no later warning"},
    {RETRIEVE, 60, "W", 24, NULL},
    {RETRIEVE, 24, "W", 24, "there is no earlier warning"},
    {RETRIEVE, 10, "W", 10, "there is no earlier warning"},
    /* causes: Task-2 goes on (50) as its timer's callback (36) ended the sleep, which its first
     * turn (18) had begun, for which Task-1 had made it (9), made by the program (3) */
    {"count", 50, "u", 36, NULL},
    {"count", 53, "u", 36, NULL},
    {"count", 50, "u u", 18, NULL},
    {"count", 50, "u u u", 9, NULL},
    {"count", 50, "u u u u", 3, NULL},
    {"count", 3, "u", 3, "nothing before this caused it"},
    {"count", 50, "u U", 50, NULL},
    {"count", 50, "u u U", 36, NULL},
    {"count", 53, "u u U U", 53, NULL},
    {"count", 50, "U", 50, "u goes to the cause first"},
    {"count", 50, "u U U", 50, "u goes to the cause first"},
    /* marks */
    {"count", 50, "m", 50, "marker set: ' comes back here"},
    {"count", 50, "m m", 50, "marker taken away"},
    {"count", 50, "'", 50, "there is no marker yet: m sets one"},
    {"count", 50, "m m home '", 0, "there is no marker yet: m sets one"},
    {"count", 50, "m home '", 50, NULL},
    {"count", 50, "m end '", 50, NULL},
    {"count", 20, "m 5*. m 5*. m home ' '", 25, NULL},
    {"count", 20, "m 5*s m home ' ' '", 20, NULL},
    /* finding what the story says, where a moment ends; around, once nothing more comes */
    {"count", 1, "/ \"Two\" enter", 51, NULL},
    {"count", 1, "/ \"Two\" enter n", 56, NULL},
    {"count", 1, "/ \"Two\" enter n n N", 56, NULL},
    {"count", 1, "/ \"Two\" enter N", 61, "the search went on from the end"},
    {"count", 61, "/ \"Two\" enter", 51, "the search went on from the beginning"},
    {"count", 5, "/ \"The end\" enter home N", END, "the search went on from the end"},
    {"count", 61, "/ \"Two\" enter N N", 56, NULL},
    {"count", 1, "/ \"three tasks\" enter", 14, NULL},
    {"count", 14, "/ \"three tasks\" enter", 14, "“three tasks” is nowhere else"},
    {"count", 14, "/ \"three tasks\" enter N", 14, "“three tasks” is nowhere else"},
    {"count", 0, "/ \"three tasks\" enter", 14, NULL},
    {"count", 1, "/ \"sleep(1)\" enter", 51, NULL},
    {"count", 1, "/ \"ready queue\" enter n", 19, NULL},
    {"count", 7, "/ \"is due\" enter", 31, NULL},
    {"count", 7, "/ \"thirteen\" enter", 7, "the story has no “thirteen”"},
    {"hello-gather", 1, "/ \"say_world\" enter", 21, NULL},
    /* in either case if there is no capital, else as it is typed */
    {"count", 1, "/ \"two\" enter", 51, NULL},
    {"count", 1, "/ \"one\" enter", 5, NULL},
    {"count", 1, "/ \"One\" enter", 19, NULL},
    {"count", 1, "/ \"TWO\" enter", 1, "the story has no “TWO”"},
    /* who goes by events finds the sentences of events */
    {"count", 1, ". / \"is due: its\" enter", 32, NULL},
    {"count", 1, ". / \"is due: its\" enter n n", 34, NULL},
    {"count", 1, ". / \"creates Task-4\" enter", 13, NULL},
    {"count", 31, ". / \"is due: its\" enter s / \"is due\" enter", 31,
     "the search went on from the beginning"},
    {"count", 50, "n", 50, "nothing is searched for yet: press /"},
    {"count", 50, "N", 50, "nothing is searched for yet: press /"},
    {"count", 50, "/ esc n", 50, "nothing is searched for yet: press /"},
    {"count", 1, "/ \"Twoo\" backspace enter", 51, NULL},
    {"count", 1, "/ backspace .", 2, NULL},
    /* commands */
    {"count", 0, ": \"50\" enter", 51, NULL},
    {"count", 50, ": \"0\" enter", 1, NULL},
    {"count", 0, ": \"118\" enter", END, NULL},
    {"count", 7, ": \"119\" enter", 7, "there is no event of that number"},
    {"count", 0, ": \"tick 4\" enter", 48, NULL},
    {"count", 100, ": \"tick 1\" enter", 6, NULL},
    {"count", 0, ": \"tick 11\" enter", 111, NULL},
    {"count", 7, ": \"tick 12\" enter", 7, "there is no such tick"},
    {"count", 7, ": \"tick 0\" enter", 7, "there is no such tick"},
    {"count", 0, ": \"t 1\" enter", 31, NULL},
    {"count", 100, ": \"t 0.5\" enter", 31, "nothing happens at 0.5 s: the clock jumps to 1 s"},
    {"count", 100, ": \"t 0\" enter", 1, NULL},
    {"makerandom", 0, ": \"t 2\" enter", 48, NULL},
    {"makerandom", 0, ": \"t 2.5\" enter", 71, "nothing happens at 2.5 s: the clock jumps to 3 s"},
    {"count", 50, ": \"t 5\" enter", 50, "the program ends before that"},
    {"count", 1, ": \"until Two\" enter", 51, NULL},
    {"count", 51, ": \"until Two\" enter", 56, NULL},
    {"count", 1, ": \"until Task-4\" enter", 14, NULL},
    {"count", 1, ". : \"until Task-4\" enter", 13, NULL},
    {"count", 61, ": \"until Two\" enter", 61, "nothing later has that"},
    {"count", 7, ": \"break count.py:6\" enter", 7,
     "breakpoint on line 6 set: c runs on to it, C back"},
    {"count", 7, ": \"break x.py:6\" enter", 7,
     "breakpoint on x.py:6 set, but no event of this run is on that line"},
    {"count", 7, ": \"break 6.5\" enter", 7, "a line has a whole number from 1, and not 6.5"},
    {"count", 7, ": \"break 0\" enter", 7, "a line has a whole number from 1, and not 0"},
    {"count", 50, ": \"task 99\" enter", 50, "there is no Task-99"},
    {"count", 7, ": \"break x.py:six\" enter", 7,
     "“x.py:six” will not do: :break [FILE:]LINE [if CONDITION]"},
    {"count", 7, ": \"tick\" enter", 7, "something is missing: :tick N"},
    {"count", 7, ": \"until\" enter", 7, "something is missing: :until TEXT"},
    {"count", 7, ": \"quit now\" enter", 7, "“now” will not do: :quit"},
    {"count", 7, ": \"task x\" enter", 7, "“x” will not do: :task N"},
    {"count", 7, ": \"t soon\" enter", 7, "“soon” will not do: :t SECONDS"},
    {"count", 7, ": \"sort x\" enter", 7,
     "“x” will not do: :sort id|name|state|turns|ran|ready|slept|wait|tree"},
    {"count", 7, ": \"sort\" enter", 7,
     "something is missing: :sort id|name|state|turns|ran|ready|slept|wait|tree"},
    {"count", 7, ": \"sort name\" enter", 7, NULL},
    {"count", 7, ": enter", 7, NULL},
    {"count", 7, ": \"50\" esc", 7, NULL},
    {"count", 7, ": \"fifty\" enter", 7, "there is no command “fifty”; : lists them"},
    {"count", 7, ": \"-5\" enter", 7, "“-5” will not do: :N"},
    {"count", 7, ": \"tick4\" enter", 7, "there is no command “tick4”; : lists them"},
    /* the lesson */
    {"count", 20, "i", 20, "there is no lesson to this: it is no scene"},
    {"count", 20, "I", 20, "no questions any more: I asks them again"},
    {"count", 20, "I I", 20, "the lesson's questions are asked"},
    /* no key */
    {"count", 7, "Q", 7, "no such key; ? shows them all"},
    {"count", 7, "Q .", 8, NULL},
};

TEST(every_move_ends_where_the_table_says)
{
    int wrong = 0;
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        const struct moving *m = &moves[i];
        struct bench b;
        bench_open(&b, m->scene, m->before);
        bench_press(&b, m->keys);
        uint32_t at = b.player.model.cursor;
        if (at != m->after || strcmp(b.app.ui.message, m->says ? m->says : ""))
            wrong++, print_error("%s at %u, “%s”: at %u, says “%s”; wanted %u, “%s”\n", m->scene,
                                 m->before, m->keys, at, b.app.ui.message, m->after,
                                 m->says ? m->says : "");
        bench_close(&b);
    }
    assert_int_equal(wrong, 0);
}

TEST(a_breakpoint_needs_a_line_that_can_run)
{
    static const struct source files[] = {{"count.py", "a\n\n  # b\n c", 10}, {"x.py", "a\n", 2}};
    static const struct {
        const char *command, *says;
    } breaks[] = {
        {"break 1", "breakpoint on line 1 set, but no event of this run is on that line"},
        {"break 2", "line 2 of count.py has nothing that runs"},
        {"break 3", "line 3 of count.py has nothing that runs"},
        {"break 4", "breakpoint on line 4 set: c runs on to it, C back"},
        {"break 5", "there is no line 5 in count.py"},
        {"break x.py:1", "breakpoint on x.py:1 set, but no event of this run is on that line"},
        {"break x.py:2", "there is no line 2 in x.py"},
        {"break y.py:9", "breakpoint on y.py:9 set, but no event of this run is on that line"},
    };
    struct bench b;
    bench_open(&b, "count", 7);
    b.player.trace.sources = files;
    b.player.trace.nsources = 2;
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        char script[64];
        snprintf(script, sizeof script, ": \"%s\" enter", breaks[i].command);
        bench_press(&b, script);
        assert_string_equal(b.app.ui.message, breaks[i].says);
    }
    bench_close(&b);
}

TEST(a_step_marks_what_it_changed_and_a_jump_marks_nothing)
{
    static const struct {
        const char *keys;
        uint32_t before; /* what has happened from here on is marked */
    } marks[] = {
        {"s", 47},
        {"S", 47},
        {".", 47},
        {",", 47},
        {"]", 47},
        {"[", 47},
        {"o", 47},
        {"end", END},
        {"g", 0},
        {"pgdn", 58},
        {"/ \"Two\" enter", 51},
        {": \"60\" enter", 61},
        {": \"tick 2\" enter", 16},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct bench b;
        bench_open(&b, "count", 47);
        bench_press(&b, marks[i].keys);
        if (b.app.ui.run.before != marks[i].before)
            fail_msg("“%s”: marked from %u on, wanted %u", marks[i].keys, b.app.ui.run.before,
                     marks[i].before);
        bench_close(&b);
    }
}

/* ---- searching: the pane with the focus says what has the text ---- */

static const struct search {
    enum pane focus;
    uint32_t before;
    const char *keys;
    uint32_t after;
    const char *says;
} searches[] = {
    /* what the story has: Task-2 is made in the moment that ends on line 14; Two is printed on
     * lines 51 56 61 */
    {PANE_TASKS, 0, "/ \"Task-2\" enter", 14, NULL},
    {PANE_STORY, 0, "/ \"Task-2\" enter", 14, NULL},
    {PANE_LOOP, 0, "/ \"prints “two\" enter", 51, NULL},
    {PANE_TASKS, 0, "/ \"Two\" enter n", 56, NULL},
    {PANE_STORY, 0, "/ \"jump\" enter", 31, NULL},
    /* what is printed, and by whom: One on lines 19 23 27 */
    {PANE_OUTPUT, 0, "/ \"Task-2\" enter", 19, NULL},
    {PANE_OUTPUT, 0, "/ \"Task-2\" enter n", 51, NULL},
    {PANE_OUTPUT, 0, "/ \"one\" enter n", 23, NULL},
    {PANE_OUTPUT, 20, "/ \"one\" enter N", 19, NULL},
    {PANE_OUTPUT, 0, "/ \"jump\" enter", 0, "the pane “output” has no “jump”"},
    /* the lines that are reached: 9, gather(), on lines 9 11 13 15; 5, sleep(), on 21 25 29 */
    {PANE_SOURCE, 0, "/ \"gather\" enter", 9, NULL},
    {PANE_SOURCE, 0, "/ \"sleep\" enter", 21, NULL},
    {PANE_SOURCE, 0, "/ \"sleep\" enter n", 25, NULL},
    {PANE_SOURCE, 9, "/ \"gather\" enter", 11, NULL},
    {PANE_SOURCE, 0, "/ \"Task-2\" enter", 0, "the pane “source” has no “Task-2”"},
    /* n asks the pane that has the focus then: Output is the last but one, before the story */
    {PANE_STORY, 0, "/ \"Task-2\" enter shift-tab n", 19, NULL},
};

TEST(what_is_searched_is_the_pane_with_the_focus)
{
    for (size_t i = 0; i < sizeof searches / sizeof *searches; i++) {
        const struct search *s = &searches[i];
        struct bench b;
        bench_open(&b, "count", s->before);
        b.player.trace.sources = source_find("count.py");
        b.player.trace.nsources = 1;
        b.app.ui.run.focus = s->focus;
        bench_press(&b, s->keys);
        if (b.player.model.cursor != s->after || strcmp(b.app.ui.message, s->says ? s->says : ""))
            fail_msg("pane %d at %u, “%s”: at %u, says “%s”; wanted %u", s->focus, s->before,
                     s->keys, b.player.model.cursor, b.app.ui.message, s->after);
        bench_close(&b);
    }
}

/* ---- who is selected ---- */

static const struct selection {
    uint32_t at; /* of count */
    const char *keys;
    uint32_t task; /* 0: whoever runs */
} selections[] = {
    {50, "s", 0},
    {50, "down", 3}, /* on from Task-2, which runs */
    {50, "up", 1},
    {50, "down down", 4},
    {50, "j j", 4},
    {50, "down up", 2},
    {50, "k", 1},
    {50, "k k k", 1},
    {50, "2 j", 4},
    {50, "9 j k", 3},
    {50, "9 9 j 2 k", 2},
    {57, "down", 4}, /* Task-3 has run last */
    {60, "down", 4}, /* Task-4 runs, and is the last: it is taken hold of */
    {50, "9*down", 4},
    {END, ": \"task 4\" enter down", 4}, /* asyncio.run's own are folded away */
    {END, ": \"task 4\" enter e down", 5},
    {END, ": \"task 4\" enter e e down", 4},
    {50, ": \"task 3\" enter", 3},
    {50, ": \"task 3\" enter up", 2},
    {50, ": \"task 3\" enter esc", 0},
    {50, ": \"task 99\" enter", 0},
    {50, "\\ \"Task-3\" enter down", 3},
    {50, "\\ \"Task-3\" enter up", 0}, /* Task-2 is not in the list, and none before it */
    {50, "\\ \"Task-1\" enter up up", 1},
    {50, "\\ \"count\" enter : \"task 2\" enter up", 2}, /* main is not in the list */
    {50, "\\ \"count\" enter : \"task 2\" enter esc up", 1},
    {50, "tab down", 0}, /* another pane */
    /* Task-2 runs, 3 and 4 are ready, 1 waits; 2 has its second turn */
    {50, ": \"sort state\" enter down", 2},
    {50, ": \"sort state\" enter 4 down", 1},
    {50, ": \"sort state\" enter 4 down up", 4},
    {50, ": \"sort turns\" enter 2 down", 1},
    {50, ": \"sort turns\" enter 9 down", 4},
    {50, ": \"sort turns\" enter : \"sort id\" enter down", 3},
    {50, ": \"sort tree\" enter down", 3}, /* on from Task-2 */
    {50, ": \"sort tree\" enter 2 up", 1},
};

TEST(keys_select_the_task_that_the_table_says)
{
    for (size_t i = 0; i < sizeof selections / sizeof *selections; i++) {
        const struct selection *s = &selections[i];
        struct bench b;
        bench_open(&b, "count", s->at);
        bench_press(&b, s->keys);
        if (b.app.ui.run.task != s->task || b.player.model.cursor != s->at + (*s->keys == 's'))
            fail_msg("at %u, “%s”: Task-%u is selected, wanted %u", s->at, s->keys,
                     b.app.ui.run.task, s->task);
        bench_close(&b);
    }
}

/* ---- what else a key sets ---- */

enum what {
    FOCUS,
    LARGE,
    SPEED,
    ZOOM,
    PACE,
    C_SOURCE,
    CLOSING,
    LIBRARIES,
    PLAYING,
    SCROLL,
    GALLERY,
    THEME
};

static int value_of(const struct app *a, enum what what)
{
    const struct ui *ui = &a->ui;
    int theme = 0;
    switch (what) {
    case FOCUS:
        return ui->run.focus;
    case LARGE:
        return ui->run.large;
    case SPEED:
        return ui->speed;
    case ZOOM:
        return ui->run.zoom;
    case PACE:
        return ui->clock_pace;
    case C_SOURCE:
        return (int)ui->run.source;
    case CLOSING:
        return ui->run.closing;
    case LIBRARIES:
        return ui->run.libraries;
    case PLAYING:
        return ui->run.playing;
    case SCROLL:
        return ui->mode == ui->beneath ? ui->run.scroll[ui->run.focus] : ui->scroll;
    case GALLERY:
        return ui->gallery;
    case THEME:
        while (themes[theme] != a->theme)
            theme++;
        return theme;
    }
    return -1;
}

static const struct setting {
    const char *scene, *keys;
    enum what what;
    int value;
    const char *says;
} settings[] = {
    {"count", "+", SPEED, 1, NULL},
    {"count", "=", SPEED, 1, NULL},
    {"count", "-", SPEED, -1, NULL},
    {"count", "_", SPEED, -1, NULL},
    {"count", "+ + -", SPEED, 1, NULL},
    {"count", "9*+", SPEED, 6, NULL},
    {"count", "9*-", SPEED, -2, NULL},
    {"count", "+ + 0", SPEED, 0, NULL},
    {"count", "- 0", SPEED, 0, NULL},
    {"count", "z", ZOOM, 1, NULL},
    {"count", "Z", ZOOM, -1, NULL},
    {"count", "z z Z", ZOOM, 1, NULL},
    {"count", "20*z", ZOOM, 8, NULL},
    {"count", "20*Z", ZOOM, -8, NULL},
    {"count", "p", PACE, 1, "one scene second takes one second at ×1"},
    {"count", "p p", PACE, 0, "events follow each other at an even pace"},
    {"count", "x", C_SOURCE, 1, NULL},
    {"count", "x x", C_SOURCE, 0, NULL},
    {"count", "e", CLOSING, 1, NULL},
    {"count", "e e", CLOSING, 0, NULL},
    {"count", "l", LIBRARIES, 1, "no library has a task here"},
    {"count", "l l", LIBRARIES, 0, "no library has a task here"},
    {"count", "t", THEME, 1, "theme light: dark colours on white, for projectors and daylight"},
    {NULL, "t t", THEME, 2, "theme colorblind: the Okabe-Ito palette on a dark ground"},
    {"count", "4*t", THEME, 0,
     "theme dark: quiet colours on a dark ground, one accent for what runs now"},
    {"count", "space", PLAYING, 1, NULL},
    {"count", "space space", PLAYING, 0, NULL},
    {"count", "space s", PLAYING, 0, NULL},
    {"count", "space u", PLAYING, 0, "nothing before this caused it"},
    {"count", "space + z", PLAYING, 1, NULL},
    {"count", "tab", FOCUS, PANE_OUTPUT, NULL}, /* count has no locks and queues */
    {"count", "tab tab", FOCUS, PANE_STORY, NULL},
    {"count", "f", LARGE, 1, "f or Esc gives the other panes back; Tab shows the next"},
    {"count", "f f", LARGE, 0, NULL},
    {"count", "f esc", LARGE, 0, NULL},
    {"count", "f tab", LARGE, 1, NULL},
    {"count", "f tab", FOCUS, PANE_OUTPUT, NULL},
    {"count", "f 2*tab", FOCUS, PANE_STORY, NULL},
    {"count", "f shift-tab", FOCUS, PANE_LOOP, NULL},
    {"count", "shift-tab", FOCUS, PANE_LOOP, NULL},
    {"count", "shift-tab shift-tab", FOCUS, PANE_SOURCE, NULL},
    {"count", "tab shift-tab", FOCUS, PANE_TASKS, NULL},
    {"count", "tab tab tab shift-tab shift-tab shift-tab", FOCUS, PANE_TASKS, NULL},
    /* as far as there is something to see: at event 31 the story has six lines, and room for three */
    {"count", "size:40x12 31*. 2*tab down", SCROLL, 1, NULL},
    {"count", "size:40x12 31*. 2*tab j j", SCROLL, 2, NULL},
    {"count", "size:40x12 31*. 2*tab 50*j", SCROLL, 3, NULL},
    {"count", "size:40x12 31*. 2*tab 50*j k", SCROLL, 2, NULL},
    {"count", "size:40x12 31*. 2*tab 9 9 j", SCROLL, 3, NULL},
    {"count", "size:40x12 31*. 2*tab k", SCROLL, 0, NULL},
    {"count", "size:40x12 31*. 2*tab 3*k j", SCROLL, 1, NULL},
    {"count", "size:40x12 31*. 2*tab 50*j .", SCROLL, 0, NULL},
    {"count", "size:40x12 31*. 2*tab 3*down esc", SCROLL, 0, NULL},
    {"count", "? down", SCROLL, 0, NULL}, /* all of it is there */
    {"count", "size:40x12 ? down", SCROLL, 1, NULL},
    {"count", "size:40x12 ? down up up", SCROLL, 0, NULL},
    {NULL, "down", GALLERY, 1, NULL},
    {NULL, "down down up", GALLERY, 1, NULL},
    {NULL, "2*down up", GALLERY, 1, NULL},
    {NULL, "? down", GALLERY, 0, NULL},
    {NULL, "size:40x12 ? down", SCROLL, 1, NULL},
    {NULL, "size:40x12 ? down ? ?", SCROLL, 0, NULL},
    /* the pane stays where it was */
    {"count", "size:40x12 31*. 2*tab down ? 5*down esc", SCROLL, 1, NULL},
    {NULL, "up down", GALLERY, 0, NULL}, /* round, and back */
    {NULL, "/ \"chain\" enter", GALLERY, 2, NULL},
    {NULL, "/ \"three awaits\" enter", GALLERY, 2, NULL},
    {NULL, "/ \"hello\" enter", GALLERY, 3, NULL},
    {NULL, "/ \"hello\" enter n", GALLERY, 4, NULL},
    {NULL, "/ \"hello\" enter n N", GALLERY, 3, NULL},
    {NULL, "/ \"hello\" enter n n", GALLERY, 3, NULL}, /* round */
    {NULL, "/ \"chain\" enter n", GALLERY, 2, "“chain” is nowhere else"},
    {NULL, "/ \"no such\" enter", GALLERY, 0, "no scene has “no such”"},
    {NULL, "/ enter", GALLERY, 0, NULL},
    {NULL, "N", GALLERY, 0, "nothing is searched for yet: press /"},
};

TEST(every_key_sets_what_the_table_says)
{
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const struct setting *s = &settings[i];
        struct bench b;
        bench_open(&b, s->scene, 0);
        bench_press(&b, s->keys);
        int value = value_of(&b.app, s->what);
        if (value != s->value || strcmp(b.app.ui.message, s->says ? s->says : ""))
            fail_msg("“%s”: %d, says “%s”; wanted %d, “%s”", s->keys, value, b.app.ui.message,
                     s->value, s->says ? s->says : "");
        bench_close(&b);
    }
}

/* ---- modes ---- */

static const struct change {
    const char *scene, *keys, *mode;
} changes[] = {
    {"count", "?", "help"},
    {"count", "h", "help"},
    {"count", "f1", "help"},
    {"count", "? ?", "watch"},
    {"count", "? esc", "watch"},
    {"count", "? s", "watch"},
    {"count", ": \"breaks\" enter", "breaks"},
    {"count", ": \"breaks\" enter esc", "watch"},
    {"count", ": \"breaks\" enter enter", "watch"},
    {"count", ": \"breaks\" enter d", "breaks"},
    {"count", ": \"breaks\" enter s", "breaks"},
    {"count", ": \"breaks\" enter ?", "help"},
    {"count", ": \"breaks 6\" enter", "watch"},
    {"count", "20*. enter", "details"},
    {"count", "20*. enter enter", "watch"},
    {"count", "20*. enter esc", "watch"},
    {"count", "20*. enter s", "details"},
    {"count", "/", "prompt"},
    {"count", "\\", "prompt"},
    {"count", ":", "prompt"},
    {"count", ": esc", "watch"},
    {"count", ": backspace", "watch"},
    {NULL, "s", "gallery"},
    {NULL, "?", "help"},
    {NULL, "? esc", "gallery"},
    {"count", "? ? ?", "help"},
    {"count", "20*. ? enter", "details"}, /* the help steps aside */
    {"count", "? /", "prompt"},
    {"count", "? tab", "watch"},
    {"count", "? z", "watch"},
    {"count", "? ctrl-l", "help"},
    {"count", "? down esc", "watch"},
    {"count", "20*. enter ?", "help"},
    {"count", "20*. enter ? esc", "watch"},
    {"count", "20*. enter down", "details"},
    {"count", "20*. enter / esc", "watch"},
    {"count", ": ?", "prompt"},
    {"count", ": tab", "prompt"},
    {"count", ": \"tick 2\" enter", "watch"},
    {"count", "/ \"no\" backspace backspace", "prompt"},
    {"count", ": ctrl-c", "watch"},
    {"count", "/ \"text\" ctrl-c", "watch"},
    {"count", "\\ \"text\" ctrl-c", "watch"},
    /* one thing at a time, and at last to the gallery, from which it leads back */
    {"count", "esc", "gallery"},
    {"count", "] down esc", "watch"},
    {"count", "] down esc esc", "gallery"},
    {"count", "\\ \"2\" enter 2*] down esc esc esc", "gallery"},
    {"count", "/ \"One\" enter esc", "watch"},
    {"count", "/ \"One\" enter esc esc", "gallery"},
    {"count", "5 esc", "watch"},
    {"count", "5 esc esc", "gallery"},
    {"count", "esc s", "gallery"},
    {"count", "esc esc", "watch"},
    {"count", "esc enter", "watch"},
    {"count", "esc ? esc", "gallery"},
    {NULL, "esc", "gallery"},
    /* the third moment of count is before a turn that three could have */
    {"count", "P 3*s", "watch"},
    {"count", "P 4*s", "predict"},
    {"count", "P 15*.", "watch"},
    {"count", "P 15*. .", "predict"},
    {"count", "P 5 s", "predict"},
    {"count", "P 3*s space", "predict"},
    {"count", "P space wait:99", "predict"},
    {"count", "P p space wait:1", "predict"},
    {"count", "P 4*s s", "predict"},
    {"count", "P 4*s left", "watch"},
    {"count", "P 4*s left s s", "predict"},
    {"count", "P 4*s down up j k", "predict"},
    {"count", "P 4*s ?", "help"},
    {"count", "P 4*s ? esc s", "predict"},
    {"count", "P 4*s t", "predict"},
    {"count", "P 4*s tab", "watch"},
    {"count", "P 4*s esc s", "watch"},
    {"count", "P 4*s P s", "watch"},
    {"count", "P 4*s 3", "predict"},
    {"count", "P 4*s 3 esc", "watch"},
    {"count", "P 4*s 3 enter", "watch"},
    {"count", "P 4*s 3 s", "watch"},
    {"count", "P 4*s 3 s s", "watch"},
    {"count", "P 4*s 3 3*s", "predict"},
    {"count", "enter P 4*s", "predict"},
    {NULL, "P", "gallery"},
    {NULL, "/", "prompt"},
    {NULL, "/ esc", "gallery"},
    {NULL, "/ \"lock\" enter", "gallery"},
    {NULL, "? s", "help"}, /* there is nothing to step through */
    {NULL, "? ?", "gallery"},
    {NULL, "? enter", "gallery"},
};

TEST(keys_lead_to_the_mode_that_the_table_says)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct bench b;
        bench_open(&b, changes[i].scene, 0);
        bench_press(&b, "size:80x24");
        bench_press(&b, changes[i].keys);
        if (strcmp(b.app.ui.mode->name, changes[i].mode))
            fail_msg("“%s”: %s, wanted %s", changes[i].keys, b.app.ui.mode->name, changes[i].mode);
        app_draw(&b.app);
        bench_close(&b);
    }
}

/* Questions of count: at 15 Task-2, 3 or 4, right is 2; at 21 Task-3 or 4, right is 3; at 29 Task-1
 * to 4, right is 2; at 54 Task-3 or 4, right is 3. */

/* ---- what a key asks for ---- */

static const struct wish {
    const char *scene, *keys;
    unsigned reaction; /* beside REACT_REDRAW */
} wishes[] = {
    {"count", "s", 0},
    {"race", "wait:2 }", REACT_RESTART}, /* by then the orders are counted */
    {"race", "wait:2 {", REACT_RESTART},
    {"race", "wait:2 )", REACT_RESTART},
    {"race", "wait:2 L", 0}, /* its program has no place for a parameter here */
    {"threads", "wait:2 }", 0},
    {"deadlock", "wait:2 )", 0},
    {"count", "}", 0},
    {"count", "L", 0},
    {"count", ">", 0},
    {"count", "q", REACT_QUIT},
    {"count", "f10", REACT_QUIT},
    {"count", ": \"q\" enter", REACT_QUIT},
    {"count", ": \"quit\" enter", REACT_QUIT},
    {"count", ": \"q\"", 0},
    {"count", "/ \"q\" enter", 0},
    {"count", "? q", REACT_QUIT},
    {"count", "ctrl-l", REACT_REPAINT},
    {"count", "ctrl-c", REACT_QUIT | REACT_INTERRUPT},
    {"count", "/ \"q\" ctrl-c", 0},
    {NULL, "ctrl-c", REACT_QUIT | REACT_INTERRUPT},
    {"count", "esc", 0},
    {"count", "esc enter", 0}, /* it is open already */
    {"count", "esc down enter", REACT_OPEN},
    {"count", "R", REACT_RECORD},
    {NULL, "R", REACT_RECORD},
    {"count", "? R", REACT_RECORD},
    {"count", "/ \"R\"", 0},
    {"count", "r", 0},
    {"count", "enter", 0},
    {NULL, "enter", REACT_OPEN},
    {NULL, "q", REACT_QUIT},
    {NULL, "? enter", REACT_OPEN},
    {NULL, "? q", REACT_QUIT},
    {"count", "? enter", 0},
    {"count", "? r", 0},
    {NULL, "r", 0},
};

TEST(only_these_keys_ask_for_more_than_a_frame)
{
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        struct bench b;
        bench_open(&b, wishes[i].scene, 10);
        bench_press(&b, wishes[i].keys);
        if ((b.reaction & ~(unsigned)REACT_REDRAW) != wishes[i].reaction)
            fail_msg("“%s”: %u", wishes[i].keys, b.reaction);
        bench_close(&b);
    }
}

TEST(esc_and_back_leaves_the_run_where_it_was)
{
    struct bench b;
    bench_open(&b, "hello-gather", 0);
    bench_press(&b, "4*s m esc");
    assert_string_equal(b.app.ui.catalogue->at[b.app.ui.gallery].name, "hello-gather");
    bench_press(&b, "s ] space . enter");
    assert_int_equal(b.player.model.cursor, 18);
    assert_int_equal(b.app.ui.run.nmarks, 1);
    bench_close(&b);
}

/* ---- time: a moment in two seconds at ×1, or the scene's own seconds ---- */

static const struct play {
    const char *scene;
    uint32_t before;
    const char *keys; /* wait:S lets S seconds go by, told at once */
    uint32_t after;
    bool plays; /* on */
} plays[] = {
    {"count", 0, "wait:9", 0, false},
    /* moments end on lines 5 14 15 19 21 23 25 27 29 31 47 51 … 117 118 119 */
    {"count", 0, "space wait:1.9", 0, true},
    {"count", 0, "space wait:2", 5, true},
    {"count", 0, "space wait:5", 14, true},
    {"count", 0, "space wait:1.5 wait:0.5", 5, true},
    {"count", 0, "space 4*wait:1", 14, true},
    {"count", 0, "+ space wait:2", 14, true},
    {"count", 0, "+ + space wait:2", 19, true},
    {"count", 0, "- space wait:4", 5, true},
    {"count", 0, "- - space wait:8", 5, true},
    {"count", 6, "space wait:2", 14, true},
    {"count", 0, "space wait:4 space wait:9", 14, false},
    {"count", 0, "space wait:4 s wait:9", 15, false},
    {"count", 0, "space wait:1.5 space space wait:1.5", 0, true}, /* nothing is owed any more */
    /* nor is anything once another pace or speed is chosen */
    {"count", 0, "space wait:1.5 + wait:0.75", 0, true},
    {"count", 0, "space wait:1.5 - wait:3.5", 0, true},
    {"count", 0, "space wait:1.5 0 wait:1.5", 0, true},
    {"count", 0, "space wait:1.5 p p wait:1.5", 0, true},
    {"count", 117, "space wait:4", END, false},
    {"count", 0, "space wait:1000", END, false},
    {"count", 50, "end space", 0, true}, /* at the end it starts again */
    {"count", 50, "end space wait:4", 14, true},
    {"count", 117, "space wait:4 space wait:4", 14, true},
    /* all that happens at second 0 lies before the jump on line 31, all else at second 1 */
    {"count", 0, "p space wait:0", 30, true},
    {"count", 0, "p space wait:0.9", 30, true},
    {"count", 0, "p space 2*wait:0.5", END, false},
    {"count", 40, "p space wait:0", END, false},
    /* makerandom jumps to seconds 1, 2, 3, 4 on lines 34, 48, 71, 94 */
    {"makerandom", 0, "p space wait:0.5", 33, true},
    {"makerandom", 0, "p space wait:1", 47, true},
    {"makerandom", 0, "p space wait:2", 70, true},
    {"makerandom", 0, "p space wait:1 wait:1 wait:0.5", 70, true},
    {"makerandom", 0, "p space wait:1.5 wait:1.5", 93, true},
    {"makerandom", 0, "p + space wait:1", 70, true},
    {"makerandom", 0, "p - space wait:2", 47, true},
    {"makerandom", 0, "p p space wait:2", 5, true},
    {"makerandom", 0, "space wait:2 p wait:0.5", 33, true},
    /* a breakpoint pauses it */
    {"count", 0, ": \"break 6\" enter space wait:1000", 50, false},
    {"count", 0, ": \"break 6\" enter space wait:1000 space wait:1000", 55, false},
    {"count", 0, ": \"break 6\" enter p space wait:1000", 50, false},
    {"count", 0, ": \"break 6\" enter p space wait:1000 space wait:0", 55, false},
    {"count", 0, ": \"break 6\" enter space wait:4", 14, true},
};

TEST(time_moves_the_cursor_as_the_table_says)
{
    for (size_t i = 0; i < sizeof plays / sizeof *plays; i++) {
        const struct play *p = &plays[i];
        struct bench b;
        bench_open(&b, p->scene, p->before);
        bench_press(&b, p->keys);
        if (b.player.model.cursor != p->after || b.app.ui.run.playing != p->plays)
            fail_msg("%s at %u, “%s”: at %u, playing %d; wanted %u, %d", p->scene, p->before,
                     p->keys, b.player.model.cursor, b.app.ui.run.playing, p->after, p->plays);
        bench_close(&b);
    }
}

/* When it wants to be told of time again: a moment is due each two seconds at ×1, or when the scene's
 * clock gets there; never sooner than the next frame of sixty a second. */
TEST(it_asks_for_time_when_the_next_moment_is_due)
{
    static const struct {
        const char *keys;
        double due;
    } dues[] = {
        {"", -1},
        {"space space", -1},
        {"space", 2},
        {"space wait:0.5", 1.5},
        {"+ space", 1},
        {"- space", 4},
        {"6*+ space", 1.0 / 32},
        {"p space wait:0", 1},
        {"p space wait:0.25", 0.75},
        {"p + space wait:0.25", 0.25},
        {"p space", 1.0 / 60},
        {"end", -1},
    };
    for (size_t i = 0; i < sizeof dues / sizeof *dues; i++) {
        struct bench b;
        bench_open(&b, "count", 0);
        bench_press(&b, dues[i].keys);
        if (app_due(&b.app) - dues[i].due > 1e-9 || dues[i].due - app_due(&b.app) > 1e-9)
            fail_msg("“%s”: due in %g", dues[i].keys, app_due(&b.app));
        bench_close(&b);
    }
}

/* ---- in real time ---- */

/* Nothing happens before it is played, and then only what is due: all of second 0, which ends behind
 * line 29. */
TEST(in_real_time_only_what_is_due_has_happened)
{
    struct bench b = {0};
    app_init(&b.app, 40, 120, false, NULL);
    assert_int_equal(program_open(&b.player, &scene_find("count")->program, CLOCK_REAL, 0), 0);
    app_attach(&b.app, &b.player);
    assert_true(b.player.trace.end < 29);
    assert_true(app_due(&b.app) < 0);
    bench_press(&b, "space");
    for (int i = 0; i < 100 && b.player.trace.end < 29; i++)
        bench_press(&b, "wait:0");
    assert_int_equal(b.player.model.cursor, 29);
    assert_true(b.app.ui.run.playing && !b.app.ui.run.ended);
    assert_true(app_due(&b.app) >= 1.0 / 60 && app_due(&b.app) <= 1);
    bench_press(&b, "space s");
    assert_string_equal(b.app.ui.message, "this is the end");
    bench_press(&b, "r");
    assert_int_equal(b.reaction & REACT_RESTART, REACT_RESTART);
    bench_close(&b);
}

/* ---- the mouse ---- */

static void row_text(const struct screen *s, int y, int from, int to, char *out)
{
    size_t n = 0;
    for (int x = from; x < to; x++)
        n += utf8_encode(screen_at(s, y, x)->ch ? screen_at(s, y, x)->ch : ' ', out + n);
    out[n] = 0;
}

/* Where the pane shows the text first: its line on the screen, and a column in the pane. */
static bool find_text(struct bench *b, enum pane pane, const char *text, int *y, int *x)
{
    struct layout l;
    char row[1024];
    layout_make(&l, &b->app.screen, &b->app.ui);
    struct win w = l.panes[pane];
    for (*y = w.y; *y < w.y + w.h; ++*y) {
        row_text(&b->app.screen, *y, w.x, w.x + w.w, row);
        *x = w.x + 3;
        if (strstr(row, text))
            return true;
    }
    return false;
}

static void click(struct bench *b, enum message_kind kind, int code, int y, int x)
{
    bench_tell(b, (struct message){.kind = kind, .code = code, .y = y, .x = x});
}

TEST(a_click_on_a_row_selects_the_task_that_the_row_names)
{
    for (uint32_t task = 1; task <= 4; task++) {
        struct bench b;
        char name[16];
        int y, x;
        snprintf(name, sizeof name, " Task-%u ", task);
        bench_open(&b, "count", 40);
        b.app.ui.run.focus = PANE_OUTPUT;
        app_draw(&b.app);
        assert_true(find_text(&b, PANE_TASKS, name, &y, &x));
        click(&b, MSG_CLICK, 0, y, x);
        assert_int_equal(b.app.ui.run.task, task);
        assert_int_equal(b.app.ui.run.focus, PANE_TASKS);
        assert_int_equal(b.player.model.cursor, 40);
        bench_close(&b);
    }
}

TEST(a_click_beside_the_rows_selects_nobody)
{
    struct bench b;
    struct layout l;
    int y, x;
    bench_open(&b, "count", 40);
    layout_make(&l, &b.app.screen, &b.app.ui);
    click(&b, MSG_CLICK, 0, l.panes[PANE_TASKS].y, l.panes[PANE_TASKS].x + 3); /* the frame */
    assert_int_equal(b.app.ui.run.task, 0);
    assert_true(find_text(&b, PANE_OUTPUT, "One", &y, &x));
    click(&b, MSG_CLICK, 0, y, x);
    assert_int_equal(b.app.ui.run.task, 0);
    assert_int_equal(b.app.ui.run.focus, PANE_OUTPUT);
    bench_close(&b);
}

TEST(the_wheel_scrolls_the_pane_it_is_over)
{
    struct bench b;
    int y, x;
    bench_open(&b, "count", 40);
    assert_true(find_text(&b, PANE_OUTPUT, "One", &y, &x));
    click(&b, MSG_WHEEL, 1, y, x);
    click(&b, MSG_WHEEL, 1, y, x);
    assert_int_equal(b.app.ui.run.focus, PANE_OUTPUT);
    assert_int_equal(b.app.ui.run.scroll[PANE_OUTPUT], 0); /* all three lines are there */
    bench_close(&b);
    bench_open(&b, "makerandom", 200);
    assert_true(find_text(&b, PANE_OUTPUT, "makerandom", &y, &x));
    click(&b, MSG_WHEEL, -1, y, x);
    click(&b, MSG_WHEEL, -1, y, x);
    assert_int_equal(b.app.ui.run.scroll[PANE_OUTPUT], -2);
    click(&b, MSG_WHEEL, 1, y, x);
    assert_int_equal(b.app.ui.run.scroll[PANE_OUTPUT], -1);
    bench_close(&b);
    bench_open(&b, NULL, 0);
    click(&b, MSG_WHEEL, 1, 3, 3);
    assert_int_equal(b.app.ui.gallery, 1);
    bench_close(&b);
}

/* ---- the tables are whole ---- */

static bool is_pressed(const char *script, const char *name)
{
    size_t n = strlen(name);
    for (const char *s = script; (s = strstr(s, name)); s++)
        if ((s == script || s[-1] == ' ' || s[-1] == '*') && (!s[n] || s[n] == ' '))
            return true;
    return false;
}

#define PRESSED(table, name)                                  \
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) \
        if (is_pressed(table[i].keys, name))                  \
            return true;

static bool is_in_a_table(const char *name)
{
    PRESSED(moves, name)
    PRESSED(searches, name)
    PRESSED(selections, name)
    PRESSED(settings, name)
    PRESSED(changes, name)
    PRESSED(wishes, name)
    PRESSED(plays, name)
    return false;
}

TEST(every_key_is_in_one_of_these_tables)
{
    for (const struct key *k = keys; k->name; k++)
        if (k->needs != KEY_COMPARING &&
            !is_in_a_table(k->name)) /* tests/test_compare.c has those */
            fail_msg("nothing here says what “%s” does", k->name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_move_ends_where_the_table_says),
        cmocka_unit_test(a_breakpoint_needs_a_line_that_can_run),
        cmocka_unit_test(a_step_marks_what_it_changed_and_a_jump_marks_nothing),
        cmocka_unit_test(what_is_searched_is_the_pane_with_the_focus),
        cmocka_unit_test(keys_select_the_task_that_the_table_says),
        cmocka_unit_test(every_key_sets_what_the_table_says),
        cmocka_unit_test(keys_lead_to_the_mode_that_the_table_says),
        cmocka_unit_test(only_these_keys_ask_for_more_than_a_frame),
        cmocka_unit_test(esc_and_back_leaves_the_run_where_it_was),
        cmocka_unit_test(time_moves_the_cursor_as_the_table_says),
        cmocka_unit_test(it_asks_for_time_when_the_next_moment_is_due),
        cmocka_unit_test(in_real_time_only_what_is_due_has_happened),
        cmocka_unit_test(a_click_on_a_row_selects_the_task_that_the_row_names),
        cmocka_unit_test(a_click_beside_the_rows_selects_nobody),
        cmocka_unit_test(the_wheel_scrolls_the_pane_it_is_over),
        cmocka_unit_test(every_key_is_in_one_of_these_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
