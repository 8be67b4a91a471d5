/* SPDX-License-Identifier: MIT */
/* In which order tasks are listed, written down by hand, and against a full sort of what chance
 * makes. */
#include <stdio.h>
#include <string.h>

#include "player/player.h"
#include "tests/test.h"
#include "view/order.h"

static struct player player;
static struct ui ui;

static int open_empty(void **state)
{
    (void)state;
    ui = (struct ui){0};
    player_open_empty(&player, 0);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    player_close(&player);
    return 0;
}

static void tell(enum event_kind kind, double time, uint32_t task, const char *name)
{
    struct event e = {.kind = (uint8_t)kind, .time = time, .actor = task, .handle = task};
    struct note n = {.name = name, .coro = "work"};
    player.observer.see(&player.observer, &e, kind == EV_TASK ? &n : NULL);
}

static void make(uint32_t task, const char *name)
{
    tell(EV_TASK, 0, task, name);
    tell(EV_SOON, 0, task, NULL);
}

static void turn(double from, double to, uint32_t task)
{
    tell(EV_BEGIN, from, task, NULL);
    tell(EV_END, to, task, NULL);
}

/* The tasks in order, as "3 1 2". */
static const char *listed(void)
{
    static char text[256];
    struct order o;
    size_t n = 0;
    order_make(&o, &player.model, &ui);
    order_settle(&o, 0, o.n);
    *text = 0;
    for (uint32_t i = 0; i < o.n; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, i ? " %u" : "%u", order_task(&o, i));
    order_free(&o);
    return text;
}

static void check(enum sort sort, const char *order)
{
    ui.run.sort = sort;
    assert_string_equal(listed(), order);
}

/* Task-1 runs for 3 s in one turn, Task-2 twice for 1 s, Task-3 thrice for 0.5 s, Task-4 never; at
 * second 10 Task-3 is ready since 9, Task-1 waits since 3, Task-2 since 8. */
static void open_four(void)
{
    static const char *const names[] = {"pear", "apple10", "apple9", "fig"};
    for (uint32_t t = 1; t <= 4; t++)
        make(t, names[t - 1]);
    turn(0, 3, 1);
    turn(3, 4, 2);
    turn(4, 4.5, 3);
    tell(EV_SOON, 6, 2, NULL);
    tell(EV_SOON, 6, 3, NULL);
    turn(6, 6.5, 3);
    turn(7, 8, 2);
    tell(EV_SOON, 8, 3, NULL);
    turn(8, 8.5, 3);
    tell(EV_SOON, 9, 3, NULL);
    tell(EV_OUT, 10, 0, NULL);
    assert_true(player_seek(&player, player.trace.end));
    player_look_at_moment(&player);
}

TEST(tasks_are_listed_by_each_of_their_figures)
{
    open_four();
    check(SORT_ID, "1 2 3 4");
    check(SORT_NAME, "3 2 4 1");  /* apple9, apple10, fig, pear */
    check(SORT_STATE, "3 4 1 2"); /* two are ready, two wait */
    check(SORT_TURNS, "3 2 1 4");
    check(SORT_RAN, "1 2 3 4");   /* 3, 2, 1.5 s and nothing */
    check(SORT_READY, "4 3 2 1"); /* 10; 4 + 1; 3 + 1; 0 */
    check(SORT_SLEPT, "1 2 3 4"); /* 7; 2 + 2; 1.5 + 1.5 + 0.5; 0 */
    check(SORT_WAIT, "1 2 3 4");  /* since 3, since 8; the others do not wait */
}

TEST(a_figure_says_what_they_are_ordered_by)
{
    static const struct {
        enum sort sort;
        const char *figures[4];
    } lists[] = {
        {SORT_TURNS, {"1", "2", "3", "0"}},
        {SORT_RAN, {"3.000", "2.000", "1.500", "0.000"}},
        {SORT_READY, {"0.000", "4.000", "5.000", "10.000"}},
        {SORT_SLEPT, {"7.000", "4.000", "3.500", "0.000"}},
        {SORT_WAIT, {"7.000", "2.000", "", ""}},
    };
    open_four();
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (uint32_t task = 1; task <= 4; task++) {
            struct order o = {.m = &player.model, .by = lists[i].sort};
            struct buf b = {0};
            order_figure(&b, &o, task);
            assert_string_equal(buf_str(&b), lists[i].figures[task - 1]);
            buf_free(&b);
        }
    for (int sort = 0; sort < SORTS; sort++)
        assert_int_equal(order_has_figures((enum sort)sort),
                         sort >= SORT_TURNS && sort <= SORT_WAIT);
}

TEST(a_filter_leaves_the_order_as_it_is)
{
    open_four();
    strcpy(ui.run.filter, "apple");
    check(SORT_ID, "2 3");
    check(SORT_NAME, "3 2");
    check(SORT_RAN, "2 3");
    strcpy(ui.run.filter, "ready");
    check(SORT_READY, "4 3");
    strcpy(ui.run.filter, "nobody");
    check(SORT_WAIT, "");
    check(SORT_TREE, "");
}

/* ---- the tree ---- */

/* 1 makes 2 and 5, 2 makes 3 and 4, 4 makes 6; the program makes 7. */
static void open_tree(void)
{
    make(1, "main");
    tell(EV_BEGIN, 0, 1, NULL);
    make(2, "server");
    tell(EV_END, 0, 1, NULL);
    tell(EV_BEGIN, 0, 2, NULL);
    make(3, "main job");
    make(4, "server job");
    tell(EV_END, 0, 2, NULL);
    tell(EV_BEGIN, 0, 1, NULL);
    make(5, "main helper");
    tell(EV_END, 0, 1, NULL);
    tell(EV_BEGIN, 0, 4, NULL);
    make(6, "main thing");
    tell(EV_END, 0, 4, NULL);
    make(7, "other");
    assert_true(player_seek(&player, player.trace.end));
    player_look_at_moment(&player);
}

static void check_branches(const char *const *lines, int levels)
{
    struct order o;
    order_make(&o, &player.model, &ui);
    for (uint32_t i = 0; i < o.n; i++) {
        struct buf b = {0};
        order_branch(&b, &o, i, levels);
        assert_string_equal(buf_str(&b), lines[i]);
        buf_free(&b);
    }
    order_free(&o);
}

TEST(in_the_tree_a_task_stands_below_who_created_it)
{
    static const char *const whole[] = {"", "├ ", "│ ├ ", "│ └ ", "│   └ ", "└ ", ""};
    static const char *const two[] = {"", "├ ", "│ ├ ", "│ └ ", "  └ ", "└ ", ""};
    open_tree();
    check(SORT_TREE, "1 2 3 4 6 5 7");
    check_branches(whole, ORDER_LEVELS);
    check_branches(two, 2);
}

/* Whose maker is not in the list stands below the maker's maker. */
TEST(what_a_filter_leaves_out_has_no_place_in_the_tree)
{
    static const char *const lines[] = {"", "├ ", "├ ", "└ "};
    open_tree();
    strcpy(ui.run.filter, "main");
    check(SORT_TREE, "1 3 5 6");
    check_branches(lines, ORDER_LEVELS);
    strcpy(ui.run.filter, "server");
    check(SORT_TREE, "2 4");
}

/* ---- moving in it ---- */

TEST(up_and_down_go_through_the_rows_as_they_are_listed)
{
    static const struct {
        enum sort sort;
        uint32_t selected, from;
        int by;
        uint32_t to;
    } moves[] = {
        {SORT_ID, 2, 2, 1, 3},
        {SORT_ID, 2, 2, -1, 1},
        {SORT_ID, 2, 2, 9, 4},
        {SORT_ID, 0, 3, 1, 4},
        {SORT_ID, 4, 4, 1, 4},
        {SORT_NAME, 2, 2, 1, 4},
        {SORT_NAME, 2, 2, -1, 3},
        {SORT_NAME, 2, 2, 2, 1},
        {SORT_NAME, 2, 2, 9, 1},
        {SORT_NAME, 2, 2, -9, 3},
        {SORT_TURNS, 4, 4, -1, 1},
        {SORT_TURNS, 4, 4, 1, 4},
        /* where nobody is selected, the first rows are seen */
        {SORT_TURNS, 0, 1, 1, 3},
        {SORT_TURNS, 0, 1, 2, 2},
        {SORT_TURNS, 0, 1, -1, 3},
        {SORT_TURNS, 0, 1, 99, 4},
    };
    open_four();
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        ui.run.sort = moves[i].sort;
        ui.run.task = moves[i].selected;
        assert_int_equal(order_beside(&player.model, &ui, moves[i].from, moves[i].by), moves[i].to);
    }
}

TEST(up_and_down_leave_out_what_the_filter_does)
{
    open_four();
    strcpy(ui.run.filter, "apple"); /* 2 and 3 */
    ui.run.task = 1;
    assert_int_equal(order_beside(&player.model, &ui, 1, 1), 2);
    assert_int_equal(order_beside(&player.model, &ui, 1, 2), 3);
    assert_int_equal(order_beside(&player.model, &ui, 1, -1), 0);
    ui.run.task = 4;
    assert_int_equal(order_beside(&player.model, &ui, 4, 1), 0);
    assert_int_equal(order_beside(&player.model, &ui, 4, -1), 3);
    assert_int_equal(order_beside(&player.model, &ui, 4, -2), 2);
    strcpy(ui.run.filter, "nobody");
    assert_int_equal(order_beside(&player.model, &ui, 4, -1), 0);
    ui.run.sort = SORT_WAIT;
    ui.run.task = 0;
    assert_int_equal(order_beside(&player.model, &ui, 4, 1), 0);
}

static uint32_t roll(uint32_t n)
{
    static uint32_t dice = 99;
    dice = dice * 1664525 + 1013904223;
    return (dice >> 8) % n;
}

/* A dozen tasks with names of one letter, of which some make others. */
static void open_dozen(void)
{
    static const char *const names[] = {"a", "b", "c", "ab", "bc"};
    for (uint32_t t = 1; t <= 12; t++) {
        uint32_t maker = t < 3 ? 0 : roll(t);
        if (maker)
            tell(EV_BEGIN, t, maker, NULL);
        make(t, names[roll(5)]);
        if (maker)
            tell(EV_END, t + 0.5, maker, NULL);
    }
    assert_true(player_seek(&player, player.trace.end));
    player_look_at_moment(&player);
}

/* The list, all of it in order. */
static uint32_t whole_list(uint32_t *all, uint32_t *shown)
{
    struct order o;
    order_make(&o, &player.model, &ui);
    order_settle(&o, 0, o.n);
    uint32_t n = o.n;
    for (uint32_t i = 0; i < n; i++)
        all[i] = order_task(&o, i);
    *shown = o.shown;
    order_free(&o);
    return n;
}

static uint32_t clamped(int64_t at, uint32_t n)
{
    return at < 0 ? 0 : at < n ? (uint32_t)at : n - 1;
}

/* Of a task that is listed: so many rows on, as far as there are any. */
TEST(beside_a_listed_task_is_who_stands_so_many_rows_on)
{
    static const char *const filters[] = {"", "a", "b", "ready", "c"};
    for (int round = 0; round < 20; round++) {
        close_all(NULL);
        open_empty(NULL);
        open_dozen();
        for (int sort = 0; sort < SORTS; sort++)
            for (size_t f = 0; f < sizeof filters / sizeof *filters; f++) {
                uint32_t all[16], shown;
                ui.run.sort = (enum sort)sort;
                strcpy(ui.run.filter, filters[f]);
                uint32_t n = whole_list(all, &shown);
                for (uint32_t at = 0; at < n; at++)
                    for (int by = -14; by <= 14; by += by == -1 ? 2 : 1) {
                        ui.run.task = all[at];
                        assert_int_equal(order_beside(&player.model, &ui, all[at], by),
                                         all[clamped((int64_t)at + by, n)]);
                        whole_list(all, &shown);
                        assert_int_equal(shown, at);
                    }
                ui.run.task = 0;
            }
    }
}

/* ---- many ---- */

/* Whatever part of it is put in order, it is that part of the whole. */
TEST(a_part_of_the_order_is_a_part_of_the_whole)
{
    enum { TASKS = 60 };
    uint32_t whole[TASKS], dice = 444;
    for (uint32_t t = 1; t <= TASKS; t++)
        make(t, NULL);
    for (int i = 0; i < 300; i++) {
        dice = dice * 1664525 + 1013904223;
        turn(i, i + (dice >> 30), 1 + (dice >> 16) % TASKS);
    }
    assert_true(player_seek(&player, player.trace.end));
    player_look_at_moment(&player);
    for (int sort = 0; sort < SORTS; sort++) {
        struct order o;
        ui.run.sort = (enum sort)sort;
        order_make(&o, &player.model, &ui);
        order_settle(&o, 0, o.n);
        for (uint32_t i = 0; i < TASKS; i++)
            whole[i] = order_task(&o, i);
        order_free(&o);
        for (uint32_t from = 0; from < TASKS; from += 3)
            for (uint32_t n = 1; n < TASKS; n += 7) {
                order_make(&o, &player.model, &ui);
                order_settle(&o, from, n);
                for (uint32_t i = from; i < from + n && i < TASKS; i++)
                    assert_int_equal(order_task(&o, i), whole[i]);
                order_free(&o);
            }
    }
}

TEST(of_very_many_tasks_the_newest_are_put_in_order)
{
    struct order o;
    for (uint32_t t = 1; t <= ORDER_MOST + 5; t++)
        tell(EV_TASK, 0, t, NULL);
    turn(0, 9, 3); /* too old to be looked at */
    turn(9, 10, 700);
    assert_true(player_seek(&player, player.trace.end));
    player_look_at_moment(&player);
    order_make(&o, &player.model, &ui);
    assert_int_equal(o.n, ORDER_MOST + 5);
    assert_int_equal(o.older, 0);
    order_free(&o);
    ui.run.sort = SORT_RAN;
    order_make(&o, &player.model, &ui);
    assert_int_equal(o.n, ORDER_MOST);
    assert_int_equal(o.older, 5);
    order_settle(&o, 0, 3);
    assert_int_equal(order_task(&o, 0), 700);
    assert_int_equal(order_task(&o, 1), 6);
    assert_int_equal(order_task(&o, 2), 7);
    order_free(&o);
    ui.run.task = 700;
    assert_int_equal(order_beside(&player.model, &ui, 700, 9999), 9999 + 6);
}

#define ORDER(name) cmocka_unit_test_setup_teardown(name, open_empty, close_all)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ORDER(tasks_are_listed_by_each_of_their_figures),
        ORDER(a_figure_says_what_they_are_ordered_by),
        ORDER(a_filter_leaves_the_order_as_it_is),
        ORDER(in_the_tree_a_task_stands_below_who_created_it),
        ORDER(what_a_filter_leaves_out_has_no_place_in_the_tree),
        ORDER(up_and_down_go_through_the_rows_as_they_are_listed),
        ORDER(up_and_down_leave_out_what_the_filter_does),
        ORDER(beside_a_listed_task_is_who_stands_so_many_rows_on),
        ORDER(a_part_of_the_order_is_a_part_of_the_whole),
        ORDER(of_very_many_tasks_the_newest_are_put_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
