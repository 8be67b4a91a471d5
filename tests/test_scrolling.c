/* SPDX-License-Identifier: MIT */
/* What has more rows than its pane or its box: the panes, the details of a task, the help. */
#include <stdint.h>
#include <string.h>

#include "scenes/scene.h"
#include "scenes/sources.h"
#include "tests/support/bench.h"
#include "tests/test.h"
#include "ui/app.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "view/layout.h"

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
    bench_press(b, far);
    copy_screen(&last, b);
    bench_press(b, back);
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
        bench_open(&b, name, cursor);
        if (!strchr(name, '/')) {
            const char *file = scene_find(name)->program.file;
            b.player.trace.sources = source_find(file);
            b.player.trace.nsources = 1;
        }
        bench_tell(&b, (struct message){.kind = MSG_RESIZE, .y = sizes[i].h, .x = sizes[i].w});
        b.app.ui.run.details = pane == PANE_DETAILS;
        b.app.ui.run.focus = pane;
        check_way_back(&b, "200*j", "k");
        check_way_back(&b, "200*k", "j");
        check_way_back(&b, "200*j", "2*k");
        check_way_back(&b, "200*k 200*j", "k");
        bench_close(&b);
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
    bench_open(&b, "count", 51);
    bench_press(&b, "f");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        layout_make(&l, &b.app.screen, &b.app.ui);
        assert_int_equal(b.app.ui.run.focus, order[i]);
        for (int pane = 0; pane < PANES; pane++)
            assert_int_equal(l.panes[pane].h > 0, pane == (int)order[i] || pane == PANE_STORY);
        assert_int_equal(l.panes[order[i]].w, 120);
        assert_int_equal(l.panes[order[i]].h, order[i] == PANE_STORY ? 36 : 32);
        bench_press(&b, "tab");
    }
    bench_press(&b, "esc");
    layout_make(&l, &b.app.screen, &b.app.ui);
    assert_true(l.panes[PANE_SOURCE].h && l.panes[PANE_TASKS].h);
    bench_close(&b);
}

/* Esc gives the panes back before it takes back anything else. */
TEST(esc_first_gives_the_other_panes_back)
{
    struct bench b;
    bench_open(&b, "count", 51);
    bench_press(&b, "\\ \"count\" enter f esc");
    assert_false(b.app.ui.run.large);
    assert_string_equal(b.app.ui.run.filter, "count");
    bench_close(&b);
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
        bench_open(&b, "count", 50);
        bench_press(&b, details[i].keys);
        if (strcmp(b.app.ui.mode->name, details[i].mode) ||
            layout_has_details(&b.app.screen, &b.app.ui) != details[i].beside ||
            b.app.ui.run.focus != details[i].focus || b.app.ui.run.task != details[i].task)
            fail_msg("“%s”: %s, pane %d, task %u", details[i].keys, b.app.ui.mode->name,
                     b.app.ui.run.focus, b.app.ui.run.task);
        app_draw(&b.app);
        bench_close(&b);
    }
}

TEST(without_a_task_there_are_no_details)
{
    struct bench b;
    bench_open(&b, "count", 1);
    bench_press(&b, "enter");
    assert_string_equal(b.app.ui.message, "there is no task yet");
    bench_press(&b, "size:80x24 enter");
    assert_string_equal(b.app.ui.message, "there is no task yet");
    assert_string_equal(b.app.ui.mode->name, "watch");
    bench_close(&b);
}

/* PgDn and PgUp go through a box that shows not all, else through the run, as ever. */
TEST(what_is_longer_than_the_box_is_paged_through)
{
    struct bench b;
    bench_open(&b, "count", 50);
    bench_press(&b, "size:40x12 enter pgdn");
    assert_int_equal(b.player.model.cursor, 50);
    assert_true(b.app.ui.scroll > 0);
    int last = b.app.ui.scroll;
    bench_press(&b, "2*pgdn");
    assert_in_range(b.app.ui.scroll, last, last + 6);
    bench_press(&b, "down");
    assert_int_equal(b.app.ui.scroll, 0); /* another task */
    bench_press(&b, "pgdn 9*pgup");
    assert_int_equal(b.app.ui.scroll, 0);
    bench_press(&b, "size:80x24 pgdn");
    assert_int_equal(b.player.model.cursor, 61);
    bench_press(&b, "pgup");
    assert_int_equal(b.player.model.cursor, 50);
    bench_close(&b);
}

TEST(the_help_is_scrolled_as_far_as_it_goes)
{
    struct bench b;
    bench_open(&b, "count", 51);
    bench_press(&b, "size:40x12 ?");
    check_way_back(&b, "200*j", "k");
    check_way_back(&b, "200*k", "j");
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_pane_can_have_all_the_room_below_the_story),
        cmocka_unit_test(esc_first_gives_the_other_panes_back),
        cmocka_unit_test(details_stand_beside_the_panes_or_over_them_and_follow_the_selection),
        cmocka_unit_test(without_a_task_there_are_no_details),
        cmocka_unit_test(what_is_longer_than_the_box_is_paged_through),
        cmocka_unit_test(the_help_is_scrolled_as_far_as_it_goes),
        cmocka_unit_test(however_far_a_pane_was_scrolled_it_comes_back_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
