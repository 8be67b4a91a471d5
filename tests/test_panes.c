/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "draw/ansi.h"
#include "scenes/scene.h"
#include "target/catalogue.h"
#include "target/program.h"
#include "tests/test.h"
#include "ui/command.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "view/about.h"
#include "view/figures.h"
#include "view/layout.h"
#include "view/find.h"
#include "view/panes.h"
#include "view/tree.h"
#include "view/view.h"

/* ---- a screen to look at ---- */

static struct screen screen;
static struct player player;

static void open_scene(const char *name, uint32_t cursor)
{
    assert_int_equal(program_open(&player, &scene_find(name)->program, CLOCK_VIRTUAL, 0), 0);
    assert_true(player_seek(&player, cursor));
}

static void draw(const struct view *v, int h, int w, const struct ui *ui)
{
    screen_close(&screen);
    screen_init(&screen, h, w);
    struct ui with_keys = *ui;
    with_keys.keys = keys;
    with_keys.hint = key_hint;
    with_keys.command = command_hint;
    v->draw(win_whole(&screen), &player, &with_keys);
}

static int close_all(void **state)
{
    (void)state;
    if (player.trace.strings)
        player_close(&player);
    screen_close(&screen);
    return 0;
}

/* What row y shows from column x on, trimmed at the right. */
static const char *text_at(int y, int x)
{
    static char out[8][4 * 512];
    static int turn;
    char *s = out[turn++ % 8];
    size_t n = 0, end = 0;
    for (; x < screen.w; x++) {
        uint32_t ch = screen_at(&screen, y, x)->ch;
        n += utf8_encode(ch ? ch : '_', s + n);
        end = ch == ' ' ? end : n;
    }
    s[end] = 0;
    return s;
}

static const char *row(int y)
{
    return text_at(y, 0);
}

/* The cell where row y shows what, or NULL. */
static struct cell *find(int y, const char *what)
{
    for (int x = 0; x < screen.w; x++)
        if (!strncmp(text_at(y, x), what, strlen(what)))
            return screen_at(&screen, y, x);
    return NULL;
}

static bool shows(const char *what)
{
    for (int y = 0; y < screen.h; y++)
        if (strstr(row(y), what))
            return true;
    return false;
}

static int column_of(int y, uint32_t ch)
{
    for (int x = 0; x < screen.w; x++)
        if (screen_at(&screen, y, x)->ch == ch)
            return x;
    return -1;
}

static int last_column_of(int y, uint32_t ch)
{
    int x = screen.w - 1;
    while (x >= 0 && screen_at(&screen, y, x)->ch != ch)
        x--;
    return x;
}

static int count_in(int y, uint32_t ch)
{
    int n = 0;
    for (int x = 0; x < screen.w; x++)
        n += screen_at(&screen, y, x)->ch == ch;
    return n;
}

/* ---- a trace to draw ---- */

static void tell(struct event e, const char *text)
{
    struct note note = {.text = text, .len = text ? strlen(text) : 0, .coro = "work"};
    player.observer.see(&player.observer, &e, text || e.kind == EV_TASK ? &note : NULL);
}

static void see(struct event e, struct note n)
{
    player.observer.see(&player.observer, &e, &n);
}

static void open_trace(void)
{
    player_open_empty(&player, 0);
    tell((struct event){.kind = EV_LOOP}, NULL);
}

static void see_all(void)
{
    player_seek(&player, player.trace.end);
}

static void print(enum event_kind kind, uint32_t task, const char *text)
{
    tell((struct event){.kind = (uint8_t)kind, .actor = task, .time = 1}, text);
}

/* A tick at `time` in which one task has a turn. */
static void turn(uint32_t tick, double time, uint32_t task)
{
    struct event e = {.tick = tick, .time = time, .actor = task};
    tell((struct event){.kind = EV_TICK, .tick = tick, .time = time}, NULL);
    e.kind = EV_BEGIN;
    tell(e, NULL);
    e.kind = EV_END;
    tell(e, NULL);
}

/* ---- the tasks and their lanes ---- */

TEST(turns_stand_side_by_side_and_a_sleep_is_as_long_as_it_was)
{
    struct ui ui = {0};
    open_scene("count", 51);
    draw(&view_tasks, 8, 80, &ui);
    assert_string_equal(
        row(0), "╭─ Tasks ────────────────────────────────────────── █ ran  ▂ ready  ╌ waiting ─╮");
    assert_string_equal(
        row(1), "│ ◷ Task-1 main  gather of Task-2, 3, 4     █╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┃         │");
    assert_string_equal(
        row(2), "│▸● Task-2 count woken by its sleep(1)      ▂█╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▂█┃         │");
    assert_string_equal(
        row(3), "│ ○ Task-3 count woken by its sleep(1)      ▂▂█╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▂▂┃         │");
    assert_string_equal(
        row(4), "│ ○ Task-4 count woken by its sleep(1)      ▂▂▂█╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▂▂┃         │");
    assert_string_equal(
        row(5), "│                                           └──┘    nobody ran     └┘          │");
    assert_string_equal(
        row(6), "│                                           0.000                  1.000       │");
}

TEST(an_end_stands_once_behind_the_last_turn)
{
    static const enum role roles[] = {ROLE_DONE, ROLE_FAILED, ROLE_CANCELLED};
    static const uint32_t glyphs[] = {u'✓', u'✗', u'⊘'};
    struct ui ui = {0};
    open_trace();
    for (uint32_t t = 1; t <= 3; t++)
        tell((struct event){.kind = EV_TASK, .actor = t}, NULL);
    for (uint8_t t = 1; t <= 3; t++) {
        tell((struct event){.kind = EV_TICK, .tick = t}, NULL);
        tell((struct event){.kind = EV_BEGIN, .tick = t, .actor = t}, NULL);
        tell((struct event){.kind = EV_TASK_DONE, .tick = t, .actor = t, .what = t}, NULL);
        tell((struct event){.kind = EV_END, .tick = t, .actor = t}, NULL);
    }
    tell((struct event){.kind = EV_TICK, .tick = 4}, NULL);
    see_all();
    for (ui.run.zoom = -1; ui.run.zoom < 2; ui.run.zoom++) {
        draw(&view_tasks, 8, 90, &ui);
        for (int y = 1; y < 4; y++) {
            int x = last_column_of(y, glyphs[y - 1]);
            assert_int_equal(screen_at(&screen, y, x)->style.role, roles[y - 1]);
            assert_true(x > column_of(y, u'█'));
            assert_int_equal(count_in(y, glyphs[y - 1]), 2); /* and before the name */
            if (ui.run.zoom >= 0)
                assert_int_equal(screen_at(&screen, y, x - 1)->ch, u'█');
        }
    }
}

TEST(only_one_task_runs_in_a_column)
{
    for (int i = 0; scenes[i]; i++) {
        struct ui ui = {0};
        const char *name =
            scenes[i]->program.name; /* processes beside the loop; a thread that runs one */
        if (scenes[i]->real || !strcmp(name, "processes") || !strcmp(name, "determinism"))
            continue;
        assert_int_equal(program_open(&player, &scenes[i]->program, CLOCK_VIRTUAL, 0), 0);
        for (bool on = true; on; on = player_step(&player, 7)) {
            draw(&view_tasks, 12, 120, &ui);
            for (int x = 1; x < 119; x++) {
                int n = 0;
                for (int y = 1; y < 11; y++)
                    n += screen_at(&screen, y, x)->ch == u'█';
                assert_in_range(n, 0, 1);
            }
        }
        player_close(&player);
        player.trace.strings = NULL;
    }
}

TEST(equal_sleeps_are_equally_long)
{
    struct ui ui = {0};
    open_scene("hello-sequential", 1);
    player_end(&player);
    draw(&view_tasks, 6, 120, &ui);
    int at = column_of(1, u'╌'), sleeps[2] = {0};
    for (int k = 0; k < 2; k++) {
        for (; screen_at(&screen, 1, at)->ch == u'╌'; at++)
            sleeps[k]++;
        while (screen_at(&screen, 1, at)->ch != u'╌' && at + 1 < screen.w)
            at++;
    }
    assert_in_range(sleeps[0], 15, 60);
    assert_in_range(sleeps[1], sleeps[0] - 1, sleeps[0] + 1);
}

TEST(a_program_without_tasks_has_a_lane_with_its_blocks)
{
    struct ui ui = {0};
    open_scene("count-sync", 1);
    player_end(&player);
    draw(&view_tasks, 8, 80, &ui);
    assert_string_equal(
        row(0), "╭─ Program ───────────────────────────── █ ran  ▒ blocked  ▂ ready  ╌ waiting ─╮");
    assert_string_equal(
        row(1), "│ ✓ count_sync.py  ███▒▒▒▒▒▒▒▒▒▒▒▒▒█████▒▒▒▒▒▒▒▒▒▒▒▒▒▒█████▒▒▒▒▒▒▒▒▒▒▒▒▒▒████✓ │");
    assert_string_equal(
        row(2), "│                  └──┘            └────┘             └────┘             └──┘  │");
    assert_string_equal(
        row(3), "│                  0.000           1.000              2.000              3.000 │");
    assert_int_equal(find(1, "▒")->style.role, ROLE_BLOCKED);
}

static int line_of(const char *what)
{
    for (int y = 0; y < screen.h; y++)
        if (strstr(row(y), what))
            return y;
    fail_msg("nothing shows “%s”", what);
    return 0;
}

static void go_behind(enum event_kind kind, int nth)
{
    uint32_t i = 0;
    for (; i < player.trace.end && nth; i++)
        nth -= trace_at(&player.trace, i)->kind == kind;
    assert_true(player_seek(&player, i));
}

TEST(threads_of_the_pool_that_compute_take_turns)
{
    struct ui ui = {0};
    open_scene("choose", 1);
    player_end(&player);
    go_behind(EV_THREAD_COMPUTE, 1);
    draw(&view_tasks, 20, 118, &ui);
    assert_true(shows("computes in compute()"));
    assert_false(shows("takes turns"));
    go_behind(EV_THREAD_COMPUTE, 2);
    assert_true(player_seek(&player, player.model.cursor + 1)); /* … and time went by */
    draw(&view_tasks, 20, 118, &ui);
    int first = line_of("thread 1"), second = line_of("thread 2");
    for (int y = first; y <= second; y++) {
        assert_non_null(strstr(row(y), "█▂▂██▂▂█"));
        assert_non_null(strstr(row(y), "takes turns in "));
    }
    int both = 0;
    for (int x = 0; x < screen.w; x++)
        both +=
            screen_at(&screen, first, x)->ch == u'▂' && screen_at(&screen, second, x)->ch == u'▂';
    assert_int_equal(both, 0);
}

TEST(a_main_thread_that_closes_a_loop_runs_and_has_begun)
{
    struct ui ui = {0};
    open_scene("determinism", 1);
    player_end(&player);
    go_behind(EV_CLOSE, 1);
    draw(&view_tasks, 20, 118, &ui);
    assert_non_null(strstr(row(line_of("MainThread")), "runs its lines"));
    assert_false(shows("has not begun"));
}

TEST(processes_compute_beside_each_other_and_a_sleeping_one_stands_still)
{
    struct ui ui = {0};
    open_scene("choose", 1);
    player_end(&player);
    draw(&view_tasks, 20, 118, &ui);
    assert_non_null(strstr(row(line_of("Process-1")), "████████"));
    assert_non_null(strstr(row(line_of("Process-2")), "████████"));
    uint32_t i = 0;
    while (trace_at(&player.trace, i)->kind != EV_PROCESS ||
           trace_at(&player.trace, i)->what != LEG_SLEEPS)
        i++;
    assert_true(player_seek(&player, i + 3));
    draw(&view_tasks, 20, 118, &ui);
    assert_non_null(strstr(row(line_of("Process-1")), "sleeps for 1 s"));
    assert_non_null(strstr(row(line_of("Process-1")), "▒▒▒▒▒▒▒▒"));
}

/* Does the task stand still, and everybody with it, or did it just before? Or it alone? */
static bool blocks(uint32_t task)
{
    uint32_t last = model_row(&player.model, task)->last;
    bool blocked = false;
    for (int n = 0; n < 3 && last != TRACE_NONE; n++, last = trace_previous(&player.trace, last)) {
        const struct event *e = trace_at(&player.trace, last);
        blocked |= e->kind == EV_BLOCK || (e->kind == EV_PROCESS && e->what == LEG_SLEEPS);
    }
    return blocked;
}

/* What a state may look like in the column before the cursor: the task may also have run earlier in
 * it, or bytes have gone to and fro for it while it waits. */
static bool fits(uint32_t ch, enum task_state s)
{
    static const uint32_t glyphs[TASK_STATES] = {' ', u'▂', u'▂', u'█', u'╌', u'✓', u'✗', u'⊘'};
    if (ch == glyphs[s] || (s == TASK_WAITING && (ch == u'↑' || ch == u'↓')))
        return true;
    return s >= TASK_ENDED ? ch == ' ' || ch == u'█' : ch == u'█' && s != TASK_CREATED;
}

/* Of something that it did of late, and that may share a column with what it did last; or by the loop. */
static bool warned_of(uint32_t task)
{
    uint32_t last = model_row(&player.model, task)->last;
    bool warned = false;
    for (int n = 0; n < 4 && last != TRACE_NONE; n++, last = trace_previous(&player.trace, last))
        warned |= trace_at(&player.trace, last)->kind == EV_WARNING;
    for (uint32_t i = 0; i < player.model.cursor && !warned; i++) {
        const struct event *e = trace_at(&player.trace, i);
        warned = e->kind == EV_LOOP_ERROR && e->ref == (task | REF_TASK);
    }
    return warned;
}

static void check_lanes(int zoom)
{
    struct ui ui = {.run.zoom = zoom, .run.closing = true};
    draw(&view_tasks, 40, 100, &ui);
    const struct model *m = &player.model;
    int here = 0;
    for (int line = 1; line < 39 && here <= 0; line++)
        here = column_of(line, u'┃');
    int y = 0;
    for (uint32_t t = 1; t <= m->nrows && y < 36; t++) {
        const struct row *r = model_row(m, t);
        y += r != NULL;
        if (here <= 0 || !r) /* every lane has its end there */
            continue;
        uint32_t ch = screen_at(&screen, y, here - 1)->ch;
        bool deed = (ch == 'r' || ch == 'w') && player.trace.threads;
        bool waited =
            ch == u'╌' && trace_actor(&player.trace, t)->kind == ACTOR_PROCESS; /* for its end */
        bool marked = deed || waited || (ch == u'▒' ? blocks(t) : ch == u'!' && warned_of(t));
        if (!marked && !fits(ch, (enum task_state)r->state))
            fail_msg("zoom %d, event %u: Task-%u is %s: %s", zoom, m->cursor, t,
                     state_names[r->state], row(y));
        assert_int_equal(screen_at(&screen, y, here + 1)->ch, ' ');
    }
}

static void at_the_cursor_the_lanes_say_what_the_model_says_and_nothing_beyond(void **state)
{
    for (int i = 0; scenes[i]; i++) {
        assert_int_equal(program_open(&player, &scenes[i]->program, CLOCK_VIRTUAL, 0), 0);
        while (player.model.cursor < 400 && player_step(&player, 1))
            for (int zoom = -3; zoom <= 6; zoom += 3)
                check_lanes(zoom);
        close_all(state);
        player.trace.strings = NULL;
    }
}

TEST(zooming_in_doubles_a_sleep)
{
    struct ui ui = {.run.zoom = -2};
    open_scene("count", 47);
    draw(&view_tasks, 8, 200, &ui);
    int quarter = count_in(2, u'╌');
    ui.run.zoom = -1;
    draw(&view_tasks, 8, 200, &ui);
    assert_in_range(count_in(2, u'╌'), 2 * quarter - 2, 2 * quarter + 2);
}

TEST(a_window_that_is_too_narrow_shows_what_led_to_the_cursor)
{
    struct ui ui = {0};
    open_trace();
    tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
    for (uint32_t tick = 1; tick <= 1000; tick++)
        turn(tick, tick, 1);
    for (uint32_t cursor = 3; cursor <= player.trace.end; cursor += 97) {
        player_seek(&player, cursor);
        draw(&view_tasks, 7, 100, &ui);
        assert_true(column_of(1, u'┃') > 0);
    }
    see_all();
    draw(&view_tasks, 7, 100, &ui);
    assert_true(shows(" 999.000 "));
    assert_true(count_in(1, u'█') >= 4);
}

TEST(what_lies_too_far_back_is_shown_as_unknown)
{
    struct ui ui = {.run.zoom = -10};
    open_trace();
    tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
    for (uint32_t tick = 1; tick <= 8192; tick++)
        turn(tick, 0, 1);
    see_all();
    draw(&view_tasks, 7, 60, &ui);
    assert_true(strstr(row(1), "······█") != NULL);
    assert_int_equal(find(1, "·····")->style.role, ROLE_DIM);
}

TEST(a_task_that_is_scheduled_while_it_runs_is_ready_afterwards)
{
    struct ui ui = {0};
    open_trace();
    tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
    for (uint32_t tick = 1; tick <= 3; tick++) {
        tell((struct event){.kind = EV_TICK, .tick = tick}, NULL);
        tell((struct event){.kind = EV_BEGIN, .tick = tick, .actor = 1}, NULL);
        tell((struct event){.kind = EV_SOON, .tick = tick, .actor = 1}, NULL);
        tell((struct event){.kind = EV_END, .tick = tick, .actor = 1}, NULL);
        tell((struct event){.kind = EV_TICK, .tick = tick}, NULL);
    }
    see_all();
    draw(&view_tasks, 7, 100, &ui);
    assert_true(strstr(row(1), "██▂██▂██▂┃") != NULL);
}

TEST(a_task_that_did_nothing_of_late_is_still_what_it_was)
{
    struct ui ui = {0};
    open_trace();
    tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
    tell((struct event){.kind = EV_TASK, .actor = 2}, NULL);
    turn(1, 0, 2);
    for (uint32_t tick = 2; tick <= 3000; tick++)
        turn(tick, 0, 1);
    see_all();
    draw(&view_tasks, 7, 60, &ui);
    assert_int_equal(count_in(2, u'╌'), count_in(1, u'█'));
    assert_true(count_in(2, u'╌') > 20);
}

TEST(marks_and_warnings_stand_on_the_axis)
{
    const uint32_t marks[] = {30, 1};
    struct ui ui = {.run.marks = marks, .run.nmarks = 2};
    open_trace();
    tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
    for (uint32_t tick = 1; tick <= 20; tick++)
        turn(tick, 0, 1);
    tell((struct event){.kind = EV_WARNING, .tick = 20, .actor = 1}, "slow");
    see_all();
    draw(&view_tasks, 7, 80, &ui);
    assert_int_equal(count_in(2, u'▼'), 2);
    assert_int_equal(find(2, "!")->style.role, ROLE_WARNING);
    player_step(&player, -1);
    draw(&view_tasks, 7, 80, &ui);
    assert_false(shows("!"));
}

TEST(a_very_high_screen_has_a_blank_line_between_the_lanes)
{
    struct ui ui = {.run.lanes = 6};
    open_scene("count", 51);
    draw(&view_tasks, 60, 80, &ui);
    assert_string_equal(
        row(1), "│ ◷ Task-1 main  gather of Task-2, 3, 4     █╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┃         │");
    assert_string_equal(
        row(2), "│                                                                    ┃         │");
    assert_string_equal(
        row(3), "│▸● Task-2 count woken by its sleep(1)      ▂█╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▂█┃         │");
    assert_string_equal(
        row(7), "│ ○ Task-4 count woken by its sleep(1)      ▂▂▂█╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▂▂┃         │");
    assert_string_equal(
        row(8), "│                                           └──┘    nobody ran     └┘          │");
    for (int y = 1; y <= 8; y++) {
        struct hit hit = view_tasks.hit(win_whole(&screen), &player, &ui, y, 5);
        assert_int_equal(hit.kind, y < 8 ? HIT_TASK : HIT_NOTHING);
        assert_int_equal(hit.n, y < 8 ? (y + 1) / 2 : 0);
    }
    ui.run.lanes = 40; /* there will be no room for that */
    draw(&view_tasks, 60, 80, &ui);
    assert_non_null(strstr(row(2), "Task-2"));
}

TEST(rows_are_those_around_the_selected_task_and_scroll)
{
    struct ui ui = {.run.task = 50};
    open_trace();
    for (uint32_t t = 1; t <= 100; t++)
        tell((struct event){.kind = EV_TASK, .actor = t}, NULL);
    see_all();
    draw(&view_tasks, 9, 60, &ui);
    assert_true(shows("Tasks  · 100 "));
    assert_true(shows("▸· Task-50 "));
    assert_false(shows("Task-40 "));
    ui.run.scroll[PANE_TASKS] = -1000;
    draw(&view_tasks, 9, 60, &ui);
    assert_true(strstr(row(1), "Task-1 ") != NULL);
    ui.run.scroll[PANE_TASKS] = 1000;
    draw(&view_tasks, 9, 60, &ui);
    assert_true(strstr(row(5), "Task-100 ") != NULL);
}

TEST(the_axis_has_two_rows_where_the_tasks_have_two)
{
    static const int rows[] = {1, 2, 2, 2, 3, 4}; /* of tasks, in a pane with 1, 2, … inside */
    struct ui ui = {0};
    open_scene("count", 51);
    for (int h = 1; h <= 6; h++) {
        int n = 0;
        draw(&view_tasks, h + 2, 80, &ui);
        for (int y = 1; y <= h; y++)
            n += strstr(row(y), "Task-") != NULL;
        assert_int_equal(n, rows[h - 1]);
        assert_int_equal(shows("0.000"), h >= 4);
        assert_int_equal(shows("└──┘"), h >= 3);
    }
}

TEST(asyncio_runs_own_turns_have_columns_only_when_asked_for)
{
    struct ui ui = {0};
    open_scene("count", 1);
    player_end(&player);
    draw(&view_tasks, 10, 120, &ui);
    int folded = count_in(5, u'─');
    ui.run.closing = true;
    draw(&view_tasks, 12, 120, &ui);
    assert_true(shows("BaseEventLoop"));
    assert_in_range(count_in(7, u'─'), folded + 2, 40);
}

/* ---- what a task has done with its time ---- */

static void check_figures(uint32_t task, const char *all, const char *few)
{
    struct buf long_ones = {0}, short_ones = {0};
    player_look_at_moment(&player);
    view_figures(&long_ones, &player.model, task);
    view_figures_short(&short_ones, &player.model, task);
    assert_string_equal(buf_str(&long_ones), all);
    assert_string_equal(buf_str(&short_ones), few);
    buf_free(&long_ones);
    buf_free(&short_ones);
}

/* Read off tests/golden/count.ndjson and makerandom.ndjson by hand: each sleeps from one turn to the
 * next, and those that are due at the same time have their turns in one tick. */
TEST(a_scenes_figures_are_those_of_its_trace)
{
    static const struct {
        const char *scene;
        uint32_t cursor, task;
        const char *all, *few;
    } figures[] = {
        {"count", 5, 1, "", ""},
        {"count", 14, 2, "", ""},
        {"count", 25, 3, "1; it did not block; the last came behind one other handle", "1 turn"},
        {"count", 51, 2, "2; none blocked; slept 1.000 s; the last came behind two other handles",
         "2 turns, slept 1.000 s"},
        {"count", 51, 1, "1; it did not block; slept 1.000 s", "1 turn, slept 1.000 s"},
        {"count", 119, 4, "2; none blocked; slept 1.000 s; the last came behind two other handles",
         "2 turns, slept 1.000 s"},
        {"count", 119, 1, "2; none blocked; slept 1.000 s", "2 turns, slept 1.000 s"},
        /* Task-3 sleeps twice for two seconds, and its draw is enough at second 4 */
        {"makerandom", 308, 3,
         "3; none blocked; slept 4.000 s; the last came behind one other handle",
         "3 turns, slept 4.000 s"},
        /* main() waits for the last of them, which ends at second 12 */
        {"makerandom", 308, 1, "2; none blocked; slept 12.000 s", "2 turns, slept 12.000 s"},
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        open_scene(figures[i].scene, figures[i].cursor);
        check_figures(figures[i].task, figures[i].all, figures[i].few);
        player_close(&player);
    }
    open_scene("count-sync", 12); /* has no task */
    check_figures(1, "", "");
}

static void at(enum event_kind kind, double time, uint32_t task)
{
    tell((struct event){.kind = (uint8_t)kind, .time = time, .actor = task, .handle = task}, NULL);
}

static void block(double time, uint32_t task, double seconds)
{
    struct event e = {.kind = EV_BLOCK, .time = time, .actor = task};
    player.observer.see(&player.observer, &e, &(struct note){.number = seconds, .has = HAS_NUMBER});
}

/* Task-1 blocks from 0 to 1.5 while Task-2 is ready, sleeps to 3.5 and blocks to 4.25. */
static void open_blocking(bool real)
{
    player_open_empty(&player, 0);
    tell((struct event){.kind = EV_START, .what = real}, NULL);
    for (uint32_t t = 1; t <= 2; t++) {
        at(EV_TASK, 0, t);
        at(EV_SOON, 0, t);
    }
    at(EV_BEGIN, 0, 1);
    block(0, 1, 1.5);
    at(EV_END, 1.5, 1);
    at(EV_BEGIN, 1.5, 2);
    at(EV_END, 1.5, 2);
    at(EV_SOON, 3.5, 1);
    at(EV_BEGIN, 3.5, 1);
    block(3.5, 1, 0.75);
    at(EV_END, 4.25, 1);
}

TEST(a_turn_takes_time_where_it_blocks_and_others_are_ready_meanwhile)
{
    open_blocking(false);
    see_all();
    check_figures(1, "2; blocked for 2.250 s, the longest 1.500 s; slept 2.000 s",
                  "2 turns, blocked 2.250 s, slept 2.000 s");
    check_figures(2,
                  "1; it did not block; ready 1.500 s; slept 2.750 s; the last came behind one "
                  "other handle",
                  "1 turn, ready 1.500 s, slept 2.750 s");
    player_seek(&player, player.trace.end - 1); /* it blocks still */
    check_figures(1, "2; blocked for 2.250 s, the longest 1.500 s; slept 2.000 s",
                  "2 turns, blocked 2.250 s, slept 2.000 s");
    player_seek(&player, 7); /* in its first turn, behind the block */
    check_figures(1, "1; blocked for 1.500 s", "1 turn, blocked 1.500 s");
    check_figures(2, "", "");
}

TEST(in_real_time_every_turn_takes_time)
{
    open_blocking(true);
    see_all();
    check_figures(1, "2; ran 2.250 s, the longest 1.500 s; slept 2.000 s",
                  "2 turns, ran 2.250 s, slept 2.000 s");
    check_figures(2,
                  "1; ran 0.000 s; ready 1.500 s; slept 2.750 s; the last came behind one other "
                  "handle",
                  "1 turn, ready 1.500 s, slept 2.750 s");
}

/* ---- the loop's queue, looked through ---- */

/* So many tasks, all of them ready, of which so many have their turn in this tick; Task-1 has its now;
 * and as many timers, the last of them due first. */
static void open_queue(uint32_t n, uint32_t now)
{
    open_trace();
    for (uint32_t t = 1; t <= n; t++) {
        tell((struct event){.kind = EV_TASK, .actor = t}, NULL);
        tell((struct event){.kind = EV_SOON, .actor = t, .handle = t}, NULL);
        player.observer.see(&player.observer, &(struct event){.kind = EV_TIMER, .handle = n + t},
                            &(struct note){.when = n - t, .has = HAS_WHEN, .name = "tick"});
    }
    tell((struct event){.kind = EV_TICK, .tick = 1}, NULL);
    tell((struct event){.kind = EV_READY, .tick = 1, .ref = now + 1}, NULL);
    tell((struct event){.kind = EV_BEGIN, .tick = 1, .actor = 1, .handle = 1}, NULL);
    see_all();
}

static void look_through(int scroll)
{
    struct ui ui = {.run.focus = PANE_LOOP, .run.scroll[PANE_LOOP] = scroll};
    draw(&view_loop, 8, 60, &ui);
}

TEST(with_the_focus_the_queue_and_the_timers_can_be_looked_through)
{
    open_queue(200, 120); /* Task-1 runs, 120 are ready for this tick, 79 for the next */
    look_through(0);
    assert_string_equal(row(1), "┃ poll › due timers ›  run the ready  1 of 121             ┃");
    assert_string_equal(row(2), "┃ running   ● Task-1                                       ┃");
    assert_string_equal(row(3), "┃ ready       1 ○ Task-2  waits for its first turn         ┃");
    assert_string_equal(row(6), "┃             4 ○ Task-5  waits for its first turn         ┃");
    assert_string_equal(row(7), "┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 395 more ━┛");
    look_through(118);
    assert_string_equal(row(2), "┃ ready     118 ○ Task-119  waits for its first turn       ┃");
    assert_string_equal(row(5), "┃ next tick 121 ○ Task-122  waits for its first turn       ┃");
    look_through(198);
    assert_string_equal(row(3), "┃           199 ○ Task-200  waits for its first turn       ┃");
    assert_string_equal(row(4), "┃ timers    0.000  the callback tick                       ┃");
    assert_string_equal(row(5), "┃           1.000  the callback tick                       ┃");
    look_through(10000);
    assert_string_equal(row(2), "┃ timers    195.000  the callback tick                     ┃");
    assert_string_equal(row(6), "┃           199.000  the callback tick                     ┃");
    assert_string_equal(row(7), "┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛");
}

TEST(the_queue_is_a_list_only_where_it_has_the_focus_and_no_room)
{
    struct ui ui = {.run.focus = PANE_TASKS};
    open_queue(3, 2);
    draw(&view_loop, 12, 60, &ui);
    assert_string_equal(row(4), "│ ready     ○ Task-2  ○ Task-3                             │");
    ui.run.focus = PANE_LOOP; /* all of it is there */
    draw(&view_loop, 12, 60, &ui);
    assert_string_equal(row(4), "┃ ready     ○ Task-2  ○ Task-3                             ┃");
    draw(&view_loop, 5, 60, &ui);
    assert_string_equal(row(3), "┃ ready     1 ○ Task-2  waits for its first turn           ┃");
    ui.run.focus = PANE_TASKS;
    draw(&view_loop, 5, 60, &ui);
    assert_string_equal(row(3), "│ ready     ○ Task-2  ○ Task-3                             │");
    ui.run.focus = PANE_LOOP; /* nor where the order is asked for */
    ui.run.predict.on = true;
    draw(&view_loop, 5, 60, &ui);
    assert_false(shows("1 ○ Task-2"));
}

TEST(a_hundred_thousand_handles_can_be_looked_through)
{
    enum { MANY = 100000 };
    struct ui ui = {.run.focus = PANE_LOOP};
    open_queue(MANY, MANY - 1);
    draw(&view_loop, 8, 60, &ui);
    struct range range = view_loop.range(win_whole(&screen), &player, &ui);
    assert_int_equal(range.least, 0);
    assert_int_equal(range.most, MANY + MANY - 5);
    look_through(MANY - 1);
    assert_string_equal(row(2), "┃ ready     99999 ○ Task-100000  waits for its first turn  ┃");
    assert_string_equal(row(3), "┃ timers    0.000  the callback tick                       ┃");
    look_through(range.most);
    assert_string_equal(row(6), "┃           99999.000  the callback tick                   ┃");
}

/* ---- the output ---- */

TEST(a_line_says_when_who_and_what)
{
    struct ui ui = {.run.before = 50};
    open_scene("count", 51);
    draw(&view_output, 8, 40, &ui);
    assert_string_equal(row(0), "╭─ Output ─────────────────────────────╮");
    assert_string_equal(row(1), "│ 0.000  Task-2  One                   │");
    assert_string_equal(row(2), "│ 0.000  Task-3  One                   │");
    assert_string_equal(row(3), "│ 0.000  Task-4  One                   │");
    assert_string_equal(row(4), "│ 1.000  Task-2  Two                   │");
    assert_string_equal(row(5), "│                                      │");
}

TEST(what_the_last_step_printed_is_highlighted)
{
    struct ui ui = {.run.before = 50};
    open_scene("count", 51);
    draw(&view_output, 8, 40, &ui);
    for (int x = 1; x < 39; x++) {
        assert_int_equal(screen_at(&screen, 3, x)->style.ground, GROUND_NONE);
        assert_int_equal(screen_at(&screen, 4, x)->style.ground, GROUND_SELECTED);
    }
    ui.run.before = 52;
    draw(&view_output, 8, 40, &ui);
    assert_int_equal(find(4, "Two")->style.ground, GROUND_NONE);
}

TEST(the_programs_own_lines_and_errors_look_different)
{
    struct ui ui = {.run.before = 9};
    open_trace();
    print(EV_OUT, 0, "hello\n");
    print(EV_ERR, 0, "Traceback\n");
    see_all();
    draw(&view_output, 5, 40, &ui);
    assert_string_equal(row(1), "│ 1.000  program  hello                │");
    assert_string_equal(row(2), "│ 1.000  program  Traceback            │");
    assert_int_equal(find(1, "hello")->style.role, ROLE_TEXT);
    assert_int_equal(find(2, "Traceback")->style.role, ROLE_FAILED);
}

TEST(a_line_that_a_callback_prints_has_the_name_of_its_function)
{
    struct ui ui = {.run.before = 99};
    open_trace();
    see((struct event){.kind = EV_BEGIN, .handle = 1}, (struct note){.name = "main.<locals>.ring"});
    print(EV_OUT, 0, "one\n");
    print(EV_OUT, 0, "two\n");
    tell((struct event){.kind = EV_END, .handle = 1}, NULL);
    print(EV_OUT, 0, "three\n");
    tell((struct event){.kind = EV_BEGIN, .handle = 2}, NULL);
    print(EV_OUT, 0, "four\n");
    see_all();
    draw(&view_output, 6, 40, &ui);
    assert_string_equal(row(1), "│ 1.000  ring()      one               │");
    assert_string_equal(row(2), "│ 1.000  ring()      two               │");
    assert_string_equal(row(3), "│ 1.000  program     three             │");
    assert_string_equal(row(4), "│ 1.000  a callback  four              │");
    assert_true(view_output.has(&player, player.trace.outs[0], "ring()"));
    assert_false(view_output.has(&player, player.trace.outs[2], "ring()"));
}

/* 20 columns are left of 38: the time takes 7 with its gap, the name 9, and so does the last. */
TEST(a_printed_line_breaks_at_its_blanks)
{
    struct ui ui = {.run.before = 99};
    open_trace();
    print(EV_OUT, 0,
          "it exceptionalistically wraps exactlythere and-not-within-any-of-its-words\n");
    see_all();
    draw(&view_output, 8, 40, &ui);
    assert_string_equal(row(1), "│ 1.000  program  it                   │");
    assert_string_equal(row(2), "│                 exceptionalistically │");
    assert_string_equal(row(3), "│                 wraps exactlythere   │");
    assert_string_equal(row(4), "│                 and-not-within-any-o │");
    assert_string_equal(row(5), "│                 f-its-words          │");
}

TEST(the_program_s_own_colour_is_a_bar_until_it_is_switched_off)
{
    struct ui ui = {.run.before = 99};
    open_trace();
    print(EV_OUT, 1, "a \033[91mred\n");
    print(EV_OUT, 1, "on\n");
    print(EV_OUT, 1, "\033[1mbold\033[22m not\033[0m off\n");
    print(EV_OUT, 1, "plain\n");
    see_all();
    draw(&view_output, 6, 40, &ui);
    assert_string_equal(row(1), "│ 1.000  Task-1 │a red                 │");
    assert_int_equal(find(1, "│a ")->style.role, ROLE_ANSI + 9);
    assert_int_equal(find(1, "red")->style.role, ROLE_TEXT);
    assert_int_equal(find(2, "│on")->style.role, ROLE_ANSI + 9);
    assert_int_equal(find(3, "bold")->style.attr, ATTR_BOLD);
    assert_int_equal(find(3, "not")->style.attr, 0);
    assert_int_equal(find(3, "│bold")->style.role, ROLE_ANSI + 9);
    assert_string_equal(row(4), "│ 1.000  Task-1  plain                 │");
    draw(&view_output, 4, 40, &ui);
    assert_string_equal(row(1), "│ 1.000  Task-1 │bold not off          │");
    assert_int_equal(find(1, "│bold")->style.role, ROLE_ANSI + 9);
}

TEST(a_colour_that_was_switched_on_above_the_pane_is_still_on)
{
    struct ui ui = {.run.before = 99};
    for (int red = 0; red < 20; red++) {
        open_trace();
        for (int i = 0; i < 20; i++)
            print(EV_OUT, 1, i == red ? "first \033[31mline\n" : "line\n");
        see_all();
        draw(&view_output, 6, 40, &ui);
        struct cell *bar = find(4, "│line");
        assert_int_equal(bar != NULL, red < 19);
        assert_true(!bar || bar->style.role == ROLE_ANSI + 1);
        player_close(&player);
    }
    open_trace();
}

TEST(the_newest_line_is_at_the_bottom_and_whole)
{
    struct ui ui = {.run.before = 99};
    open_trace();
    for (char text[] = "line a, which is longer than its pane\n"; text[5] <= 'f'; text[5]++)
        print(EV_OUT, 1, text);
    see_all();
    draw(&view_output, 6, 40, &ui);
    assert_string_equal(row(1), "│ 1.000  Task-1  line d, which is lon… │");
    assert_string_equal(row(2), "│ 1.000  Task-1  line e, which is lon… │");
    assert_string_equal(row(3), "│ 1.000  Task-1  line f, which is      │");
    assert_string_equal(row(4), "│                longer than its pane  │");
    ui.run.scroll[PANE_OUTPUT] = -2;
    draw(&view_output, 6, 40, &ui);
    assert_string_equal(row(0), "╭─ Output ─────────────────── 2 newer ─╮");
    assert_string_equal(row(3), "│ 1.000  Task-1  line d, which is      │");
    ui.run.scroll[PANE_OUTPUT] = -1000;
    draw(&view_output, 6, 40, &ui);
    assert_string_equal(row(1), "│ 1.000  Task-1  line a, which is lon… │");
    assert_string_equal(row(3), "│ 1.000  Task-1  line c, which is      │");
}

/* A row's cells that are marked, as #. */
static void assert_marks(const char *row, const char *text, const char *want)
{
    screen_resize(&screen, 1, 20);
    struct win w = win_whole(&screen);
    win_puts(w, 0, 0, STYLE(ROLE_TEXT), row);
    view_mark_found(w, text);
    for (int x = 0; x < screen.w; x++)
        if ((screen_at(&screen, 0, x)->style.attr == ATTR_REVERSE) !=
            (x < (int)strlen(want) && want[x] == '#'))
            fail_msg("“%s” in “%s”: column %d", text, row, x);
}

TEST(what_is_searched_is_marked_wherever_it_stands)
{
    assert_marks("one Two twotwo", "two", "    ### ######");
    assert_marks("one Two twotwo", "Two", "    ###       ");
    assert_marks("one Two twotwo", "twos", "");
    assert_marks("one Two twotwo", "", "");
    assert_marks("aaa", "aa", "## ");
    assert_marks("ends with two", "two", "          ###");
    assert_marks("ends with tw", "two", "");
    assert_marks("● ready “é”", "“é”", "        ###");
    assert_marks("漢字 漢", "漢", "#    #"); /* a wide one by its first cell */
}

TEST(what_a_terminal_would_obey_is_drawn_as_text)
{
    struct ui ui = {.run.before = 99};
    open_trace();
    print(EV_OUT, 1, "a\033[2Jb\033]0;title\007c\rd\ne\t\xff\xc2\23331m\n");
    see_all();
    draw(&view_output, 4, 90, &ui);
    assert_true(shows("a^[[2Jb^[]0;title^Gc^Md^Je^I\\xff\\x9b31m"));
    for (int i = 0; i < screen.h * screen.w; i++)
        assert_true(utf8_width(screen.cells[i].ch) > 0);
}

/* ---- colours of the watched program ---- */

static struct ansi after(const char *s)
{
    struct ansi a = {0};
    ansi_skip(&a, s, strlen(s));
    return a;
}

TEST(the_sixteen_colours_become_roles)
{
    for (int i = 0; i < 8; i++) {
        char s[32];
        snprintf(s, sizeof s, "\033[1;%dm", 30 + i);
        struct ansi a = after(s);
        assert_int_equal(ansi_style(&a, STYLE(ROLE_TEXT)).role, ROLE_ANSI + i);
        assert_int_equal(ansi_style(&a, STYLE(ROLE_TEXT)).attr, ATTR_BOLD);
        snprintf(s, sizeof s, "\033[44;%dm", 90 + i);
        a = after(s);
        assert_int_equal(ansi_style(&a, STYLE(ROLE_TEXT)).role, ROLE_ANSI + 8 + i);
        assert_int_equal(ansi_style(&a, STYLE(ROLE_TEXT)).attr, 0);
    }
}

TEST(colours_are_switched_off)
{
    static const char *const off[] = {"\033[31m\033[0m",  "\033[1;31m\033[m",      "\033[31;1;0m",
                                      "\033[91m\033[39m", "\033[1;32m\033[22;39m", "\033[31;m"};
    for (size_t i = 0; i < sizeof off / sizeof *off; i++) {
        struct ansi a = after(off[i]);
        struct style st = ansi_style(&a, STYLE(ROLE_FAILED));
        assert_int_equal(st.role, ROLE_FAILED);
        assert_int_equal(st.attr, 0);
    }
}

TEST(no_other_sequence_is_taken_from_the_text)
{
    static const char *const others[] = {
        "\033",      "\033[",         "\033[3",   "\033[31",    "\033[31\033", "\033[2J",
        "\033[?25l", "\033[38;5;1mx", "\033[4m",  "\033[31;4m", "\033[31:1m",  "\033[ 31m",
        "\033[-1m",  "\033[38m",      "\033[48m", "\033[98m",   "\033[108m",   "\033[4294967327m",
        "\033[31M",  "\033]8;;x\a",   "\23331m",  "\033(0",     "\033[1031m",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct ansi a = {0};
        const char *text;
        size_t len, n = strlen(others[i]);
        assert_int_equal(ansi_next(&a, others[i], n, &text, &len), n);
        assert_ptr_equal(text, others[i]);
        assert_int_equal(len, n);
        assert_false(a.colored || a.bold);
    }
}

TEST(text_is_found_between_the_sequences)
{
    static const char s[] = "a\033[31m\033[1mb\033[2Kc\033[0m";
    static const char *const runs[] = {"a", "b\033[2Kc", ""};
    struct ansi a = {0};
    size_t at = 0, len;
    for (size_t i = 0; i < 3; i++) {
        const char *text;
        at += ansi_next(&a, s + at, sizeof s - 1 - at, &text, &len);
        assert_int_equal(len, strlen(runs[i]));
        assert_memory_equal(text, runs[i], len);
        assert_int_equal(a.colored, i == 1);
    }
    assert_int_equal(at, sizeof s - 1);
}

/* ---- the footer ---- */

TEST(the_footer_fits_every_width_and_always_has_help_and_quit)
{
    struct ui ui = {0};
    for (int w = 40; w <= 200; w++) {
        draw(&view_footer, 1, w, &ui);
        const char *s = row(0), *end = strstr(s, "? help   q quit");
        assert_non_null(end);
        assert_string_equal(end, "? help   q quit");
        for (const struct key *k = keys; k->name && w >= 120; k++)
            if (k->footer)
                assert_true(shows(k->footer));
    }
    draw(&view_footer, 1, 120, &ui);
    assert_string_equal(
        row(0), " space play   → step   ← back   . every event   ] tick   o next turn   b break   "
                "u its cause   / find   ? help   q quit");
    ui.run.playing = true;
    draw(&view_footer, 1, 120, &ui);
    assert_true(shows("space pause"));
}

TEST(the_header_says_of_how_many_steps_only_where_that_is_known)
{
    struct ui ui = {0};
    open_scene("count", 31);
    player_end(&player);
    player_seek(&player, 31);
    player_look_at_moment(&player);
    moments_see(&player.moments, &player.trace, player.trace.end);
    draw(&view_header, 1, 100, &ui);
    assert_true(shows("step") && !shows("/"));
    ui.run.known = player.trace.end;
    draw(&view_header, 1, 100, &ui);
    assert_true(shows("/22"));
}

TEST(a_text_has_a_row_for_each_character_where_it_has_no_room_at_all)
{
    screen_close(&screen);
    screen_init(&screen, 6, 4);
    struct win w = win_sub(win_whole(&screen), 0, 0, 6, 1);
    assert_int_equal(view_wrap(w, 0, STYLE(ROLE_TEXT), "世界"), 2);
    assert_int_equal(view_wrap(w, 0, STYLE(ROLE_TEXT), "aéb"), 3);
    assert_string_equal(row(0), "a");
    assert_string_equal(row(1), "é");
    assert_string_equal(row(2), "b");
}

TEST(a_message_is_shown_instead_of_the_keys_and_escaped)
{
    struct ui ui = {.message = "no \033[2J here"};
    draw(&view_footer, 1, 80, &ui);
    assert_string_equal(row(0), " no ^[[2J here");
}

TEST(a_prompt_shows_what_is_typed_or_the_end_of_it)
{
    struct ui ui = {.prompt = '/', .input = "Two", .caret = 3, .message = "hidden"};
    draw(&view_prompt, 1, 40, &ui);
    assert_string_equal(row(0), " /Two▏");
    memset(ui.input, 'x', 100);
    strcpy(ui.input + 100, "end");
    ui.caret = 103;
    draw(&view_prompt, 1, 40, &ui);
    assert_string_equal(text_at(0, 35), "xend▏");
    screen.ascii = true;
    view_prompt.draw(win_whole(&screen), &player, &ui);
    assert_string_equal(text_at(0, 35), "xend_");
    screen.ascii = false;
    ui.caret = 101;
    draw(&view_prompt, 1, 40, &ui);
    assert_string_equal(text_at(0, 35), "xxxen");
}

TEST(the_caret_of_a_prompt_is_behind_what_is_typed_or_in_the_last_column)
{
    enum { COLUMNS = 20 };
    struct ui ui = {.prompt = ':'};
    for (int n = 0; n < 2 * COLUMNS; n++) {
        int at = n + 2 < COLUMNS ? n + 2 : COLUMNS - 1;
        ui.input[n] = 0;
        ui.caret = (size_t)n;
        draw(&view_prompt, 1, COLUMNS, &ui);
        assert_int_equal(column_of(0, u'▏'), at);
        if (n)
            assert_int_equal(screen_at(&screen, 0, at - 1)->ch, 'a' + (n - 1) % 26);
        ui.input[n] = (char)('a' + n % 26);
    }
}

/* ---- the source ---- */

TEST(a_line_of_the_source_is_its_characters_and_a_tab_goes_to_the_next_stop)
{
    static const char text[] = "s = 'é世界'  # à la carte\r\nif s:\n\tprint(s)\n   \tx\ty\n";
    static const struct source source = {"x.py", text, sizeof text - 1};
    struct ui ui = {.run.focus = PANE_TASKS};
    open_trace();
    player.trace.sources = &source;
    player.trace.nsources = 1;
    draw(&view_source, 8, 50, &ui);
    assert_string_equal(row(1), "│   1  s = 'é世_界_'  # à la carte                 │");
    assert_string_equal(row(2), "│   2  if s:                                     │");
    assert_string_equal(row(3), "│   3          print(s)                          │");
    assert_string_equal(row(4), "│   4          x       y                         │");
}

/* A trace of x.py, whose source that is. */
static void open_source(const struct source *source)
{
    open_trace();
    see((struct event){.kind = EV_START}, (struct note){.file = "x.py"});
    player.trace.sources = source;
    player.trace.nsources = 1;
}

/* The program's own line n of x.py has run. */
static void run_line(uint32_t line)
{
    see((struct event){.kind = EV_LINE}, (struct note){.file = "x.py", .line = line});
}

TEST(the_line_that_ran_last_is_shown_whole_in_eight_rows_at_the_most)
{
    static char text[4096];
    static struct source source = {"x.py", text, 0};
    struct ui ui = {.run.focus = PANE_TASKS};
    for (int words = 1; words < 120; words++) {
        char *s = text;
        for (int i = 0; i < words; i++)
            s += sprintf(s, "call() + ");
        strcpy(s, "0\nbelow\n");
        source.len = strlen(text);
        open_source(&source);
        run_line(1);
        see_all();
        draw(&view_source, 14, 60, &ui);
        int y = 1;
        while (y < 14 && !strstr(row(y), "below"))
            y++;
        assert_in_range(y, 2, 9);
        assert_true(y == 9 || shows(" 0"));
        assert_true(words < 60 || y == 9);
        player_close(&player);
    }
    open_trace(); /* for the end to close */
}

/* Task n stands on line 3 of x.py. */
static void stand(uint32_t task)
{
    static const struct frame frame = {.file = "x.py", .func = "work", .line = 3};
    see((struct event){.kind = EV_BEGIN, .actor = task, .handle = task}, (struct note){0});
    see((struct event){.kind = EV_END, .actor = task, .handle = task, .what = ON_SLEEP},
        (struct note){.frames = &frame, .nframes = 1});
}

TEST(of_very_many_tasks_the_newest_are_shown_where_they_stand)
{
    static const char text[] = "async def work():\n    # waits\n    await sleep(1)\n";
    static const struct source source = {"x.py", text, sizeof text - 1};
    struct ui ui = {.run.focus = PANE_TASKS};
    open_source(&source);
    for (uint32_t i = 1; i <= 100002; i++)
        tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
    stand(1);
    stand(2);
    see_all();
    draw(&view_source, 6, 60, &ui);
    assert_false(shows("Task-"));
    stand(3);
    stand(100002);
    see_all();
    draw(&view_source, 6, 60, &ui);
    assert_true(shows("Task-100002 +1") || shows("Task-3 +1"));
}

TEST(of_a_mark_beside_the_code_its_number_and_then_its_name_have_room)
{
    static const char text[] = "async def work():\n    # waits\n    await sleep(1)\n";
    static const struct source source = {"x.py", text, sizeof text - 1};
    static const struct {
        int w;
        const char *row;
    } rows[] = {{26, "│▶ 3      await         ◷│"},
                {27, "│▶ 3      await sleep(1) ◷│"},
                {28, "│▶ 3      await sleep(1)  ◷│"},
                {29, "│▶ 3      await sleep(1) ◷+1│"},
                {36, "│▶ 3      await sleep(1)        ◷+1│"},
                {37, "│▶ 3      await sleep(1) ◷ Task-1 +1│"},
                {38, "│▶ 3      await sleep(1) ◷ Task-1 +1 │"},
                {40, "│▶  3      await sleep(1)  ◷ Task-1 +1 │"}};
    struct ui ui = {.run.focus = PANE_TASKS};
    open_source(&source);
    for (uint32_t i = 1; i <= 2; i++) {
        tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
        stand(i);
    }
    see_all();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        draw(&view_source, 6, rows[i].w, &ui);
        assert_string_equal(row(3), rows[i].row);
    }
}

/* ---- breakpoints ---- */

TEST(a_breakpoint_has_its_line_its_text_and_how_often_it_was_reached)
{
    static const char text[] = "async def work():\n\tawait sleep(1)\n    print(1)\nx\n";
    static const struct source source = {"x.py", text, sizeof text - 1};
    struct ui ui = {0};
    open_source(&source);
    see_all();
    for (uint32_t line = 1; line <= 4; line++)
        player_break(&player, NULL, line);
    draw(&view_breaks, 12, 100, &ui);
    assert_true(shows("● 1  async def work():") && shows("● 2  await sleep(1)"));
    assert_true(shows("● 3  print(1)") && shows("● 4  x"));
    for (int w = 40; w <= 100; w++) {
        int wid = w - 4 < 84 ? w - 4 : 84, from = (w - wid) / 2;
        draw(&view_breaks, 12, w, &ui);
        assert_int_equal(screen_at(&screen, 3, from)->ch, u'┏');
        assert_int_equal(screen_at(&screen, 3, from + wid - 1)->ch, u'┓');
        assert_int_equal(shows("stops before here, after"), wid >= 60);
    }
}

/* ---- what is said of a task ---- */

TEST(a_task_is_found_by_its_name_if_only_one_has_it)
{
    static const char *const names[] = {NULL, "boss", "Task-2", "twin", "twin"};
    open_trace();
    for (uint32_t i = 1; i <= 5; i++)
        see((struct event){.kind = EV_TASK, .actor = i},
            (struct note){.coro = "work", .name = names[i - 1]});
    see_all();
    const struct model *m = &player.model;
    assert_int_equal(view_task_named(m, "Task-1"), 1);
    assert_int_equal(view_task_named(m, "boss"), 2);
    assert_int_equal(view_task_named(m, "Task-2"), 3); /* whose number is another's name */
    assert_int_equal(view_task_named(m, "twin"), 0);
    assert_int_equal(view_task_named(m, "Task-9"), 0);
    for (uint32_t i = 6; i <= 100003; i++)
        tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
    see_all();
    assert_int_equal(view_task_named(m, "Task-100003"), 100003); /* not looked for among them */
}

TEST(what_a_task_awaits_is_a_task_only_where_it_awaits_that_itself)
{
    static const struct {
        enum awaited on;
        const char *text;
    } waits[] = {{ON_TASK, " → Task-2"},   {ON_SHIELD, " → Task-2"},   {ON_WAIT_FOR, " → wait_for"},
                 {ON_GATHER, " → gather"}, {ON_SLEEP0, " → sleep(0)"}, {ON_YIELD, " → yield"}};
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        struct buf b = {0};
        open_trace();
        tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
        tell((struct event){.kind = EV_TASK, .actor = 2}, NULL);
        see((struct event){.kind = EV_BEGIN, .actor = 1, .handle = 1}, (struct note){0});
        see((struct event){.kind = EV_END,
                           .actor = 1,
                           .handle = 1,
                           .what = (uint8_t)waits[i].on,
                           .ref = 2 | REF_TASK},
            (struct note){0});
        see_all();
        view_awaits(&b, &player.model, 1);
        assert_string_equal(b.s, waits[i].text);
        buf_free(&b);
        player_close(&player);
    }
    open_trace();
}

/* ---- the loop ---- */

/* 40 tasks are ready, and timers are set for 1.000, 2.000 and 3.000. */
static void open_busy(void)
{
    open_trace();
    for (uint32_t i = 1; i <= 40; i++) {
        tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
        tell((struct event){.kind = EV_SOON, .actor = i, .handle = i, .what = HANDLE_STEP}, NULL);
    }
    for (uint32_t i = 1; i <= 3; i++)
        see((struct event){.kind = EV_TIMER, .handle = 100 + i, .what = HANDLE_CALLBACK},
            (struct note){.when = i, .has = HAS_WHEN});
    tell((struct event){.kind = EV_TICK, .tick = 1}, NULL);
    see_all();
}

static int blank_rows(int from, int to)
{
    int n = 0;
    for (int y = from; y < to; y++)
        n += strspn(text_at(y, 1), " │┃") == strlen(text_at(y, 1));
    return n;
}

TEST(a_queue_takes_the_rows_that_the_timers_below_it_do_not_need)
{
    struct ui ui = {0};
    open_busy();
    for (int w = 30; w < 120; w++)
        for (int h = 8; h < 24; h++) {
            draw(&view_loop, h, w, &ui);
            assert_true(shows("Task-1 "));
            assert_true(shows("1.000") && shows("2.000") && shows("3.000"));
            assert_true(shows("more") != shows("Task-40 "));
            if (shows("more") && blank_rows(3, h - 1))
                fail_msg("%d rows, %d columns: one of them is blank", h, w);
        }
}

/* So many tasks sleep until 1.000. */
static void open_sleepers(uint32_t n)
{
    open_trace();
    for (uint32_t i = 1; i <= n; i++) {
        tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
        see((struct event){.kind = EV_BEGIN, .actor = i, .handle = i}, (struct note){0});
        see(
            (struct event){
                .kind = EV_TIMER, .actor = i, .handle = i, .ref = i, .what = HANDLE_CALLBACK},
            (struct note){.when = 1, .has = HAS_WHEN, .name = "_set_result_unless_cancelled"});
        see((struct event){.kind = EV_END, .actor = i, .handle = i, .what = ON_SLEEP, .ref = i},
            (struct note){.number = 1, .has = HAS_NUMBER, .timer = i});
    }
    tell((struct event){.kind = EV_TICK, .tick = 1}, NULL);
    see_all();
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
        draw(&view_loop, 12, 70, &ui);
        assert_true(shows(rows[i].text));
        player_close(&player);
    }
    open_trace();
}

/* n tasks are ready. */
static void open_ready(uint32_t n)
{
    open_trace();
    for (uint32_t i = 1; i <= n; i++) {
        tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
        tell((struct event){.kind = EV_SOON, .actor = i, .handle = i, .what = HANDLE_STEP}, NULL);
    }
    tell((struct event){.kind = EV_TICK, .tick = 1}, NULL);
    see_all();
}

TEST(while_one_is_asked_up_to_64_in_the_queue_are_named_and_more_are_counted)
{
    struct ui ui = {.run.predict.on = true};
    open_ready(64);
    draw(&view_loop, 40, 60, &ui);
    assert_true(shows("Task-1 ") && shows("Task-64 "));
    player_close(&player);
    open_ready(65);
    draw(&view_loop, 40, 60, &ui);
    assert_true(shows("65 handles"));
    assert_false(shows("Task-"));
}

TEST(the_next_64_timers_have_a_row_each_and_the_last_says_how_many_are_left)
{
    struct ui ui = {0};
    open_trace();
    for (uint32_t i = 1; i <= 70; i++)
        see((struct event){.kind = EV_TIMER, .handle = i, .what = HANDLE_CALLBACK},
            (struct note){.when = i, .has = HAS_WHEN});
    tell((struct event){.kind = EV_TICK, .tick = 1}, NULL);
    see_all();
    draw(&view_loop, 90, 60, &ui);
    assert_true(shows("64.000") && shows("+6 more"));
    assert_false(shows("65.000"));
    draw(&view_loop, 20, 60, &ui);
    assert_true(shows("1.000") && shows("more"));
}

/* ---- locks and queues, and who waits for whom ---- */

/* A task has a turn, and then waits. */
static void stops(uint32_t task, enum awaited on, uint32_t ref)
{
    static const struct frame frame = {.file = "x.py", .func = "work", .line = 3};
    see((struct event){.kind = EV_BEGIN, .actor = task, .handle = task}, (struct note){0});
    see(
        (struct event){
            .kind = EV_END, .actor = task, .handle = task, .what = (uint8_t)on, .ref = ref},
        (struct note){.object = on == ON_LOCK, .frames = &frame, .nframes = 1});
}

/* Tasks 1 to 4: 2 has the lock that 3 and 4 wait for; 1 awaits 3. With a circle, 2 awaits 1. */
static void open_lock(bool circle)
{
    static const uint32_t line[] = {3 | REF_TASK, 4 | REF_TASK};
    open_trace();
    for (uint32_t i = 1; i <= 4; i++)
        tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
    see((struct event){.kind = EV_SYNC, .ref = 1},
        (struct note){.name = "Lock", .text = "held by Task-2", .len = 14, .of = line, .nof = 2});
    see((struct event){.kind = EV_SYNC, .ref = 2},
        (struct note){.name = "Queue", .text = "0 of 9 items", .len = 12});
    stops(3, ON_LOCK, 1);
    stops(4, ON_LOCK, 2);
    stops(1, ON_TASK, 3 | REF_TASK);
    if (circle)
        stops(2, ON_TASK, 1 | REF_TASK);
    see_all();
}

TEST(a_lock_is_a_row_with_its_holder_and_who_waits_in_order)
{
    struct ui ui = {.run.before = 99, .run.focus = PANE_SYNC};
    open_lock(true);
    draw(&view_sync, 6, 60, &ui);
    assert_string_equal(text_at(0, 2),
                        " Locks and queues ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 2 ━┓");
    assert_string_equal(row(1), "┃ Lock-1   held by ◷ Task-2  ◷ Task-3  ◷ Task-4            ┃");
    assert_string_equal(row(2), "┃ Queue-2  0 of 9 items                                    ┃");
    assert_int_equal(find(1, "Task-2")->style.role, ROLE_WAITING);
    assert_int_equal(find(1, "Task-4")->style.role, ROLE_WAITING);
    draw(&view_sync, 6, 42, &ui);
    assert_string_equal(row(1), "┃ Lock-1   held by ◷ Task-2              ┃");
    assert_string_equal(row(2), "┃   in line ◷ Task-3  ◷ Task-4           ┃");
    assert_string_equal(row(3), "┃ Queue-2  0 of 9 items                  ┃");
    draw(&view_sync, 4, 42, &ui); /* no row to spare */
    assert_string_equal(row(1), "┃ Lock-1   held by ◷ Task-2  +2          ┃");
}

TEST(a_queue_s_row_says_what_those_in_line_wait_for_and_what_is_not_done)
{
    static const uint32_t line[] = {3 | REF_TASK, 4 | REF_TASK};
    static const char text[] = "1 of 1 items [0]; 3 not done";
    struct ui ui = {.run.before = 99};
    for (enum awaited on = ON_QUEUE_GET; on <= ON_QUEUE_PUT; on++) {
        if (on > ON_QUEUE_GET)
            player_close(&player);
        open_trace();
        for (uint32_t i = 1; i <= 4; i++)
            tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
        see((struct event){.kind = EV_SYNC, .ref = 1},
            (struct note){
                .name = "Queue", .text = text, .len = sizeof text - 1, .of = line, .nof = 2});
        stops(3, on, 1);
        see_all();
        draw(&view_sync, 5, 48, &ui);
        assert_string_equal(row(1), "│ Queue-1  1 of 1 items [0]; 3 not done        │");
        assert_string_equal(row(2), on == ON_QUEUE_PUT
                                        ? "│   to put ◷ Task-3  · Task-4                  │"
                                        : "│   to take ◷ Task-3  · Task-4                 │");
        draw(&view_sync, 5, 36, &ui);
        assert_string_equal(row(1), "│ Queue-1  1 of 1 items [0]        │");
        assert_string_equal(row(2), on == ON_QUEUE_PUT ? "│   3 not done  to put +2          │"
                                                       : "│   3 not done  to take +2         │");
        draw(&view_sync, 5, 66, &ui);
        assert_string_equal(row(1),
                            "│ Queue-1  1 of 1 items [0]; 3 not done  ◷ Task-3  · Task-4      │");
    }
}

TEST(what_changed_in_the_last_step_is_bold)
{
    struct ui ui = {.run.focus = PANE_SYNC};
    open_lock(false);
    for (ui.run.before = 0; ui.run.before < player.model.cursor; ui.run.before++) {
        draw(&view_sync, 6, 60, &ui);
        assert_int_equal(find(1, "Lock-1")->style.attr & ATTR_BOLD,
                         ui.run.before <= 5 ? ATTR_BOLD : 0);
        assert_int_equal(find(2, "Queue-2")->style.attr & ATTR_BOLD,
                         ui.run.before <= 6 ? ATTR_BOLD : 0);
    }
    draw(&view_sync, 6, 60, &ui); /* nothing has happened since */
    assert_int_equal(find(1, "Lock-1")->style.attr & ATTR_BOLD, 0);
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
    draw(&view_sync, 3, 60, &ui);
    assert_true(shows("Lock-1"));
    assert_false(shows("Queue-2"));
    ui.run.scroll[PANE_SYNC] = 1;
    draw(&view_sync, 3, 60, &ui);
    assert_true(shows("Queue-2"));
}

TEST(before_the_first_lock_the_pane_says_so)
{
    struct ui ui = {0};
    open_trace();
    draw(&view_sync, 6, 40, &ui);
    assert_true(shows("none used yet"));
}

static int draw_tree(uint32_t task)
{
    screen_close(&screen);
    screen_init(&screen, 10, 80);
    return view_await_tree(win_whole(&screen), 0, &player.model, task);
}

TEST(the_await_tree_goes_down_to_who_holds_the_lock)
{
    open_lock(false);
    assert_int_equal(draw_tree(1), 3);
    assert_string_equal(row(0), "◷ Task-1 work  until Task-3 ends");
    assert_string_equal(row(1), "└─ ◷ Task-3 work  Lock.acquire: held by Task-2, first in line");
    assert_string_equal(row(2), "   └─ · Task-2 work  not ready yet");
    assert_int_equal(draw_tree(2), 0);
}

TEST(a_circle_in_the_await_tree_is_marked_and_not_followed)
{
    open_lock(true);
    assert_int_equal(draw_tree(1), 4);
    assert_string_equal(row(2), "   └─ ◷ Task-2 work  until Task-1 ends");
    assert_string_equal(row(3), "      └─ ↺ Task-1 work  waits for itself");
}

TEST(the_await_tree_of_a_gather_has_a_branch_for_each)
{
    open_scene("count", 30);
    assert_int_equal(draw_tree(1), 4);
    assert_string_equal(row(0), "◷ Task-1 main  gather of Task-2, 3, 4");
    assert_int_equal(find(1, "├─ ")->ch, find(2, "├─ ")->ch);
    assert_non_null(find(3, "└─ "));
}

/* ---- help and gallery ---- */

TEST(the_help_shows_every_key_and_state_at_80_by_24)
{
    struct ui ui = {0};
    draw(&view_help, 24, 80, &ui);
    for (const struct key *k = keys; k->name; k++) {
        if (k->needs == KEY_COMPARING)
            continue;
        assert_true(shows(key_label(k)));
        assert_true(shows(key_help(k)));
    }
    for (int s = TASK_CREATED; s < TASK_STATES; s++)
        assert_true(shows(state_names[s]));
    assert_false(shows("…"));
}

TEST(the_help_can_be_read_to_its_end_at_40_by_12)
{
    for (const struct key *k = keys; k->name; k++) {
        if (k->needs == KEY_COMPARING)
            continue;
        struct ui ui = {0};
        bool found = false;
        for (; !found && ui.scroll < 60; ui.scroll++) {
            draw(&view_help, 12, 40, &ui);
            found = shows(key_help(k));
        }
        if (!found)
            fail_msg("%s: \"%s\" is not shown", k->name, key_help(k));
    }
    struct ui ui = {.scroll = 1000};
    draw(&view_help, 12, 40, &ui);
    assert_true(strstr(row(10), "cancelled") != NULL);
}

/* Forty keys, of which one has a long name and a long text. */
static size_t long_one;
static struct hint one_is_long(const struct key *unused, size_t i)
{
    (void)unused;
    struct hint k = {.code = 'a', .label = "k", .help = "does it"};
    if (i >= 40)
        return (struct hint){0};
    if (i == long_one)
        k.label = "a longer name", k.help = "does it at length";
    return k;
}

TEST(the_longest_name_and_text_of_a_column_of_the_help_have_room_wherever_they_stand)
{
    for (long_one = 0; long_one < 40; long_one++) {
        struct ui ui = {.hint = one_is_long, .keys = keys};
        screen_close(&screen);
        screen_init(&screen, 40, 80);
        view_help.draw(win_whole(&screen), &player, &ui);
        assert_true(shows("a longer name  does it at length"));
    }
}

TEST(the_gallery_lists_every_scene_and_tells_of_the_chosen_one)
{
    for (int i = 0; scenes[i]; i++) {
        struct ui ui = {
            .gallery = i, .mode = &mode_gallery.layers, .catalogue = catalogue_of_scenes()};
        draw(&view_gallery, 80, 140, &ui);
        assert_true(shows(scenes[i]->program.name));
        assert_true(shows(scenes[i]->summary));
        assert_true(shows(scenes[i]->program.file));
        char start[32];
        snprintf(start, sizeof start, "%s", scenes[i]->lesson);
        assert_true(shows(start));
        draw(&view_gallery, LEAST_H, LEAST_W, &ui);
        char line[32];
        snprintf(line, sizeof line, "▸ %.20s", scenes[i]->program.name);
        assert_true(shows(line));
        draw(&view_doings, 1, LEAST_W, &ui);
        assert_true(shows("Enter opens"));
        assert_true(shows("q quit"));
        assert_true(shows("Esc back"));
        screen_erase(&screen);
        view_doings.draw(win_whole(&screen), NULL, &ui);
        assert_false(shows("Esc"));
    }
}

TEST(any_size_will_do)
{
    static const struct view *const views[] = {
        &view_tasks,  &view_loop,   &view_sync,    &view_output,  &view_story,   &view_source,
        &view_footer, &view_header, &view_help,    &view_gallery, &view_details, &view_commands,
        &view_prompt, &view_doings, &view_handout, &view_breaks,  &view_predict, &view_answers};
    const uint32_t marks[] = {1, 60};
    const struct handout handout = {"Why?", "Here.", "Belief.", "Change it."};
    struct ui ui = {.mode = &mode_breaks.layers,
                    .run.name = "makerandom",
                    .run.handout = &handout,
                    .run.lesson = "What there is to see.",
                    .run.marks = marks,
                    .run.nmarks = 2,
                    .gallery = (int)catalogue_of_scenes()->n - 1,
                    .keys = keys,
                    .hint = key_hint,
                    .command = command_hint,
                    .catalogue = catalogue_of_scenes()};
    open_scene("makerandom", 150);
    for (size_t v = 0; v < sizeof views / sizeof *views; v++)
        for (int h = 0; h < 20; h++)
            for (int w = 0; w < 100; w += 1 + w / 10) {
                screen_close(&screen);
                screen_init(&screen, h + 2, w + 2);
                views[v]->draw(win_sub(win_whole(&screen), 1, 1, h, w), &player, &ui);
                for (int x = 0; x < w + 2; x++)
                    assert_true(screen_at(&screen, 0, x)->ch == ' ' &&
                                screen_at(&screen, h + 1, x)->ch == ' ');
                for (int y = 0; y < h + 2; y++)
                    assert_true(screen_at(&screen, y, 0)->ch == ' ' &&
                                screen_at(&screen, y, w + 1)->ch == ' ');
            }
}

#define PANES(name) cmocka_unit_test_teardown(name, close_all)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PANES(turns_stand_side_by_side_and_a_sleep_is_as_long_as_it_was),
        PANES(an_end_stands_once_behind_the_last_turn),
        PANES(only_one_task_runs_in_a_column),
        PANES(equal_sleeps_are_equally_long),
        PANES(a_program_without_tasks_has_a_lane_with_its_blocks),
        PANES(threads_of_the_pool_that_compute_take_turns),
        PANES(a_main_thread_that_closes_a_loop_runs_and_has_begun),
        PANES(processes_compute_beside_each_other_and_a_sleeping_one_stands_still),
        PANES(zooming_in_doubles_a_sleep),
        PANES(a_window_that_is_too_narrow_shows_what_led_to_the_cursor),
        PANES(what_lies_too_far_back_is_shown_as_unknown),
        PANES(a_task_that_is_scheduled_while_it_runs_is_ready_afterwards),
        PANES(a_task_that_did_nothing_of_late_is_still_what_it_was),
        PANES(marks_and_warnings_stand_on_the_axis),
        PANES(a_very_high_screen_has_a_blank_line_between_the_lanes),
        PANES(rows_are_those_around_the_selected_task_and_scroll),
        PANES(the_axis_has_two_rows_where_the_tasks_have_two),
        PANES(asyncio_runs_own_turns_have_columns_only_when_asked_for),
        PANES(at_the_cursor_the_lanes_say_what_the_model_says_and_nothing_beyond),
        PANES(a_scenes_figures_are_those_of_its_trace),
        PANES(a_turn_takes_time_where_it_blocks_and_others_are_ready_meanwhile),
        PANES(in_real_time_every_turn_takes_time),
        PANES(with_the_focus_the_queue_and_the_timers_can_be_looked_through),
        PANES(the_queue_is_a_list_only_where_it_has_the_focus_and_no_room),
        PANES(a_hundred_thousand_handles_can_be_looked_through),
        PANES(a_line_says_when_who_and_what),
        PANES(what_the_last_step_printed_is_highlighted),
        PANES(the_programs_own_lines_and_errors_look_different),
        PANES(a_line_that_a_callback_prints_has_the_name_of_its_function),
        PANES(a_printed_line_breaks_at_its_blanks),
        PANES(the_program_s_own_colour_is_a_bar_until_it_is_switched_off),
        PANES(a_colour_that_was_switched_on_above_the_pane_is_still_on),
        PANES(the_newest_line_is_at_the_bottom_and_whole),
        PANES(what_is_searched_is_marked_wherever_it_stands),
        PANES(what_a_terminal_would_obey_is_drawn_as_text),
        PANES(the_sixteen_colours_become_roles),
        PANES(colours_are_switched_off),
        PANES(no_other_sequence_is_taken_from_the_text),
        PANES(text_is_found_between_the_sequences),
        PANES(the_footer_fits_every_width_and_always_has_help_and_quit),
        PANES(the_header_says_of_how_many_steps_only_where_that_is_known),
        PANES(a_text_has_a_row_for_each_character_where_it_has_no_room_at_all),
        PANES(a_message_is_shown_instead_of_the_keys_and_escaped),
        PANES(a_prompt_shows_what_is_typed_or_the_end_of_it),
        PANES(the_caret_of_a_prompt_is_behind_what_is_typed_or_in_the_last_column),
        PANES(a_line_of_the_source_is_its_characters_and_a_tab_goes_to_the_next_stop),
        PANES(a_queue_takes_the_rows_that_the_timers_below_it_do_not_need),
        PANES(while_one_is_asked_up_to_64_in_the_queue_are_named_and_more_are_counted),
        PANES(the_next_64_timers_have_a_row_each_and_the_last_says_how_many_are_left),
        PANES(a_lock_is_a_row_with_its_holder_and_who_waits_in_order),
        PANES(a_queue_s_row_says_what_those_in_line_wait_for_and_what_is_not_done),
        PANES(what_changed_in_the_last_step_is_bold),
        PANES(the_line_that_ran_last_is_shown_whole_in_eight_rows_at_the_most),
        PANES(of_very_many_tasks_the_newest_are_shown_where_they_stand),
        PANES(of_a_mark_beside_the_code_its_number_and_then_its_name_have_room),
        PANES(a_task_is_found_by_its_name_if_only_one_has_it),
        PANES(a_breakpoint_has_its_line_its_text_and_how_often_it_was_reached),
        PANES(what_a_task_awaits_is_a_task_only_where_it_awaits_that_itself),
        PANES(of_those_whose_timers_are_due_together_four_are_named),
        PANES(the_pane_of_locks_is_searched_by_name_and_state),
        PANES(more_locks_than_rows_are_scrolled),
        PANES(before_the_first_lock_the_pane_says_so),
        PANES(the_await_tree_goes_down_to_who_holds_the_lock),
        PANES(a_circle_in_the_await_tree_is_marked_and_not_followed),
        PANES(the_await_tree_of_a_gather_has_a_branch_for_each),
        PANES(the_help_shows_every_key_and_state_at_80_by_24),
        PANES(the_help_can_be_read_to_its_end_at_40_by_12),
        PANES(the_longest_name_and_text_of_a_column_of_the_help_have_room_wherever_they_stand),
        PANES(the_gallery_lists_every_scene_and_tells_of_the_chosen_one),
        PANES(any_size_will_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
