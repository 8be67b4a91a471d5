/* SPDX-License-Identifier: MIT */
/* What is typed to set breakpoints, and what is answered, in count with its sources: line 6 has run
 * when 51 events have happened. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "scenes/scene.h"
#include "scenes/sources.h"
#include "script/parse.h"
#include "target/catalogue.h"
#include "target/program.h"
#include "tests/test.h"
#include "ui/app.h"
#include "ui/code.h"
#include "ui/names.h"
#include "view/frame.h"

struct bench {
    struct app app;
    struct player player;
    struct source sources[2];
};

static void open_at(struct bench *b, const char *name, uint32_t cursor)
{
    const struct scene *s = scene_find(name);
    *b = (struct bench){.sources = {*source_find(s->program.file), *source_find(s->c_file)}};
    assert_int_equal(program_open(&b->player, &s->program, CLOCK_VIRTUAL, 0), 0);
    b->player.trace.sources = b->sources;
    b->player.trace.nsources = 2;
    app_init(&b->app, 24, 80, false, catalogue_of_scenes());
    app_attach(&b->app, &b->player);
    assert_true(player_seek(&b->player, cursor));
    app_draw(&b->app);
}

static void close_bench(struct bench *b)
{
    player_close(&b->player);
    app_close(&b->app);
}

static void tell(struct bench *b, struct message m)
{
    app_update(&b->app, &m);
    while (app_goes_on(&b->app))
        app_update(&b->app, &(struct message){.kind = MSG_TIME});
    app_draw(&b->app);
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
        else
            tell(b, (struct message){.kind = MSG_KEY, .code = p.at[i].code});
    script_free(&p);
}

/* ---- the cursor in the source; the third pane behind the tasks has it ---- */

#define SOURCE "3*tab "

TEST(the_cursor_in_the_source_goes_as_the_table_says)
{
    static const struct {
        const char *keys;
        int line;
        const char *says;
    } table[] = {
        {SOURCE, 0, ""},
        {SOURCE "down", 7, ""},
        {SOURCE "up", 5, ""},
        {SOURCE "3 j", 9, ""},
        {SOURCE "2 k", 4, ""},
        {SOURCE "2 k j", 5, ""},
        {SOURCE "9 9 j", 16, ""},
        {SOURCE "9 9 k", 1, ""},
        {"down", 0, ""}, /* another pane has the focus */
        {SOURCE "down esc", 0, ""},
        {SOURCE "down x", 0, ""},
        {SOURCE "down tab", 7, ""},
        /* as long as line 6 is the one that ran last: Task-3 goes on at 55, Task-2 ends before */
        {SOURCE "down .", 7, ""},
        {SOURCE "down 3 .", 7, ""},
        {SOURCE "down 4 .", 0, ""},
        {SOURCE "down [", 0, ""},
        {SOURCE "up b", 5, "breakpoint on line 5 set: c runs on to it, C back"},
        {SOURCE "up b b", 5, "breakpoint on line 5 taken away"},
        {SOURCE "down b", 7, "line 7 of count.py has nothing that runs"},
        {SOURCE "b", 0, "breakpoint on line 6 set: c runs on to it, C back"},
        {SOURCE "up tab b", 5, "breakpoint on line 6 set: c runs on to it, C back"},
        {SOURCE "up esc b", 0, "breakpoint on line 6 set: c runs on to it, C back"},
        /* the C beside it: line 12 of count.c is line 6 of count.py */
        {SOURCE "x up", 11, ""},
        {SOURCE "x up b", 11, "breakpoint on line 5 of count.py set: c runs on to it, C back"},
        {SOURCE "x 3 k b", 9, "line 9 of count.c stands for no line of the Python"},
        /* from the line that runs next, where there is one */
        {": \"break 4\" enter home c " SOURCE "down", 5, ""},
        {SOURCE "up b c", 0, "no more breakpoint on the way: this is the end"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct bench b;
        open_at(&b, "count", 51);
        press(&b, table[i].keys);
        if (b.app.ui.run.line != table[i].line || strcmp(b.app.ui.message, table[i].says))
            fail_msg("“%s”: line %d, “%s”", table[i].keys, b.app.ui.run.line, b.app.ui.message);
        close_bench(&b);
    }
}

TEST(a_source_of_many_lines_is_in_view_where_the_cursor_is)
{
    struct bench b;
    struct win w = {0};
    open_at(&b, "makerandom", 19);
    press(&b, SOURCE);
    for (int i = 0; i < 40; i++) {
        press(&b, i < 20 ? "up" : "down");
        int marked = 0;
        assert_int_equal(frame_pane(&b.app.screen, &b.app.ui, 6, 3, &w), PANE_SOURCE);
        for (int y = w.y + 1; y < w.y + w.h - 1; y++)
            marked += screen_at(&b.app.screen, y, w.x + 2)->style.ground == GROUND_SELECTED;
        assert_true(marked >= 1);
    }
    close_bench(&b);
}

/* The wheel looks around, and leaves the cursor where it is. */
TEST(the_wheel_scrolls_the_source_and_moves_no_cursor)
{
    struct bench b;
    open_at(&b, "count", 51);
    tell(&b, (struct message){.kind = MSG_WHEEL, .code = -1, .y = 8, .x = 8});
    assert_int_equal(b.app.ui.run.focus, PANE_SOURCE);
    assert_int_equal(b.app.ui.run.line, 0);
    assert_int_equal(b.app.ui.run.scroll[PANE_SOURCE], -1);
    press(&b, "down");
    assert_int_equal(b.app.ui.run.line, 7);
    assert_int_equal(b.app.ui.run.scroll[PANE_SOURCE], 0);
    close_bench(&b);
}

/* What has been scrolled away is in view again, though the cursor can go no further. */
TEST(the_cursor_at_either_end_of_the_source_is_come_back_to)
{
    static const struct {
        const char *far, *more;
        int line;
    } rows[] = {{"20*up", "up", 1}, {"20*down", "down", 16}, {"20*up down", "up", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench b;
        open_at(&b, "count", 51);
        press(&b, SOURCE);
        press(&b, rows[i].far);
        tell(&b, (struct message){.kind = MSG_WHEEL, .code = i == 1 ? -1 : 1, .y = 8, .x = 8});
        assert_true(b.app.ui.run.scroll[PANE_SOURCE] != 0);
        press(&b, rows[i].more);
        assert_int_equal(b.app.ui.run.line, rows[i].line);
        assert_int_equal(b.app.ui.run.scroll[PANE_SOURCE], 0);
        close_bench(&b);
    }
}

TEST(without_a_source_there_is_no_line_to_choose)
{
    struct bench b;
    open_at(&b, "count", 51);
    b.player.trace.nsources = 0;
    press(&b, SOURCE "down");
    assert_string_equal(b.app.ui.message, "this trace was saved without its source");
    press(&b, "b");
    assert_string_equal(b.app.ui.message, "breakpoint on line 6 set: c runs on to it, C back");
    close_bench(&b);
}

/* A breakpoint in another file shows that, and the next in the program's own that again. */
TEST(the_file_of_the_line_that_is_stopped_before_is_shown)
{
    static const struct source files[] = {{"count.py", "a\nb\nc\nd\ne\nf\n", 12},
                                          {"asyncio/base_events.py", "x\ny\n", 4}};
    struct bench b;
    open_at(&b, "count", 0);
    b.player.trace.sources = files;
    press(&b, ": \"break 6\" enter x c");
    assert_int_equal(b.app.ui.run.source, 0);
    close_bench(&b);
}

/* ---- conditions, and taking breakpoints away; events as in tests/golden/makerandom.ndjson ---- */

#define SET(what) ": \"" what "\" enter "

TEST(breakpoints_are_typed_as_the_table_says)
{
    static const struct {
        const char *keys;
        uint32_t cursor;
        const char *says;
    } table[] = {
        {SET("break 16 if i > 5"), 0, "breakpoint on line 16 if i > 5: c runs on to it, C back"},
        {SET("break makerandom.py:16 if i > 5"), 0,
         "breakpoint on line 16 if i > 5: c runs on to it, C back"},
        /* Task-3's i is 7 on line 63, Task-2's on line 90 */
        {SET("break 16 if i > 5") "c", 62, "before line 16 in Task-3, as i > 5: a step runs it"},
        {SET("break 16 if i > 5") "2 c", 89, "before line 16 in Task-2, as i > 5: a step runs it"},
        {SET("break 16 if i > 5") "2 c C", 62,
         "before line 16 in Task-3, as i > 5: a step runs it"},
        {SET("break 16 if i > 5 and idx == 0") "c", 89,
         "before line 16 in Task-2, as i > 5 and idx == 0: a step runs it"},
        {SET("break 17 if task == 'Task-4'") "c", 30,
         "before line 17 in Task-4, as task == 'Task-4': a step runs it"},
        {SET("break 16 if i > 50") "c", 308, "no more breakpoint on the way: this is the end"},
        {SET("break 16 if i > 5") "space c", 62,
         "before line 16 in Task-3, as i > 5: a step runs it"},
        /* nothing is told of some lines, and never will be */
        {SET("break 14"), 0, "breakpoint on line 14 set, but no event of this run is on that line"},
        {SET("break 14") SET("break 14"), 0, "breakpoint on line 14 taken away"},
        {SET("break 14") SET("break 14") SET("break 14"), 0,
         "breakpoint on line 14 set, but no event of this run is on that line"},
        {SET("break 18 if i > 5"), 0,
         "breakpoint on line 18 if i > 5, but no event of this run is on that line"},
        /* a condition is put on, and taken off with its breakpoint */
        {SET("break 16") SET("break 16 if i > 5") "c", 62,
         "before line 16 in Task-3, as i > 5: a step runs it"},
        {SET("break 16 if i > 50") SET("break 16 if i > 5") "c", 62,
         "before line 16 in Task-3, as i > 5: a step runs it"},
        {SET("break 16 if i > 5") SET("break 16"), 0, "breakpoint on line 16 taken away"},
        /* what will not do */
        {SET("break 16 i > 5"), 0, "“i > 5” will not do: a condition begins with “if”"},
        {SET("break 16 ifx"), 0, "“ifx” will not do: a condition begins with “if”"},
        {SET("break 16 iffy"), 0, "“iffy” will not do: a condition begins with “if”"},
        {SET("break 16 if"), 0, "the condition will not do: it ends where a value should stand"},
        {SET("break 16 if i = 5"), 0,
         "the condition will not do: one = does not compare: it is == that does"},
        {SET("break 16 if j > 5"), 0, "makerandom() has no “j”"},
        {SET("break 23 if i > 5 and idx > 3"), 0, "main() has no “idx”"},
        {SET("break 29 if r1 > 5"), 0,
         "line 29 of makerandom.py is in no function: it has no locals"},
        {SET("break 29 if task == 'Task-1'"), 0,
         "breakpoint on line 29 if task == 'Task-1': c runs on to it, C back"},
        {SET("break 99 if i > 5"), 0, "there is no line 99 in makerandom.py"},
        {SET("break if i > 5"), 0, "“if i > 5” will not do: :break [FILE:]LINE [if CONDITION]"},
        {SET("break"), 0, "something is missing: :break [FILE:]LINE [if CONDITION]"},
        /* none of them sets one */
        {SET("break 16 if j > 5") SET("delete"), 0, "there are no breakpoints"},
        /* taken away */
        {SET("delete"), 0, "there are no breakpoints"},
        {SET("break 16") SET("delete 16"), 0, "breakpoint on line 16 taken away"},
        {SET("break 16") SET("delete 16") "c", 308, ""},
        {SET("break 16") SET("delete 17"), 0, "there is no breakpoint on line 17"},
        {SET("break 16") SET("delete x.py:16"), 0, "there is no breakpoint on x.py:16"},
        {SET("break 16") SET("delete"), 0, "1 breakpoint taken away"},
        {SET("break 16") SET("break 17 if i > 5") SET("delete"), 0, "2 breakpoints taken away"},
        {SET("break 16") SET("break 17") SET("delete") "c", 308, ""},
        {SET("break 16") SET("delete it"), 0, "“it” will not do: :delete [FILE:]LINE"},
        {SET("break 16") SET("delete 16 17"), 0, "“16 17” will not do: :delete [FILE:]LINE"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct bench b;
        open_at(&b, "makerandom", 0);
        press(&b, table[i].keys);
        if (b.player.model.cursor != table[i].cursor || strcmp(b.app.ui.message, table[i].says))
            fail_msg("“%s”: at %u, “%s”", table[i].keys, b.player.model.cursor, b.app.ui.message);
        close_bench(&b);
    }
}

TEST(a_local_is_looked_for_in_the_function_that_the_line_is_in)
{
    static const char text[] = "import x\n"              /* 1 */
                               "top = 1\n"               /* 2 */
                               "async def outer(a):\n"   /* 3 */
                               "    def inner(b):\n"     /* 4 */
                               "        return b\n"      /* 5 */
                               "\n"                      /* 6 */
                               "# comment\n"             /* 7 */
                               "    c = '''\n"           /* 8 */
                               "def fake(d):\n"          /* 9 */
                               "'''\n"                   /* 10 */
                               "    e = (1,\n"           /* 11 */
                               ")\n"                     /* 12 */
                               "    print(e)\n"          /* 13 */
                               "class C:\n"              /* 14 */
                               "    f = 1\n"             /* 15 */
                               "    def method(self):\n" /* 16 */
                               "        g = 2\n"         /* 17 */
                               "def last(): h = 3";      /* 18 */
    static const struct source source = {"a.py", text, sizeof text - 1};
    static const struct {
        uint32_t line;
        const char *function, *has, *has_not;
    } table[] = {
        {1, NULL, "", ""},        {3, "outer", "abce", "fghs"}, {4, "inner", "b", "acex"},
        {5, "inner", "b", "ace"}, {8, "outer", "abcde", "fgh"}, {13, "outer", "abcde", "fgh"},
        {15, NULL, "", ""},       {16, "method", "g", "fh"},    {17, "method", "g", "fh"},
        {18, "last", "h", "fg"},  {19, NULL, "", ""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct function f;
        bool any = names_function(&source, table[i].line, &f);
        assert_int_equal(any, table[i].function != NULL);
        if (!any)
            continue;
        assert_int_equal(f.length, strlen(table[i].function));
        assert_memory_equal(f.name, table[i].function, f.length);
        for (const char *c = table[i].has; *c; c++)
            assert_true(names_has(&f, c, 1));
        for (const char *c = table[i].has_not; *c; c++)
            assert_false(names_has(&f, c, 1));
    }
}

/* ---- a local that is watched ---- */

TEST(a_local_is_watched_as_the_table_says)
{
    static const struct {
        const char *keys;
        uint32_t cursor;
        const char *says;
    } table[] = {
        {SET("watch i"), 0, "i is watched: c runs on to where it changes, C back"},
        {SET("watch i") "c", 63, "i of Task-3 is 7, was 4"},
        {SET("watch i") "2 c", 86, "i of Task-4 is 4, was 0"},
        {SET("watch i") "3 c C", 86, "i of Task-4 is 4, was 0"},
        {SET("watch i") "space wait:200", 63, "i of Task-3 is 7, was 4"},
        {SET("watch i") "c C", 0, "i changes no more on the way: this is the beginning"},
        {SET("watch idx") "c", 308, "idx changes no more on the way: this is the end"},
        {SET("watch idx") SET("break 99") SET("break 20") "c", 308,
         "no more breakpoint, and idx changes no more on the way: this is the end"},
        /* Task-2's i is 8 where the line has printed, which it has yet to do a moment before */
        {SET("watch i") SET("break 16 if i == 8") "3 c", 89,
         "before line 16 in Task-2, as i == 8: a step runs it"},
        {SET("watch i") SET("break 16 if i == 8") "4 c", 90, "i of Task-2 is 8, was 4"},
        {SET("watch i") SET("break 17 if i == 8") "3 c", 90,
         "i of Task-2 is 8, was 4; before line 17 in Task-2, as i == 8: a step runs it"},
        {SET("watch i") SET("watch idx") "c", 308,
         "idx changes no more on the way: this is the end"},
        {SET("watch i") SET("watch"), 0, "i is watched no more"},
        {SET("watch i") SET("watch") "c", 308, ""},
        {SET("watch"), 0, "something is missing: :watch NAME"},
        {SET("watch 5"), 0, "“5” will not do: :watch NAME"},
        {SET("watch i > 5"), 0, "“i > 5” will not do: :watch NAME"},
        {SET("watch jkl"), 0, "nothing in the program is called “jkl”"},
        {SET("watch i") SET("watch jkl") "c", 63, "i of Task-3 is 7, was 4"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct bench b;
        open_at(&b, "makerandom", 0);
        press(&b, table[i].keys);
        if (b.player.model.cursor != table[i].cursor || strcmp(b.app.ui.message, table[i].says))
            fail_msg("“%s”: at %u, “%s”", table[i].keys, b.player.model.cursor, b.app.ui.message);
        close_bench(&b);
    }
}

/* ---- the list ---- */

/* Lines with a breakpoint, in the order of the list. */
static void put_lines(struct buf *out, const struct bench *b)
{
    const struct breaks *list = &b->player.breaks;
    for (size_t i = 0; i < list->n; i++)
        buf_printf(out, "%u ", trace_line(&b->player.trace, list->at[i].place));
}

#define THREE SET("break 23") SET("break 16 if i > 5") SET("break 17") SET("breaks")

TEST(the_list_of_breakpoints_is_used_as_the_table_says)
{
    static const struct {
        const char *keys, *lines;
        size_t chosen;
        int line; /* of the cursor in the source */
        const char *says;
    } table[] = {
        {THREE, "16 17 23 ", 0, 0, ""},
        {THREE "down", "16 17 23 ", 1, 0, ""},
        {THREE "9 9 j", "16 17 23 ", 2, 0, ""},
        {THREE "j j k", "16 17 23 ", 1, 0, ""},
        {THREE "up", "16 17 23 ", 0, 0, ""},
        {THREE "d", "17 23 ", 0, 0, "breakpoint on line 16 taken away"},
        {THREE "down delete", "16 23 ", 1, 0, "breakpoint on line 17 taken away"},
        {THREE "2*down d", "16 17 ", 1, 0, "breakpoint on line 23 taken away"},
        {THREE "3*d", "", 0, 0, "breakpoint on line 23 taken away"},
        {THREE "4*d", "", 0, 0, ""},
        {THREE "down enter", "16 17 23 ", 1, 17, ""},
        {THREE "down esc", "16 17 23 ", 1, 0, ""},
        {THREE "down esc x " SET("breaks") "enter", "16 17 23 ", 1, 38, ""}, /* of the C */
        {SET("breaks") "enter", "", 0, 0, ""},
        {SET("break x.py:3") SET("break 16"), "16 3 ", 0, 0,
         "breakpoint on line 16 set: c runs on to it, C back"},
        {SET("breaks now"), "", 0, 0, "“now” will not do: :breaks"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct bench b;
        struct buf lines = {0};
        open_at(&b, "makerandom", 0);
        press(&b, table[i].keys);
        put_lines(&lines, &b);
        if (strcmp(buf_str(&lines), table[i].lines) || b.app.ui.run.line != table[i].line ||
            b.app.ui.run.breakpoint != table[i].chosen || strcmp(b.app.ui.message, table[i].says))
            fail_msg("“%s”: lines %s, chosen %zu, at line %d, “%s”", table[i].keys, buf_str(&lines),
                     b.app.ui.run.breakpoint, b.app.ui.run.line, b.app.ui.message);
        buf_free(&lines);
        close_bench(&b);
    }
}

/* The row of the list that has the breakpoint; -1: none has. */
static int row_of(struct bench *b, uint32_t n)
{
    for (int y = 0; y < b->app.screen.h; y++) {
        struct hit hit = frame_hit(&b->app.screen, &b->player, &b->app.ui, y, 40);
        if (hit.kind == HIT_BREAK && hit.n == n)
            return y;
    }
    return -1;
}

TEST(a_click_chooses_a_breakpoint_of_the_list_and_another_one_goes_to_its_line)
{
    struct bench b;
    open_at(&b, "makerandom", 0);
    press(&b, THREE);
    int y = row_of(&b, 1);
    tell(&b, (struct message){.kind = MSG_CLICK, .y = y, .x = 40});
    assert_int_equal(b.app.ui.run.breakpoint, 1);
    assert_int_equal(b.app.ui.run.line, 0);
    tell(&b, (struct message){.kind = MSG_CLICK, .y = y, .x = 40});
    assert_int_equal(b.app.ui.run.line, 17);
    assert_int_equal(row_of(&b, 1), -1); /* it is closed */
    press(&b, SET("breaks"));
    assert_int_equal(row_of(&b, 1), y);
    tell(&b, (struct message){.kind = MSG_WHEEL, .y = y, .x = 40, .code = 1});
    assert_int_equal(b.app.ui.run.breakpoint, 2);
    tell(&b, (struct message){.kind = MSG_WHEEL, .y = y, .x = 40, .code = 1});
    assert_int_equal(b.app.ui.run.breakpoint, 2);
    tell(&b, (struct message){.kind = MSG_WHEEL, .y = y, .x = 40, .code = -1});
    assert_int_equal(b.app.ui.run.breakpoint, 1);
    tell(&b, (struct message){.kind = MSG_CLICK, .y = y - 3, .x = 40});
    assert_int_equal(row_of(&b, 1), -1);
    assert_int_equal(b.player.breaks.n, 3);
    close_bench(&b);
}

/* Line 16 with i > 5 is stopped at on events 62 89 113 131 154 182 224 238, and 16 times in all; line
 * 23 on event 8. */
TEST(the_list_counts_how_often_each_breakpoint_stops_before_here_and_after)
{
    static const struct {
        const char *keys;
        uint32_t before, after, before_23, after_23;
    } table[] = {
        {"", 0, 8, 0, 1},         {SET("60"), 0, 8, 1, 0},  {SET("61"), 1, 7, 1, 0},
        {SET("200"), 6, 2, 1, 0}, {"end", 8, 0, 1, 0},      {"end C", 8, 0, 1, 0},
        {"end C ,", 7, 1, 1, 0},  {"end home", 0, 8, 0, 1}, {"down d up", 0, 8, 0, 1},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct bench b;
        open_at(&b, "makerandom", 0);
        press(&b, SET("break 16 if i > 5") SET("break 20") SET("break 23") SET("breaks"));
        press(&b, table[i].keys);
        if (strncmp(table[i].keys, ":", 1) == 0)
            press(&b, SET("breaks"));
        const struct breakpoint *at = b.player.breaks.at, *last = at + b.player.breaks.n - 1;
        assert_true(player_has_counted_stops(&b.player));
        if (at->before != table[i].before || at->after != table[i].after ||
            last->before != table[i].before_23 || last->after != table[i].after_23)
            fail_msg("“%s”: %u before, %u after", table[i].keys, at->before, at->after);
        close_bench(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cursor_in_the_source_goes_as_the_table_says),
        cmocka_unit_test(a_source_of_many_lines_is_in_view_where_the_cursor_is),
        cmocka_unit_test(the_wheel_scrolls_the_source_and_moves_no_cursor),
        cmocka_unit_test(without_a_source_there_is_no_line_to_choose),
        cmocka_unit_test(breakpoints_are_typed_as_the_table_says),
        cmocka_unit_test(a_local_is_looked_for_in_the_function_that_the_line_is_in),
        cmocka_unit_test(a_local_is_watched_as_the_table_says),
        cmocka_unit_test(the_list_of_breakpoints_is_used_as_the_table_says),
        cmocka_unit_test(a_click_chooses_a_breakpoint_of_the_list_and_another_one_goes_to_its_line),
        cmocka_unit_test(the_list_counts_how_often_each_breakpoint_stops_before_here_and_after),
        cmocka_unit_test(the_file_of_the_line_that_is_stopped_before_is_shown),
        cmocka_unit_test(the_cursor_at_either_end_of_the_source_is_come_back_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
