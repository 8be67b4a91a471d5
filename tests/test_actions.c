/* SPDX-License-Identifier: MIT */
/* What each key, command, click and second does to the screen, written down by hand: a cursor is
 * the number of events that have happened, so behind line n of tests/golden/NAME.ndjson (from 1) it
 * is n. Nothing here is made by running the program. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "scenes/scene.h"
#include "scenes/sources.h"
#include "script/parse.h"
#include "target/catalogue.h"
#include "target/program.h"
#include "tests/support/file.h"
#include "tests/test.h"
#include "trace/load.h"
#include "ui/app.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "view/layout.h"

/* An app that watches one program. */
struct bench {
    struct app app;
    struct player player;
    struct load load;
    bool is_file;
    unsigned reaction; /* all bits since it was opened */
};

static void open_file(struct bench *b, const char *path)
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    b->is_file = true;
    player_open_empty(&b->player, 0);
    assert_int_equal(load_trace(&b->load, f, &b->player.lint.observer), 0);
    fclose(f);
}

/* A scene, or a golden file if it is a path. */
static void watch(struct bench *b, const char *name, uint32_t cursor)
{
    static const struct source two[] = {{"a.py", "pass\n", 5}, {"a.c", "int main;\n", 10}};
    if (strchr(name, '/'))
        open_file(b, name);
    else
        assert_int_equal(program_open(&b->player, &scene_find(name)->program, CLOCK_VIRTUAL, 0), 0);
    b->player.trace.sources = two;
    b->player.trace.nsources = 2;
    app_attach(&b->app, &b->player);
    assert_true(player_seek(&b->player, cursor));
    app_draw(&b->app);
}

/* NULL: nothing, which is the gallery. */
static void open_at(struct bench *b, const char *name, uint32_t cursor)
{
    *b = (struct bench){0};
    app_init(&b->app, 40, 120, false, catalogue_of_scenes());
    if (name)
        watch(b, name, cursor);
}

static void close_bench(struct bench *b)
{
    if (b->app.player)
        player_close(&b->player);
    if (b->is_file)
        load_close(&b->load);
    app_close(&b->app);
}

static void tell(struct bench *b, struct message m)
{
    b->reaction |= app_update(&b->app, &m);
    while (app_goes_on(&b->app))
        b->reaction |= app_update(&b->app, &(struct message){.kind = MSG_TIME});
}

static void press(struct bench *b, const char *script)
{
    struct script p = {0};
    struct buf error = {0};
    if (!script_parse(&p, script, &error))
        fail_msg("%s", error.s);
    for (size_t i = 0; i < p.n; i++)
        if (p.at[i].code == CODE_WAIT)
            tell(b, (struct message){.kind = MSG_TIME, .seconds = p.at[i].seconds});
        else if (p.at[i].code == CODE_RESIZE)
            tell(b, (struct message){.kind = MSG_RESIZE, .y = p.at[i].h, .x = p.at[i].w});
        else
            tell(b, (struct message){.kind = MSG_KEY, .code = p.at[i].code});
    script_free(&p);
}

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
        open_at(&b, m->scene, m->before);
        press(&b, m->keys);
        uint32_t at = b.player.model.cursor;
        if (at != m->after || strcmp(b.app.ui.message, m->says ? m->says : ""))
            wrong++, print_error("%s at %u, “%s”: at %u, says “%s”; wanted %u, “%s”\n", m->scene,
                                 m->before, m->keys, at, b.app.ui.message, m->after,
                                 m->says ? m->says : "");
        close_bench(&b);
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
    open_at(&b, "count", 7);
    b.player.trace.sources = files;
    b.player.trace.nsources = 2;
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        char script[64];
        snprintf(script, sizeof script, ": \"%s\" enter", breaks[i].command);
        press(&b, script);
        assert_string_equal(b.app.ui.message, breaks[i].says);
    }
    close_bench(&b);
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
        open_at(&b, "count", 47);
        press(&b, marks[i].keys);
        if (b.app.ui.run.before != marks[i].before)
            fail_msg("“%s”: marked from %u on, wanted %u", marks[i].keys, b.app.ui.run.before,
                     marks[i].before);
        close_bench(&b);
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
        open_at(&b, "count", s->before);
        b.player.trace.sources = source_find("count.py");
        b.player.trace.nsources = 1;
        b.app.ui.run.focus = s->focus;
        press(&b, s->keys);
        if (b.player.model.cursor != s->after || strcmp(b.app.ui.message, s->says ? s->says : ""))
            fail_msg("pane %d at %u, “%s”: at %u, says “%s”; wanted %u", s->focus, s->before,
                     s->keys, b.player.model.cursor, b.app.ui.message, s->after);
        close_bench(&b);
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
        open_at(&b, "count", s->at);
        press(&b, s->keys);
        if (b.app.ui.run.task != s->task || b.player.model.cursor != s->at + (*s->keys == 's'))
            fail_msg("at %u, “%s”: Task-%u is selected, wanted %u", s->at, s->keys,
                     b.app.ui.run.task, s->task);
        close_bench(&b);
    }
}

/* ---- what else a key sets ---- */

enum what { FOCUS, LARGE, SPEED, ZOOM, PACE, C_SOURCE, CLOSING, PLAYING, SCROLL, GALLERY, THEME };

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
};

TEST(every_key_sets_what_the_table_says)
{
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const struct setting *s = &settings[i];
        struct bench b;
        open_at(&b, s->scene, 0);
        press(&b, s->keys);
        int value = value_of(&b.app, s->what);
        if (value != s->value || strcmp(b.app.ui.message, s->says ? s->says : ""))
            fail_msg("“%s”: %d, says “%s”; wanted %d, “%s”", s->keys, value, b.app.ui.message,
                     s->value, s->says ? s->says : "");
        close_bench(&b);
    }
}

/* ---- scrolling ---- */

enum { SIZES = 3 };
static const struct {
    int h, w;
} sizes[SIZES] = {{12, 40}, {24, 80}, {36, 120}};

static void copy_screen(struct screen *to, struct bench *b)
{
    app_draw(&b->app);
    screen_resize(to, b->app.screen.h, b->app.screen.w);
    memcpy(to->cells, b->app.screen.cells, (size_t)to->h * (size_t)to->w * sizeof *to->cells);
}

/* Having gone as far as one can, one comes back with the first press. */
static void check_way_back(struct bench *b, const char *far, const char *back)
{
    struct screen first = {0}, last = {0};
    copy_screen(&first, b);
    press(b, far);
    copy_screen(&last, b);
    press(b, back);
    app_draw(&b->app);
    if (!screen_same(&first, &last) && screen_same(&last, &b->app.screen))
        fail_msg("%dx%d, pane %d, event %u: “%s” does nothing behind “%s”", last.w, last.h,
                 b->app.ui.run.focus, b->player.model.cursor, back, far);
    screen_close(&first);
    screen_close(&last);
}

static void check_scrolls(const char *name, uint32_t cursor, enum pane pane)
{
    for (int i = 0; i < SIZES; i++) {
        struct bench b;
        open_at(&b, name, cursor);
        if (!strchr(name, '/')) {
            const char *file = scene_find(name)->program.file;
            b.player.trace.sources = source_find(file);
            b.player.trace.nsources = 1;
        }
        tell(&b, (struct message){.kind = MSG_RESIZE, .y = sizes[i].h, .x = sizes[i].w});
        b.app.ui.run.details = pane == PANE_DETAILS;
        b.app.ui.run.focus = pane;
        check_way_back(&b, "200*j", "k");
        check_way_back(&b, "200*k", "j");
        check_way_back(&b, "200*j", "2*k");
        check_way_back(&b, "200*k 200*j", "k");
        close_bench(&b);
    }
}

TEST(however_far_a_pane_was_scrolled_it_comes_back_at_once)
{
    for (int pane = 0; pane < PANES; pane++) {
        check_scrolls("count", 0, (enum pane)pane);
        check_scrolls("count", 51, (enum pane)pane);
        check_scrolls("makerandom", 100, (enum pane)pane);
        check_scrolls("makerandom", 204, (enum pane)pane);
        check_scrolls("tests/golden/s29_lock_cancel_waiter.ndjson", 30, (enum pane)pane);
    }
}

/* 40 lines: the header, the story's three, four blank ones and the keys leave 32. */
TEST(one_pane_can_have_all_the_room_below_the_story)
{
    static const enum pane order[] = {PANE_TASKS,  PANE_OUTPUT, PANE_STORY,
                                      PANE_SOURCE, PANE_LOOP,   PANE_TASKS};
    struct bench b;
    struct layout l;
    open_at(&b, "count", 51);
    press(&b, "f");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        layout_make(&l, &b.app.screen, &b.app.ui);
        assert_int_equal(b.app.ui.run.focus, order[i]);
        for (int pane = 0; pane < PANES; pane++)
            assert_int_equal(l.panes[pane].h > 0, pane == (int)order[i] || pane == PANE_STORY);
        assert_int_equal(l.panes[order[i]].w, 120);
        assert_int_equal(l.panes[order[i]].h, order[i] == PANE_STORY ? 36 : 32);
        press(&b, "tab");
    }
    press(&b, "esc");
    layout_make(&l, &b.app.screen, &b.app.ui);
    assert_true(l.panes[PANE_SOURCE].h && l.panes[PANE_TASKS].h);
    close_bench(&b);
}

/* Esc gives the panes back before it takes back anything else. */
TEST(esc_first_gives_the_other_panes_back)
{
    struct bench b;
    open_at(&b, "count", 51);
    press(&b, "\\ \"count\" enter f esc");
    assert_false(b.app.ui.run.large);
    assert_string_equal(b.app.ui.run.filter, "count");
    close_bench(&b);
}

/* ---- details ---- */

/* On a screen of 120 columns they are a pane that stays, on a smaller one a box over the others. */
static const struct {
    const char *keys, *mode;
    bool beside;
    enum pane focus;
    uint32_t task;
} details[] = {
    {"enter", "watch", true, PANE_TASKS, 0},
    {"enter enter", "watch", false, PANE_TASKS, 0},
    {"enter esc", "watch", false, PANE_TASKS, 0},
    {"enter down", "watch", true, PANE_TASKS, 3},
    {"enter 2*down up s", "watch", true, PANE_TASKS, 3},
    {"enter tab", "watch", true, PANE_DETAILS, 0},
    {"tab", "watch", false, PANE_OUTPUT, 0},
    {"enter tab down", "watch", true, PANE_DETAILS, 0},
    {"enter tab esc", "watch", false, PANE_TASKS, 0},
    {"enter tab size:119x36", "watch", false, PANE_TASKS, 0},
    {"enter size:119x36 size:120x36", "watch", true, PANE_TASKS, 0},
    {"enter ? esc", "watch", true, PANE_TASKS, 0},
    {"enter / esc", "watch", true, PANE_TASKS, 0},
    {"enter f", "watch", true, PANE_TASKS, 0},
    {"enter f esc", "watch", true, PANE_TASKS, 0},
    {"enter f esc esc", "watch", false, PANE_TASKS, 0},
    /* on a large screen they have a place of their own, and Enter gives them the focus */
    {"size:200x50", "watch", false, PANE_TASKS, 0},
    {"size:200x50 enter", "watch", false, PANE_DETAILS, 0},
    {"size:200x50 enter enter", "watch", false, PANE_TASKS, 0},
    {"size:200x50 enter esc down", "watch", false, PANE_TASKS, 3},
    {"size:200x50 enter size:119x36", "watch", false, PANE_TASKS, 0},
    {"enter size:200x50", "watch", false, PANE_TASKS, 0},
    {"size:200x50 f enter", "watch", true, PANE_TASKS, 0},
    {"size:119x36 enter", "details", false, PANE_TASKS, 0},
    {"size:119x36 enter 2*down", "details", false, PANE_TASKS, 4},
    {"size:119x36 enter 2*down up s", "details", false, PANE_TASKS, 3},
    {"size:119x36 tab enter down", "details", false, PANE_OUTPUT, 3},
    {"size:119x36 enter down enter", "watch", false, PANE_TASKS, 3},
    {"size:119x36 enter down esc", "watch", false, PANE_TASKS, 3},
};

TEST(details_stand_beside_the_panes_or_over_them_and_follow_the_selection)
{
    for (size_t i = 0; i < sizeof details / sizeof *details; i++) {
        struct bench b;
        open_at(&b, "count", 50);
        press(&b, details[i].keys);
        if (strcmp(b.app.ui.mode->name, details[i].mode) ||
            layout_has_details(&b.app.screen, &b.app.ui) != details[i].beside ||
            b.app.ui.run.focus != details[i].focus || b.app.ui.run.task != details[i].task)
            fail_msg("“%s”: %s, pane %d, task %u", details[i].keys, b.app.ui.mode->name,
                     b.app.ui.run.focus, b.app.ui.run.task);
        app_draw(&b.app);
        close_bench(&b);
    }
}

TEST(without_a_task_there_are_no_details)
{
    struct bench b;
    open_at(&b, "count", 1);
    press(&b, "enter");
    assert_string_equal(b.app.ui.message, "there is no task yet");
    press(&b, "size:80x24 enter");
    assert_string_equal(b.app.ui.message, "there is no task yet");
    assert_string_equal(b.app.ui.mode->name, "watch");
    close_bench(&b);
}

/* PgDn and PgUp go through a box that shows not all, else through the run, as ever. */
TEST(what_is_longer_than_the_box_is_paged_through)
{
    struct bench b;
    open_at(&b, "count", 50);
    press(&b, "size:40x12 enter pgdn");
    assert_int_equal(b.player.model.cursor, 50);
    assert_true(b.app.ui.scroll > 0);
    int last = b.app.ui.scroll;
    press(&b, "2*pgdn");
    assert_in_range(b.app.ui.scroll, last, last + 6);
    press(&b, "down");
    assert_int_equal(b.app.ui.scroll, 0); /* another task */
    press(&b, "pgdn 9*pgup");
    assert_int_equal(b.app.ui.scroll, 0);
    press(&b, "size:80x24 pgdn");
    assert_int_equal(b.player.model.cursor, 61);
    press(&b, "pgup");
    assert_int_equal(b.player.model.cursor, 50);
    close_bench(&b);
}

TEST(the_help_is_scrolled_as_far_as_it_goes)
{
    struct bench b;
    open_at(&b, "count", 51);
    press(&b, "size:40x12 ?");
    check_way_back(&b, "200*j", "k");
    check_way_back(&b, "200*k", "j");
    close_bench(&b);
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
    {NULL, "/", "gallery"},
    {NULL, "? s", "help"}, /* there is nothing to step through */
    {NULL, "? ?", "gallery"},
    {NULL, "? enter", "gallery"},
};

TEST(keys_lead_to_the_mode_that_the_table_says)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct bench b;
        open_at(&b, changes[i].scene, 0);
        press(&b, "size:80x24");
        press(&b, changes[i].keys);
        if (strcmp(b.app.ui.mode->name, changes[i].mode))
            fail_msg("“%s”: %s, wanted %s", changes[i].keys, b.app.ui.mode->name, changes[i].mode);
        app_draw(&b.app);
        close_bench(&b);
    }
}

/* Questions of count: at 15 Task-2, 3 or 4, right is 2; at 21 Task-3 or 4, right is 3; at 29 Task-1
 * to 4, right is 2; at 54 Task-3 or 4, right is 3. */
static const struct foreseeing {
    const char *keys;
    uint32_t right, asked, cursor;
    const char *says;
} foreseeings[] = {
    {"P", 0, 0, 0, "from here on you are asked who runs next, where two or more could; P: no more"},
    {"P P", 0, 0, 0, "no more questions; P asks again"},
    {"P 4*s", 0, 0, 15, NULL},
    {"P 9*s", 0, 0, 15, NULL},
    {"P 9 s", 0, 0, 15, NULL},
    {"P 4*s 1", 1, 1, 15, NULL},
    {"P 4*s 2", 0, 1, 15, NULL},
    {"P 4*s 4", 0, 0, 15, "there is no answer 4: 1 to 3 answer"},
    {"P 4*s 4 1", 1, 1, 15, NULL},
    {"P 4*s enter", 1, 1, 15, NULL}, /* the first is marked */
    {"P 4*s down enter", 0, 1, 15, NULL},
    {"P 4*s up up up enter", 1, 1, 15, NULL}, /* round */
    {"P 4*s j k enter", 1, 1, 15, NULL},
    {"P 4*s left s s down s enter", 0, 1, 15, NULL},
    {"P 4*s 2 1", 0, 1, 15, NULL}, /* an answer stands */
    {"P 4*s 2 s", 0, 1, 19, NULL},
    {"P 4*s 1 s s s 1", 2, 2, 21, NULL},
    {"P 4*s 1 s s s 2", 1, 2, 21, NULL},
    {"P 4*s 1 5*left 9*s", 1, 1, 21, NULL}, /* not asked again */
    {"P 4*s 1 3*s 1 5*s 2", 3, 3, 29, NULL},
    {"P 4*s 1 3*s 1 5*s 2 5*s 1", 4, 4, 54, NULL},
    {"P 4*s 1 3*s 1 5*s 2 5*s 1 99*s", 4, 4, END, "this is the end"},
    {"P 4*s 1 3*s 1 5*s 1 99*s", 2, 3, 54, NULL},
    {"P end", 0, 0, END, NULL}, /* nobody asks on the way */
    {"P 2 ] s", 0, 0, 16, NULL},
    {"P 4*s 1 r", 0, 0, 0, NULL},
    {"P 4*s 1 r 4*s", 0, 0, 15, NULL},
    {"P 4*s 1 P", 1, 1, 15, "no more questions; P asks again"},
    {"P 4*s 1 P 3*s", 1, 1, 23, NULL},
    {"P 4*s esc", 0, 0, 15, "no more questions; P asks again"},
    {"P 4*s esc 2 s", 0, 0, 21, NULL},
    {"P 4*s 1 space wait:99", 1, 1, 21, NULL}, /* playing stops at the next */
    {"P p space wait:0.5", 0, 0, 15, NULL},
};

TEST(answers_are_counted_as_the_table_says)
{
    for (size_t i = 0; i < sizeof foreseeings / sizeof *foreseeings; i++) {
        const struct foreseeing *f = &foreseeings[i];
        struct bench b;
        open_at(&b, "count", 0);
        press(&b, f->keys);
        const struct predict *p = &b.app.ui.run.predict;
        if (p->right != f->right || p->asked != f->asked || b.player.model.cursor != f->cursor ||
            strcmp(b.app.ui.message, f->says ? f->says : ""))
            fail_msg("“%s”: %u of %u at %u, says “%s”", f->keys, p->right, p->asked,
                     b.player.model.cursor, b.app.ui.message);
        app_draw(&b.app);
        close_bench(&b);
    }
}

TEST(nobody_is_asked_in_real_time)
{
    struct bench b = {0};
    app_init(&b.app, 24, 80, false, catalogue_of_scenes());
    assert_int_equal(program_open(&b.player, &scene_find("count")->program, CLOCK_REAL, 0), 0);
    app_attach(&b.app, &b.player);
    press(&b, "P");
    assert_false(b.app.ui.run.predict.on);
    assert_string_equal(b.app.ui.message, "in real time nobody knows yet who is next: P asks once "
                                          "the program is over");
    close_bench(&b);
}

/* ---- nothing on the screen says who is next ---- */

/* count's trace, in which the timers of Task-2 and Task-3 fell due the other way round, so that
 * Task-3 stands before Task-2 in the ready queue (behind event 46). */
static struct buf other_order(void)
{
    static const struct {
        uint32_t from, to; /* lines, from 0 */
    } blocks[] = {{0, 30},  {32, 32}, {31, 31}, {33, 34}, {39, 42},
                  {35, 38}, {43, 48}, {54, 58}, {49, 53}, {59, 118}};
    struct buf all = read_file("tests/golden/count.ndjson"), b = {0};
    for (size_t k = 0; k < sizeof blocks / sizeof *blocks; k++) {
        const char *from = all.s, *to;
        for (uint32_t i = 0; i < blocks[k].from; i++)
            from = strchr(from, '\n') + 1;
        to = from;
        for (uint32_t i = blocks[k].from; i <= blocks[k].to; i++)
            to = strchr(to, '\n') + 1;
        buf_add(&b, from, (size_t)(to - from));
    }
    buf_free(&all);
    return b;
}

static void open_text(struct bench *b, int h, int w, const struct buf *trace)
{
    *b = (struct bench){.is_file = true};
    FILE *f = fmemopen(trace->s, trace->len, "r");
    app_init(&b->app, h, w, false, catalogue_of_scenes());
    player_open_empty(&b->player, 0);
    assert_int_equal(load_trace(&b->load, f, &b->player.lint.observer), 0);
    fclose(f);
    app_attach(&b->app, &b->player);
}

/* Draws what is there after the keys, and says who is next there. */
static uint32_t draw_at(struct bench *b, uint32_t cursor, const char *script)
{
    struct guess g;
    assert_true(player_seek(&b->player, cursor));
    press(b, script);
    app_draw(&b->app);
    assert_true(guess_make(&b->player.model, &g));
    return g.answer;
}

static bool same_frame(const struct screen *a, const struct screen *b)
{
    for (int y = 0; y < a->h; y++)
        for (int x = 0; x < a->w; x++) {
            const struct cell *p = screen_at(a, y, x), *q = screen_at(b, y, x);
            if (p->ch != q->ch || memcmp(&p->style, &q->style, sizeof p->style))
                return false;
        }
    return true;
}

TEST(a_frame_before_an_answer_is_the_same_whatever_the_answer_is)
{
    static const int screens[][2] = {{24, 80}, {12, 40}};
    /* the moment that ends there, the event, the question, another pane and details beside it */
    static const char *const scripts[] = {"P",       "P , .",   "P s",
                                          "P s tab", "P enter", "P : \"task 1\" enter"};
    struct buf one = read_file("tests/golden/count.ndjson"), other = other_order();
    for (size_t i = 0; i < sizeof screens / sizeof *screens; i++)
        for (size_t k = 0; k < sizeof scripts / sizeof *scripts; k++) {
            struct bench a, b;
            open_text(&a, screens[i][0], screens[i][1], &one);
            open_text(&b, screens[i][0], screens[i][1], &other);
            assert_int_equal(draw_at(&a, 47, scripts[k]), 2);
            assert_int_equal(draw_at(&b, 47, scripts[k]), 3);
            if (!same_frame(&a.app.screen, &b.app.screen))
                fail_msg("%dx%d after “%s”", screens[i][1], screens[i][0], scripts[k]);
            close_bench(&a);
            close_bench(&b);
        }
    buf_free(&one);
    buf_free(&other);
}

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
        open_at(&b, wishes[i].scene, 10);
        press(&b, wishes[i].keys);
        if ((b.reaction & ~(unsigned)REACT_REDRAW) != wishes[i].reaction)
            fail_msg("“%s”: %u", wishes[i].keys, b.reaction);
        close_bench(&b);
    }
}

TEST(esc_and_back_leaves_the_run_where_it_was)
{
    struct bench b;
    open_at(&b, "hello-gather", 0);
    press(&b, "4*s m esc");
    assert_string_equal(b.app.ui.catalogue->at[b.app.ui.gallery].name, "hello-gather");
    press(&b, "s ] space . enter");
    assert_int_equal(b.player.model.cursor, 18);
    assert_int_equal(b.app.ui.run.nmarks, 1);
    close_bench(&b);
}

/* ---- what is typed ---- */

static const struct typing {
    const char *keys, *text;
    size_t caret;
} typings[] = {
    {": \"tick 4\"", "tick 4", 6},
    {": \"tick 4\" left left \"x\"", "tickx 4", 5},
    {": \"tick 4\" home \"x\"", "xtick 4", 1},
    {": \"tick 4\" home right right \"x\" end \"y\"", "tixck 4y", 8},
    {": \"tick 4\" ctrl-a ctrl-f delete ctrl-e ctrl-b \"x\"", "tck x4", 5},
    {": \"tick 4\" left backspace", "tick4", 4},
    {": \"tick 4\" home backspace", "tick 4", 0},
    {": \"tick 4\" delete", "tick 4", 6},
    {": \"tick 4\" home ctrl-d", "ick 4", 0},
    {": \"tick 4\" left ctrl-u", "4", 0},
    {": \"tick 4\" left left ctrl-k", "tick", 4},
    {": \"until the end\" ctrl-w", "until the ", 10},
    {": \"until the  \" ctrl-w", "until ", 6},
    {": \"until the end\" 3*ctrl-w ctrl-w", "", 0},
    {"/ \"“é” \" left left backspace", "“” ", 3},
    {"/ \"“é” \" home right delete", "“” ", 3},
    /* the lines typed before, each prompt's own */
    {": \"tick 4\" enter : up", "tick 4", 6},
    {": \"tick 4\" enter : \"5\" enter : up up", "tick 4", 6},
    {": \"tick 4\" enter : \"5\" enter : 3*up down", "5", 1},
    {": \"tick 4\" enter : \"un\" up down", "un", 2},
    {": \"tick 4\" enter : \"un\" up \"0\"", "tick 40", 7},
    {": \"tick 4\" enter : \"tick 4\" enter : \"7\" enter : up up up", "tick 4", 6},
    {": \"tick 4\" esc : up", "", 0},
    {": \"tick 4\" enter : enter : up", "tick 4", 6},
    {": \"5\" enter : \"tick 4\" enter : \"tick 4\" enter : up up", "5", 1},
    {": \"tick 4\" enter : up esc : up", "tick 4", 6},
    {": \"tick 4\" enter / up", "", 0},
    {"/ \"One\" enter : \"5\" enter / up", "One", 3},
    /* the filter in force is what one goes on with */
    {"\\ \"ma\" enter \\ \"in\"", "main", 4},
    /* names of commands */
    {": \"ti\" tab", "tick", 4},
    {": \"q\" tab", "quit", 4},
    {": \"t\" tab", "t", 1},
    {": \"x\" tab", "x", 1},
    {"/ \"ti\" tab", "ti", 2},
};

TEST(what_is_typed_is_edited_as_everywhere)
{
    for (size_t i = 0; i < sizeof typings / sizeof *typings; i++) {
        struct bench b;
        open_at(&b, "count", 10);
        press(&b, typings[i].keys);
        if (strcmp(b.app.ui.input, typings[i].text) || b.app.ui.caret != typings[i].caret)
            fail_msg("“%s”: “%s”, %zu; wanted “%s”, %zu", typings[i].keys, b.app.ui.input,
                     b.app.ui.caret, typings[i].text, typings[i].caret);
        app_draw(&b.app);
        close_bench(&b);
    }
}

TEST(no_more_is_typed_than_there_is_room_for)
{
    struct bench b;
    open_at(&b, "count", 10);
    press(&b, "/ 200*\"é\" home \"x\"");
    assert_int_equal(strlen(b.app.ui.input), 127); /* 63 of two bytes each, and one */
    assert_int_equal(b.app.ui.input[0], 'x');
    close_bench(&b);
}

TEST(of_the_lines_typed_before_the_oldest_go)
{
    struct bench b;
    open_at(&b, "count", 10);
    for (int i = 1; i <= 33; i++) {
        char script[32];
        snprintf(script, sizeof script, ": \"%d\" enter", i);
        press(&b, script);
    }
    press(&b, ": 99*up");
    assert_string_equal(b.app.ui.input, "2");
    press(&b, "99*down");
    assert_string_equal(b.app.ui.input, "");
    close_bench(&b);
}

TEST(a_filter_is_in_force_while_it_is_typed_and_esc_brings_back_the_one_before)
{
    static const struct {
        const char *keys, *filter;
    } filters[] = {
        {"\\ \"ma\"", "ma"},
        {"\\ \"ma\" backspace", "m"},
        {"\\ \"ma\" esc", ""},
        {"\\ \"ma\" ctrl-c", ""},
        {"\\ \"ma\" enter", "ma"},
        {"\\ \"ma\" enter \\ \"in\"", "main"},
        {"\\ \"ma\" enter \\ ctrl-u", ""},
        {"\\ \"ma\" enter \\ ctrl-u esc", "ma"},
        {"\\ \"ma\" enter \\ ctrl-u enter", ""},
        {"\\ \"ma\" enter \\ 3*backspace", ""},
        {"\\ \"x\" enter \\ ctrl-u up", "x"},
    };
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        struct bench b;
        open_at(&b, "count", 10);
        press(&b, filters[i].keys);
        if (strcmp(b.app.ui.run.filter, filters[i].filter))
            fail_msg("“%s”: “%s”", filters[i].keys, b.app.ui.run.filter);
        close_bench(&b);
    }
}

/* Where nothing can change, no frame is drawn either. */
TEST(a_key_that_means_nothing_asks_for_nothing)
{
    static const char *const silent[] = {"esc", "space", "s", "S", "]", "/", "\\", ":", "m", "b",
                                         "r",   "tab",   "z", "x", "e", "u", "w",  "c", "o"};
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        struct bench b;
        open_at(&b, NULL, 0);
        press(&b, silent[i]);
        if (b.reaction || b.app.ui.mode != &mode_gallery.layers)
            fail_msg("“%s”: %u", silent[i], b.reaction);
        close_bench(&b);
    }
}

TEST(choosing_in_the_gallery_goes_round)
{
    static const struct {
        const char *keys;
        int line; /* less than none: from the end */
    } choices[] = {{"", 0},    {"down", 1}, {"4*j", 4},      {"up down", 0},
                   {"up", -1}, {"2*k", -2}, {"2*j 3*k", -1}, {"down up", 0}};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        struct bench b;
        open_at(&b, NULL, 0);
        int n = (int)b.app.ui.catalogue->n;
        press(&b, choices[i].keys);
        assert_int_equal(b.app.ui.gallery, (choices[i].line + n) % n);
        assert_int_equal(b.reaction, *choices[i].keys ? REACT_REDRAW : 0);
        close_bench(&b);
    }
}

/* Esc takes back one thing at a time: the filter, then the search, then who is selected. */
TEST(esc_takes_back_the_filter_the_search_and_the_selection_in_turn)
{
    struct bench b;
    open_at(&b, "count", 1);
    press(&b, ": \"task 3\" enter / \"Two\" enter \\ \"count\" enter");
    assert_string_equal(b.app.ui.run.filter, "count");
    assert_string_equal(b.app.ui.run.search, "Two");
    press(&b, "esc");
    assert_string_equal(b.app.ui.run.filter, "");
    assert_string_equal(b.app.ui.run.search, "Two");
    press(&b, "esc");
    assert_string_equal(b.app.ui.run.search, "");
    assert_int_equal(b.app.ui.run.task, 3);
    press(&b, "esc");
    assert_int_equal(b.app.ui.run.task, 0);
    close_bench(&b);
}

/* Only how fast, and by which clock, it plays is the screen's own. */
TEST(another_run_begins_with_nothing_of_the_last)
{
    static const char *const says[][2] = {
        {"'", "there is no marker yet: m sets one"},
        {"U", "u goes to the cause first"},
        {"n", "nothing is searched for yet: press /"},
    };
    struct bench b, fresh;
    open_at(&b, "count", 50);
    press(&b, "u m z e x tab down : \"task 3\" enter / \"Two\" enter \\ \"count\" enter + p ?");
    app_attach(&b.app, NULL);
    player_close(&b.player);
    watch(&b, "count", 0);
    open_at(&fresh, "count", 0);
    press(&fresh, "+ p s");
    press(&b, "s");
    app_draw(&fresh.app);
    app_draw(&b.app);
    assert_true(screen_same(&b.app.screen, &fresh.app.screen));
    for (size_t i = 0; i < sizeof says / sizeof *says; i++) {
        press(&b, says[i][0]);
        assert_string_equal(b.app.ui.message, says[i][1]);
    }
    close_bench(&fresh);
    close_bench(&b);
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
        open_at(&b, p->scene, p->before);
        press(&b, p->keys);
        if (b.player.model.cursor != p->after || b.app.ui.run.playing != p->plays)
            fail_msg("%s at %u, “%s”: at %u, playing %d; wanted %u, %d", p->scene, p->before,
                     p->keys, b.player.model.cursor, b.app.ui.run.playing, p->after, p->plays);
        close_bench(&b);
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
        open_at(&b, "count", 0);
        press(&b, dues[i].keys);
        if (app_due(&b.app) - dues[i].due > 1e-9 || dues[i].due - app_due(&b.app) > 1e-9)
            fail_msg("“%s”: due in %g", dues[i].keys, app_due(&b.app));
        close_bench(&b);
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
    press(&b, "space");
    for (int i = 0; i < 100 && b.player.trace.end < 29; i++)
        press(&b, "wait:0");
    assert_int_equal(b.player.model.cursor, 29);
    assert_true(b.app.ui.run.playing && !b.app.ui.run.ended);
    assert_true(app_due(&b.app) >= 1.0 / 60 && app_due(&b.app) <= 1);
    press(&b, "space s");
    assert_string_equal(b.app.ui.message, "this is the end");
    press(&b, "r");
    assert_int_equal(b.reaction & REACT_RESTART, REACT_RESTART);
    close_bench(&b);
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
    tell(b, (struct message){.kind = kind, .code = code, .y = y, .x = x});
}

TEST(a_click_on_a_row_selects_the_task_that_the_row_names)
{
    for (uint32_t task = 1; task <= 4; task++) {
        struct bench b;
        char name[16];
        int y, x;
        snprintf(name, sizeof name, " Task-%u ", task);
        open_at(&b, "count", 40);
        b.app.ui.run.focus = PANE_OUTPUT;
        app_draw(&b.app);
        assert_true(find_text(&b, PANE_TASKS, name, &y, &x));
        click(&b, MSG_CLICK, 0, y, x);
        assert_int_equal(b.app.ui.run.task, task);
        assert_int_equal(b.app.ui.run.focus, PANE_TASKS);
        assert_int_equal(b.player.model.cursor, 40);
        close_bench(&b);
    }
}

TEST(a_click_beside_the_rows_selects_nobody)
{
    struct bench b;
    struct layout l;
    int y, x;
    open_at(&b, "count", 40);
    layout_make(&l, &b.app.screen, &b.app.ui);
    click(&b, MSG_CLICK, 0, l.panes[PANE_TASKS].y, l.panes[PANE_TASKS].x + 3); /* the frame */
    assert_int_equal(b.app.ui.run.task, 0);
    assert_true(find_text(&b, PANE_OUTPUT, "One", &y, &x));
    click(&b, MSG_CLICK, 0, y, x);
    assert_int_equal(b.app.ui.run.task, 0);
    assert_int_equal(b.app.ui.run.focus, PANE_OUTPUT);
    close_bench(&b);
}

TEST(the_wheel_scrolls_the_pane_it_is_over)
{
    struct bench b;
    int y, x;
    open_at(&b, "count", 40);
    assert_true(find_text(&b, PANE_OUTPUT, "One", &y, &x));
    click(&b, MSG_WHEEL, 1, y, x);
    click(&b, MSG_WHEEL, 1, y, x);
    assert_int_equal(b.app.ui.run.focus, PANE_OUTPUT);
    assert_int_equal(b.app.ui.run.scroll[PANE_OUTPUT], 0); /* all three lines are there */
    close_bench(&b);
    open_at(&b, "makerandom", 200);
    assert_true(find_text(&b, PANE_OUTPUT, "makerandom", &y, &x));
    click(&b, MSG_WHEEL, -1, y, x);
    click(&b, MSG_WHEEL, -1, y, x);
    assert_int_equal(b.app.ui.run.scroll[PANE_OUTPUT], -2);
    click(&b, MSG_WHEEL, 1, y, x);
    assert_int_equal(b.app.ui.run.scroll[PANE_OUTPUT], -1);
    close_bench(&b);
    open_at(&b, NULL, 0);
    click(&b, MSG_WHEEL, 1, 3, 3);
    assert_int_equal(b.app.ui.gallery, 1);
    close_bench(&b);
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
        cmocka_unit_test(one_pane_can_have_all_the_room_below_the_story),
        cmocka_unit_test(esc_first_gives_the_other_panes_back),
        cmocka_unit_test(details_stand_beside_the_panes_or_over_them_and_follow_the_selection),
        cmocka_unit_test(without_a_task_there_are_no_details),
        cmocka_unit_test(what_is_longer_than_the_box_is_paged_through),
        cmocka_unit_test(the_help_is_scrolled_as_far_as_it_goes),
        cmocka_unit_test(however_far_a_pane_was_scrolled_it_comes_back_at_once),
        cmocka_unit_test(keys_lead_to_the_mode_that_the_table_says),
        cmocka_unit_test(answers_are_counted_as_the_table_says),
        cmocka_unit_test(nobody_is_asked_in_real_time),
        cmocka_unit_test(a_frame_before_an_answer_is_the_same_whatever_the_answer_is),
        cmocka_unit_test(only_these_keys_ask_for_more_than_a_frame),
        cmocka_unit_test(esc_and_back_leaves_the_run_where_it_was),
        cmocka_unit_test(what_is_typed_is_edited_as_everywhere),
        cmocka_unit_test(no_more_is_typed_than_there_is_room_for),
        cmocka_unit_test(of_the_lines_typed_before_the_oldest_go),
        cmocka_unit_test(a_filter_is_in_force_while_it_is_typed_and_esc_brings_back_the_one_before),
        cmocka_unit_test(a_key_that_means_nothing_asks_for_nothing),
        cmocka_unit_test(choosing_in_the_gallery_goes_round),
        cmocka_unit_test(esc_takes_back_the_filter_the_search_and_the_selection_in_turn),
        cmocka_unit_test(another_run_begins_with_nothing_of_the_last),
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
