/* SPDX-License-Identifier: MIT */
/* Locks and queues, and who waits for whom. */
#include <stdint.h>

#include "tests/support/pane.h"
#include "tests/test.h"
#include "view/panes.h"
#include "view/tree.h"
#include "view/view.h"

/* A task has a turn, and then waits. */
static void stops(uint32_t task, enum awaited on, uint32_t ref)
{
    static const struct frame frame = {.file = "x.py", .func = "work", .line = 3};
    pane_see((struct event){.kind = EV_BEGIN, .actor = task, .handle = task}, (struct note){0});
    pane_see(
        (struct event){
            .kind = EV_END, .actor = task, .handle = task, .what = (uint8_t)on, .ref = ref},
        (struct note){.object = on == ON_LOCK, .frames = &frame, .nframes = 1});
}

/* Tasks 1 to 4: 2 has the lock that 3 and 4 wait for; 1 awaits 3. With a circle, 2 awaits 1. */
static void open_lock(bool circle)
{
    static const uint32_t line[] = {3 | REF_TASK, 4 | REF_TASK};
    pane_trace();
    for (uint32_t i = 1; i <= 4; i++)
        pane_tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
    pane_see(
        (struct event){.kind = EV_SYNC, .ref = 1},
        (struct note){.name = "Lock", .text = "held by Task-2", .len = 14, .of = line, .nof = 2});
    pane_see((struct event){.kind = EV_SYNC, .ref = 2},
             (struct note){.name = "Queue", .text = "0 of 9 items", .len = 12});
    stops(3, ON_LOCK, 1);
    stops(4, ON_LOCK, 2);
    stops(1, ON_TASK, 3 | REF_TASK);
    if (circle)
        stops(2, ON_TASK, 1 | REF_TASK);
    pane_see_all();
}

TEST(a_lock_is_a_row_with_its_holder_and_who_waits_in_order)
{
    struct ui ui = {.run.before = 99, .run.focus = PANE_SYNC};
    open_lock(true);
    pane_draw(&view_sync, 6, 60, &ui);
    assert_string_equal(pane_text(0, 2),
                        " Locks and queues ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 2 ━┓");
    assert_string_equal(pane_row(1),
                        "┃ Lock-1   held by ◷ Task-2  ◷ Task-3  ◷ Task-4            ┃");
    assert_string_equal(pane_row(2),
                        "┃ Queue-2  0 of 9 items                                    ┃");
    assert_int_equal(pane_find(1, "Task-2")->style.role, ROLE_WAITING);
    assert_int_equal(pane_find(1, "Task-4")->style.role, ROLE_WAITING);
    pane_draw(&view_sync, 6, 42, &ui);
    assert_string_equal(pane_row(1), "┃ Lock-1   held by ◷ Task-2              ┃");
    assert_string_equal(pane_row(2), "┃   in line ◷ Task-3  ◷ Task-4           ┃");
    assert_string_equal(pane_row(3), "┃ Queue-2  0 of 9 items                  ┃");
    pane_draw(&view_sync, 4, 42, &ui); /* no row to spare */
    assert_string_equal(pane_row(1), "┃ Lock-1   held by ◷ Task-2  +2          ┃");
}

TEST(a_queue_s_row_says_what_those_in_line_wait_for_and_what_is_not_done)
{
    static const uint32_t line[] = {3 | REF_TASK, 4 | REF_TASK};
    static const char text[] = "1 of 1 items [0]; 3 not done";
    struct ui ui = {.run.before = 99};
    for (enum awaited on = ON_QUEUE_GET; on <= ON_QUEUE_PUT; on++) {
        if (on > ON_QUEUE_GET)
            player_close(&player);
        pane_trace();
        for (uint32_t i = 1; i <= 4; i++)
            pane_tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
        pane_see((struct event){.kind = EV_SYNC, .ref = 1},
                 (struct note){
                     .name = "Queue", .text = text, .len = sizeof text - 1, .of = line, .nof = 2});
        stops(3, on, 1);
        pane_see_all();
        pane_draw(&view_sync, 5, 48, &ui);
        assert_string_equal(pane_row(1), "│ Queue-1  1 of 1 items [0]; 3 not done        │");
        assert_string_equal(pane_row(2), on == ON_QUEUE_PUT
                                             ? "│   to put ◷ Task-3  · Task-4                  │"
                                             : "│   to take ◷ Task-3  · Task-4                 │");
        pane_draw(&view_sync, 5, 36, &ui);
        assert_string_equal(pane_row(1), "│ Queue-1  1 of 1 items [0]        │");
        assert_string_equal(pane_row(2), on == ON_QUEUE_PUT
                                             ? "│   3 not done  to put +2          │"
                                             : "│   3 not done  to take +2         │");
        pane_draw(&view_sync, 5, 66, &ui);
        assert_string_equal(pane_row(1),
                            "│ Queue-1  1 of 1 items [0]; 3 not done  ◷ Task-3  · Task-4      │");
    }
}

TEST(what_changed_in_the_last_step_is_bold)
{
    struct ui ui = {.run.focus = PANE_SYNC};
    open_lock(false);
    for (ui.run.before = 0; ui.run.before < player.model.cursor; ui.run.before++) {
        pane_draw(&view_sync, 6, 60, &ui);
        assert_int_equal(pane_find(1, "Lock-1")->style.attr & ATTR_BOLD,
                         ui.run.before <= 5 ? ATTR_BOLD : 0);
        assert_int_equal(pane_find(2, "Queue-2")->style.attr & ATTR_BOLD,
                         ui.run.before <= 6 ? ATTR_BOLD : 0);
    }
    pane_draw(&view_sync, 6, 60, &ui); /* nothing has happened since */
    assert_int_equal(pane_find(1, "Lock-1")->style.attr & ATTR_BOLD, 0);
}

TEST(the_pane_of_locks_is_searched_by_name_and_state)
{
    open_lock(false);
    assert_true(view_sync.has(&player, 5, "lock-1"));
    assert_false(view_sync.has(&player, 5, "Held by"));
    assert_true(view_sync.has(&player, 5, "held by"));
    assert_false(view_sync.has(&player, 5, "Queue"));
    assert_true(view_sync.has(&player, 6, "Queue-2"));
    assert_true(view_sync.has(&player, 6, "9 items"));
    assert_false(view_sync.has(&player, 0, ""));
    assert_false(view_sync.has(&player, 4, "Task"));
}

TEST(more_locks_than_rows_are_scrolled)
{
    struct ui ui = {.run.scroll[PANE_SYNC] = -1};
    open_lock(false);
    pane_draw(&view_sync, 3, 60, &ui);
    assert_true(pane_shows("Lock-1"));
    assert_false(pane_shows("Queue-2"));
    ui.run.scroll[PANE_SYNC] = 1;
    pane_draw(&view_sync, 3, 60, &ui);
    assert_true(pane_shows("Queue-2"));
}

TEST(before_the_first_lock_the_pane_says_so)
{
    struct ui ui = {0};
    pane_trace();
    pane_draw(&view_sync, 6, 40, &ui);
    assert_true(pane_shows("none used yet"));
}

static int draw_tree(uint32_t task)
{
    screen_close(&screen);
    screen_init(&screen, 60, 80);
    return view_await_tree(win_whole(&screen), 0, &player.model, task);
}

TEST(the_await_tree_goes_down_to_who_holds_the_lock)
{
    open_lock(false);
    assert_int_equal(draw_tree(1), 3);
    assert_string_equal(pane_row(0), "◷ Task-1 work  until Task-3 ends");
    assert_string_equal(pane_row(1),
                        "└─ ◷ Task-3 work  Lock.acquire: held by Task-2, first in line");
    assert_string_equal(pane_row(2), "   └─ · Task-2 work  not ready yet");
    assert_int_equal(draw_tree(2), 0);
}

TEST(a_circle_of_locks_says_in_few_columns_too_that_the_line_below_has_the_holder)
{
    struct ui ui = {0};
    pane_scene("deadlock-async", 47);
    pane_draw(&view_sync, 4, 46, &ui);
    assert_non_null(strstr(pane_row(1), "Task-2 waits for Lock-2, held by"));
    pane_draw(&view_sync, 4, 36, &ui);
    assert_non_null(strstr(pane_row(1), "Task-2 wants Lock-2, held by"));
}

TEST(a_circle_in_the_await_tree_is_marked_and_not_followed)
{
    open_lock(true);
    assert_int_equal(draw_tree(1), 4);
    assert_string_equal(pane_row(2), "   └─ ◷ Task-2 work  until Task-1 ends");
    assert_string_equal(pane_row(3), "      └─ ↺ Task-1 work  waits for itself");
}

TEST(the_await_tree_of_a_gather_has_a_branch_for_each)
{
    pane_scene("count", 30);
    assert_int_equal(draw_tree(1), 4);
    assert_string_equal(pane_row(0), "◷ Task-1 main  gather of Task-2, 3, 4");
    assert_int_equal(pane_find(1, "├─ ")->ch, pane_find(2, "├─ ")->ch);
    assert_non_null(pane_find(3, "└─ "));
}

TEST(the_await_tree_ends_with_the_twelfth_of_those_who_await_each_other)
{
    pane_trace();
    for (uint32_t i = 1; i <= 20; i++)
        pane_tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
    for (uint32_t i = 1; i < 20; i++)
        stops(i, ON_TASK, (i + 1) | REF_TASK);
    pane_see_all();
    assert_int_equal(draw_tree(1), 12);
    assert_non_null(strstr(pane_row(11), "└─ ◷ Task-12 "));
    assert_int_equal(pane_column(11, 0x2514), 10 * 3);
    assert_int_equal(draw_tree(10), 11);
}

/* Task-1 awaits so many. */
static int draw_wide_tree(uint32_t n)
{
    uint32_t of[100];
    if (player.trace.strings)
        player_close(&player);
    pane_trace();
    pane_tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
    for (uint32_t i = 0; i < n; i++) {
        of[i] = (i + 2) | REF_TASK;
        pane_tell((struct event){.kind = EV_TASK, .actor = i + 2}, NULL);
    }
    pane_see((struct event){.kind = EV_BEGIN, .actor = 1, .handle = 1}, (struct note){0});
    pane_see((struct event){.kind = EV_END, .actor = 1, .handle = 1, .what = ON_GATHER},
             (struct note){.of = of, .nof = n});
    pane_see_all();
    return draw_tree(1);
}

TEST(of_more_than_sixteen_branches_the_last_row_counts_the_rest)
{
    assert_int_equal(draw_wide_tree(16), 17);
    assert_non_null(strstr(pane_row(15), "├─ "));
    assert_non_null(strstr(pane_row(16), "└─ "));
    assert_non_null(strstr(pane_row(16), "Task-17 "));
    assert_int_equal(draw_wide_tree(17), 18);
    assert_non_null(strstr(pane_row(16), "├─ "));
    assert_string_equal(pane_row(17), "└─ … 1 more");
    assert_int_equal(draw_wide_tree(100), 18);
    assert_string_equal(pane_row(17), "└─ … 84 more");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PANES(a_lock_is_a_row_with_its_holder_and_who_waits_in_order),
        PANES(a_queue_s_row_says_what_those_in_line_wait_for_and_what_is_not_done),
        PANES(what_changed_in_the_last_step_is_bold),
        PANES(the_pane_of_locks_is_searched_by_name_and_state),
        PANES(more_locks_than_rows_are_scrolled),
        PANES(before_the_first_lock_the_pane_says_so),
        PANES(the_await_tree_goes_down_to_who_holds_the_lock),
        PANES(a_circle_of_locks_says_in_few_columns_too_that_the_line_below_has_the_holder),
        PANES(a_circle_in_the_await_tree_is_marked_and_not_followed),
        PANES(the_await_tree_of_a_gather_has_a_branch_for_each),
        PANES(the_await_tree_ends_with_the_twelfth_of_those_who_await_each_other),
        PANES(of_more_than_sixteen_branches_the_last_row_counts_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
