/* SPDX-License-Identifier: MIT */
/* The loop: its ready queue and its timers, however many and however few rows there are. */
#include <stdint.h>
#include <string.h>

#include "tests/support/pane.h"
#include "tests/test.h"
#include "view/panes.h"
#include "view/view.h"

/* ---- the loop's queue, looked through ---- */

/* So many tasks, all of them ready, of which so many have their turn in this tick; Task-1 has its now;
 * and as many timers, the last of them due first. */
static void open_queue(uint32_t n, uint32_t now)
{
    pane_trace();
    for (uint32_t t = 1; t <= n; t++) {
        pane_tell((struct event){.kind = EV_TASK, .actor = t}, NULL);
        pane_tell((struct event){.kind = EV_SOON, .actor = t, .handle = t}, NULL);
        player.observer.see(&player.observer, &(struct event){.kind = EV_TIMER, .handle = n + t},
                            &(struct note){.when = n - t, .has = HAS_WHEN, .name = "tick"});
    }
    pane_tell((struct event){.kind = EV_TICK, .tick = 1}, NULL);
    pane_tell((struct event){.kind = EV_READY, .tick = 1, .ref = now + 1}, NULL);
    pane_tell((struct event){.kind = EV_BEGIN, .tick = 1, .actor = 1, .handle = 1}, NULL);
    pane_see_all();
}

static void look_through(int scroll)
{
    struct ui ui = {.run.focus = PANE_LOOP, .run.scroll[PANE_LOOP] = scroll};
    pane_draw(&view_loop, 8, 60, &ui);
}

TEST(with_the_focus_the_queue_and_the_timers_can_be_looked_through)
{
    open_queue(200, 120); /* Task-1 runs, 120 are ready for this tick, 79 for the next */
    look_through(0);
    assert_string_equal(pane_row(1),
                        "┃ poll › due timers ›  run the ready  1 of 121             ┃");
    assert_string_equal(pane_row(2),
                        "┃ running   ● Task-1                                       ┃");
    assert_string_equal(pane_row(3),
                        "┃ ready       1 ○ Task-2  waits for its first turn         ┃");
    assert_string_equal(pane_row(6),
                        "┃             4 ○ Task-5  waits for its first turn         ┃");
    assert_string_equal(pane_row(7),
                        "┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 395 more ━┛");
    look_through(118);
    assert_string_equal(pane_row(2),
                        "┃ ready     118 ○ Task-119  waits for its first turn       ┃");
    assert_string_equal(pane_row(5),
                        "┃ next tick 121 ○ Task-122  waits for its first turn       ┃");
    look_through(198);
    assert_string_equal(pane_row(3),
                        "┃           199 ○ Task-200  waits for its first turn       ┃");
    assert_string_equal(pane_row(4),
                        "┃ timers    0.000  the callback tick                       ┃");
    assert_string_equal(pane_row(5),
                        "┃           1.000  the callback tick                       ┃");
    look_through(10000);
    assert_string_equal(pane_row(2),
                        "┃ timers    195.000  the callback tick                     ┃");
    assert_string_equal(pane_row(6),
                        "┃           199.000  the callback tick                     ┃");
    assert_string_equal(pane_row(7),
                        "┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛");
}

TEST(the_queue_is_a_list_only_where_it_has_the_focus_and_no_room)
{
    struct ui ui = {.run.focus = PANE_TASKS};
    open_queue(3, 2);
    pane_draw(&view_loop, 12, 60, &ui);
    assert_string_equal(pane_row(4),
                        "│ ready     ○ Task-2  ○ Task-3                             │");
    ui.run.focus = PANE_LOOP; /* all of it is there */
    pane_draw(&view_loop, 12, 60, &ui);
    assert_string_equal(pane_row(4),
                        "┃ ready     ○ Task-2  ○ Task-3                             ┃");
    pane_draw(&view_loop, 5, 60, &ui);
    assert_string_equal(pane_row(3),
                        "┃ ready     1 ○ Task-2  waits for its first turn           ┃");
    ui.run.focus = PANE_TASKS;
    pane_draw(&view_loop, 5, 60, &ui);
    assert_string_equal(pane_row(3),
                        "│ ready     ○ Task-2  ○ Task-3                             │");
    ui.run.focus = PANE_LOOP; /* nor where the order is asked for */
    ui.run.predict.on = true;
    pane_draw(&view_loop, 5, 60, &ui);
    assert_false(pane_shows("1 ○ Task-2"));
}

TEST(a_hundred_thousand_handles_can_be_looked_through)
{
    enum { MANY = 100000 };
    struct ui ui = {.run.focus = PANE_LOOP};
    open_queue(MANY, MANY - 1);
    pane_draw(&view_loop, 8, 60, &ui);
    struct range range = view_loop.range(win_whole(&screen), &player, &ui);
    assert_int_equal(range.least, 0);
    assert_int_equal(range.most, MANY + MANY - 5);
    look_through(MANY - 1);
    assert_string_equal(pane_row(2),
                        "┃ ready     99999 ○ Task-100000  waits for its first turn  ┃");
    assert_string_equal(pane_row(3),
                        "┃ timers    0.000  the callback tick                       ┃");
    look_through(range.most);
    assert_string_equal(pane_row(6),
                        "┃           99999.000  the callback tick                   ┃");
}

/* ---- the loop ---- */

/* 40 tasks are ready, and timers are set for 1.000, 2.000 and 3.000. */
static void open_busy(void)
{
    pane_trace();
    for (uint32_t i = 1; i <= 40; i++) {
        pane_tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
        pane_tell((struct event){.kind = EV_SOON, .actor = i, .handle = i, .what = HANDLE_STEP},
                  NULL);
    }
    for (uint32_t i = 1; i <= 3; i++)
        pane_see((struct event){.kind = EV_TIMER, .handle = 100 + i, .what = HANDLE_CALLBACK},
                 (struct note){.when = i, .has = HAS_WHEN});
    pane_tell((struct event){.kind = EV_TICK, .tick = 1}, NULL);
    pane_see_all();
}

static int blank_rows(int from, int to)
{
    int n = 0;
    for (int y = from; y < to; y++)
        n += strspn(pane_text(y, 1), " │┃") == strlen(pane_text(y, 1));
    return n;
}

TEST(a_queue_takes_the_rows_that_the_timers_below_it_do_not_need)
{
    struct ui ui = {0};
    open_busy();
    for (int w = 30; w < 120; w++)
        for (int h = 8; h < 24; h++) {
            pane_draw(&view_loop, h, w, &ui);
            assert_true(pane_shows("Task-1 "));
            assert_true(pane_shows("1.000") && pane_shows("2.000") && pane_shows("3.000"));
            assert_true(pane_shows("more") != pane_shows("Task-40 "));
            if (pane_shows("more") && blank_rows(3, h - 1))
                fail_msg("%d rows, %d columns: one of them is blank", h, w);
        }
}

/* So many tasks sleep until 1.000. */
static void open_sleepers(uint32_t n)
{
    pane_trace();
    for (uint32_t i = 1; i <= n; i++) {
        pane_tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
        pane_see((struct event){.kind = EV_BEGIN, .actor = i, .handle = i}, (struct note){0});
        pane_see(
            (struct event){
                .kind = EV_TIMER, .actor = i, .handle = i, .ref = i, .what = HANDLE_CALLBACK},
            (struct note){.when = 1, .has = HAS_WHEN, .name = "_set_result_unless_cancelled"});
        pane_see(
            (struct event){.kind = EV_END, .actor = i, .handle = i, .what = ON_SLEEP, .ref = i},
            (struct note){.number = 1, .has = HAS_NUMBER, .timer = i});
    }
    pane_tell((struct event){.kind = EV_TICK, .tick = 1}, NULL);
    pane_see_all();
}

TEST(of_those_whose_timers_are_due_together_four_are_named)
{
    static const struct {
        uint32_t n;
        const char *text;
    } rows[] = {{1, "1.000  Task-1's sleep(1)"},
                {2, "1.000  Task-1, 2 sleep(1)"},
                {4, "1.000  Task-1, 2, 3, 4 sleep(1)"},
                {5, "1.000  Task-1, 2, 3, 4 sleep(1) +1"},
                {30, "1.000  Task-1, 2, 3, 4 sleep(1) +26"}};
    struct ui ui = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        open_sleepers(rows[i].n);
        pane_draw(&view_loop, 12, 70, &ui);
        assert_true(pane_shows(rows[i].text));
        player_close(&player);
    }
    pane_trace();
}

/* n tasks are ready. */
static void open_ready(uint32_t n)
{
    pane_trace();
    for (uint32_t i = 1; i <= n; i++) {
        pane_tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
        pane_tell((struct event){.kind = EV_SOON, .actor = i, .handle = i, .what = HANDLE_STEP},
                  NULL);
    }
    pane_tell((struct event){.kind = EV_TICK, .tick = 1}, NULL);
    pane_see_all();
}

TEST(while_one_is_asked_up_to_64_in_the_queue_are_named_and_more_are_counted)
{
    struct ui ui = {.run.predict.on = true};
    open_ready(64);
    pane_draw(&view_loop, 40, 60, &ui);
    assert_true(pane_shows("Task-1 ") && pane_shows("Task-64 "));
    player_close(&player);
    open_ready(65);
    pane_draw(&view_loop, 40, 60, &ui);
    assert_true(pane_shows("65 handles"));
    assert_false(pane_shows("Task-"));
}

TEST(the_next_64_timers_have_a_row_each_and_the_last_says_how_many_are_left)
{
    struct ui ui = {0};
    pane_trace();
    for (uint32_t i = 1; i <= 70; i++)
        pane_see((struct event){.kind = EV_TIMER, .handle = i, .what = HANDLE_CALLBACK},
                 (struct note){.when = i, .has = HAS_WHEN});
    pane_tell((struct event){.kind = EV_TICK, .tick = 1}, NULL);
    pane_see_all();
    pane_draw(&view_loop, 90, 60, &ui);
    assert_true(pane_shows("64.000") && pane_shows("+6 more"));
    assert_false(pane_shows("65.000"));
    pane_draw(&view_loop, 20, 60, &ui);
    assert_true(pane_shows("1.000") && pane_shows("more"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PANES(with_the_focus_the_queue_and_the_timers_can_be_looked_through),
        PANES(the_queue_is_a_list_only_where_it_has_the_focus_and_no_room),
        PANES(a_hundred_thousand_handles_can_be_looked_through),
        PANES(a_queue_takes_the_rows_that_the_timers_below_it_do_not_need),
        PANES(while_one_is_asked_up_to_64_in_the_queue_are_named_and_more_are_counted),
        PANES(the_next_64_timers_have_a_row_each_and_the_last_says_how_many_are_left),
        PANES(of_those_whose_timers_are_due_together_four_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
