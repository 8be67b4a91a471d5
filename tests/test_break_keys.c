/* SPDX-License-Identifier: MIT */
/* What is typed to set breakpoints, and what is answered, in count with its sources: line 6 has run
 * when 51 events have happened. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "scenes/scene.h"
#include "scenes/sources.h"
#include "target/catalogue.h"
#include "target/program.h"
#include "tests/test.h"
#include "ui/app.h"
#include "ui/presses.h"
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
    struct presses p = {0};
    struct buf error = {0};
    if (!keys_parse(script, &p, &error))
        fail_msg("%s", error.s);
    for (size_t i = 0; i < p.n; i++)
        tell(b, (struct message){.kind = MSG_KEY, .code = p.at[i].code});
    presses_free(&p);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cursor_in_the_source_goes_as_the_table_says),
        cmocka_unit_test(a_source_of_many_lines_is_in_view_where_the_cursor_is),
        cmocka_unit_test(the_wheel_scrolls_the_source_and_moves_no_cursor),
        cmocka_unit_test(without_a_source_there_is_no_line_to_choose),
        cmocka_unit_test(the_file_of_the_line_that_is_stopped_before_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
