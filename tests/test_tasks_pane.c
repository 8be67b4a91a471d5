/* SPDX-License-Identifier: MIT */
/* The tasks and their lanes, and what each has done with its time. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "scenes/scene.h"
#include "story/export.h"
#include "target/program.h"
#include "target/scene.h"
#include "target/wish.h"
#include "tests/support/pane.h"
#include "tests/test.h"
#include "view/figures.h"
#include "view/panes.h"
#include "view/view.h"

/* ---- a program without tasks ---- */

static void tell_of_object(uint32_t number, const char *name, const char *text)
{
    pane_see((struct event){.kind = EV_SYNC, .ref = number},
             (struct note){.name = name, .text = text, .len = text ? strlen(text) : 0});
}

TEST(generators_have_lanes_below_the_programs_and_other_objects_have_none)
{
    struct ui ui = {0};
    player_open_empty(&player, 0);
    pane_see((struct event){.kind = EV_START}, (struct note){.text = "a.py", .len = 4});
    tell_of_object(1, "lock", "lock() is called");
    tell_of_object(2, NULL, "nobody() is called");
    tell_of_object(3, "generator", NULL);
    tell_of_object(4, "generator", "numbers() is called");
    tell_of_object(5, "generator", "letters() is called");
    tell_of_object(5, "generator", "letters() begins");
    tell_of_object(5, "generator", "letters() gives 'a'");
    tell_of_object(4, "lock", "numbers() begins");
    tell_of_object(5, "generator", "letters() goes on");
    tell_of_object(5, "generator", "letters() returns");
    tell_of_object(4, "generator", "numbers() begins");
    pane_see_all();
    pane_draw(&view_tasks, 8, 40, &ui);
    assert_string_equal(pane_row(1), "│ ● the program  █████╌██╌█╌┃          │");
    assert_string_equal(pane_row(2), "│ ● numbers()       ▂▂▂▂▂▂▂█┃          │");
    assert_string_equal(pane_row(3), "│ ✓ letters()        ▂█╌╌█✓ ┃          │");
    assert_string_equal(pane_row(4), "│                └─────────┘           │");
}

/* ---- the tasks and their lanes ---- */

TEST(turns_stand_side_by_side_and_a_sleep_is_as_long_as_it_was)
{
    struct ui ui = {0};
    pane_scene("count", 51);
    pane_draw(&view_tasks, 8, 80, &ui);
    assert_string_equal(
        pane_row(0),
        "╭─ Tasks ────────────────────────────────────────── █ ran  ▂ ready  ╌ waiting ─╮");
    assert_string_equal(
        pane_row(1),
        "│ ◷ Task-1 main  gather of Task-2, 3, 4     █╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┃         │");
    assert_string_equal(
        pane_row(2),
        "│▸● Task-2 count woken by its sleep(1)      ▂█╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▂█┃         │");
    assert_string_equal(
        pane_row(3),
        "│ ○ Task-3 count woken by its sleep(1)      ▂▂█╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▂▂┃         │");
    assert_string_equal(
        pane_row(4),
        "│ ○ Task-4 count woken by its sleep(1)      ▂▂▂█╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▂▂┃         │");
    assert_string_equal(
        pane_row(5),
        "│                                           └──┘    nobody ran     └┘          │");
    assert_string_equal(
        pane_row(6),
        "│                                           0.000                  1.000       │");
}

TEST(an_end_stands_once_behind_the_last_turn)
{
    static const enum role roles[] = {ROLE_DONE, ROLE_FAILED, ROLE_CANCELLED, ROLE_FAILED};
    static const uint32_t glyphs[] = {u'✓', u'✗', u'⊘', u'†'};
    struct ui ui = {0};
    pane_trace();
    for (uint32_t t = 1; t <= 4; t++)
        pane_tell((struct event){.kind = EV_TASK, .actor = t}, NULL);
    for (uint8_t t = 1; t <= 4; t++) {
        pane_tell((struct event){.kind = EV_TICK, .tick = t}, NULL);
        pane_tell((struct event){.kind = EV_BEGIN, .tick = t, .actor = t}, NULL);
        pane_tell((struct event){.kind = EV_TASK_DONE, .tick = t, .actor = t, .what = t}, NULL);
        pane_tell((struct event){.kind = EV_END, .tick = t, .actor = t}, NULL);
    }
    pane_tell((struct event){.kind = EV_TICK, .tick = 5}, NULL);
    pane_see_all();
    for (ui.run.zoom = -1; ui.run.zoom < 2; ui.run.zoom++) {
        pane_draw(&view_tasks, 9, 90, &ui);
        for (int y = 1; y < 5; y++) {
            int x = pane_last_column(y, glyphs[y - 1]);
            assert_int_equal(screen_at(&screen, y, x)->style.role, roles[y - 1]);
            assert_true(x > pane_column(y, u'█'));
            assert_int_equal(pane_count(y, glyphs[y - 1]), 2); /* and before the name */
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
            pane_draw(&view_tasks, 12, 120, &ui);
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
    pane_scene("hello-sequential", 1);
    player_end(&player);
    pane_draw(&view_tasks, 6, 120, &ui);
    int at = pane_column(1, u'╌'), sleeps[2] = {0};
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
    pane_scene("count-sync", 1);
    player_end(&player);
    pane_draw(&view_tasks, 8, 80, &ui);
    assert_string_equal(
        pane_row(0),
        "╭─ Program ───────────────────────────── █ ran  ▒ blocked  ▂ ready  ╌ waiting ─╮");
    assert_string_equal(
        pane_row(1),
        "│ ✓ count_sync.py  ███▒▒▒▒▒▒▒▒▒▒▒▒▒█████▒▒▒▒▒▒▒▒▒▒▒▒▒▒█████▒▒▒▒▒▒▒▒▒▒▒▒▒▒████✓ │");
    assert_string_equal(
        pane_row(2),
        "│                  └──┘            └────┘             └────┘             └──┘  │");
    assert_string_equal(
        pane_row(3),
        "│                  0.000           1.000              2.000              3.000 │");
    assert_int_equal(pane_find(1, "▒")->style.role, ROLE_BLOCKED);
}

static int line_of(const char *what)
{
    for (int y = 0; y < screen.h; y++)
        if (strstr(pane_row(y), what))
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

/* The names of the lanes, from the top, as "1 2 thread 1". */
static const char *lanes(int h, const struct ui *ui)
{
    static char names[256];
    pane_draw(&view_tasks, h, 80, ui);
    names[0] = 0;
    for (int y = 1; y < h - 1; y++) {
        const char *s = strstr(pane_row(y), "Task-"), *pool = strstr(pane_row(y), "  thread ");
        if (s)
            snprintf(names + strlen(names), 16, "%.*s ", (int)strcspn(s + 5, " "), s + 5);
        else if (pool)
            snprintf(names + strlen(names), 16, "%.8s ", pool + 2);
    }
    return names;
}

TEST(where_not_all_lanes_have_room_those_that_ended_first_give_way)
{
    struct ui ui = {0};
    pane_trace();
    for (uint32_t k = 1; k <= 6; k++)
        pane_see((struct event){.kind = EV_TASK, .actor = k, .ref = k}, (struct note){.coro = "f"});
    for (uint32_t k = 3; k; k--) { /* Task-3 ends, then Task-2, Task-1 only has a turn */
        pane_turn(1, 0, k);
        if (k > 1)
            pane_tell((struct event){.kind = EV_TASK_DONE, .actor = k, .tick = 1}, "None");
    }
    pane_see_all();
    assert_string_equal(lanes(12, &ui), "1 2 3 4 5 6 ");
    assert_string_equal(lanes(9, &ui),
                        "1 2 4 5 6 "); /* two lines are the frame's, two the axis's */
    assert_string_equal(lanes(8, &ui), "1 4 5 6 ");
    assert_true(pane_shows("✓ 2"));
    ui.run.task = 3; /* who chooses one sees all, as far as they have room */
    assert_non_null(strstr(lanes(8, &ui), "2 3 4 "));
}

TEST(who_waits_for_as_long_as_lanes_show_gives_way_to_who_acts)
{
    struct ui ui = {0};
    pane_trace();
    for (uint32_t k = 1; k <= 4; k++)
        pane_see((struct event){.kind = EV_TASK, .actor = k, .ref = k}, (struct note){.coro = "f"});
    pane_turn(1, 0, 1);
    for (uint32_t k = 0; k < 300; k++) /* the others have turns, and Task-1 none */
        pane_turn(2 + k, 0, 2 + k % 3);
    player_seek(&player, player.trace.end - 1); /* the last one runs */
    assert_string_equal(lanes(8, &ui), "1 2 3 4 ");
    assert_string_equal(lanes(7, &ui), "2 3 4 ");
}

TEST(a_thread_of_the_pool_that_works_has_a_lane_before_tasks_that_ended)
{
    struct ui ui = {0};
    pane_scene("choose", 1);
    player_end(&player);
    go_behind(EV_THREAD_COMPUTE, 2);
    assert_true(player_seek(&player, player.model.cursor + 1));
    assert_string_equal(lanes(8, &ui), "1 5 thread 1 thread 2 ");
    assert_string_equal(lanes(7, &ui), "1 thread 1 thread 2 ");
}

TEST(tasks_that_are_not_listed_take_no_lines_from_those_that_are)
{
    const struct note ending = {.coro = "BaseEventLoop.shutdown_asyncgens",
                                .def = "asyncio/base_events.py"};
    struct ui ui = {0};
    pane_trace();
    for (uint32_t k = 1; k <= 6; k++)
        if (k != 3) {
            pane_see((struct event){.kind = EV_TASK, .actor = k, .ref = k},
                     (struct note){.coro = "f"});
        } else { /* the first asyncio.run() closes, and there is another one */
            pane_see((struct event){.kind = EV_RAN}, (struct note){.name = "f()"});
            pane_see((struct event){.kind = EV_TASK, .actor = k, .ref = k}, ending);
            pane_tell((struct event){.kind = EV_LOOP}, NULL);
        }
    pane_turn(1, 0, 6);
    player_seek(&player, player.trace.end - 1); /* Task-6 runs */
    assert_string_equal(lanes(9, &ui), "1 2 4 5 6 ");
}

TEST(a_lane_stays_on_its_line_until_another_one_needs_it)
{
    static const char *const crowded[] = {"choose", "determinism"};
    for (size_t s = 0; s < sizeof crowded / sizeof *crowded; s++) {
        struct ui ui = {0};
        char before[256] = "";
        int changes = 0;
        pane_scene(crowded[s], 1);
        for (bool on = true; on; on = player_step(&player, 1)) {
            const char *now = lanes(8, &ui);
            changes += strcmp(now, before) != 0;
            snprintf(before, sizeof before, "%s", now);
        }
        assert_in_range(changes, 2, 30);
        player_close(&player);
        player.trace.strings = NULL;
    }
}

/* Names of lanes by their lines; returns whether one that was there before is on another line. */
static bool has_moved(char before[8][16], char now[8][16])
{
    bool moved = false;
    for (int y = 1; y < 7; y++)
        for (int was = 1; was < 7; was++)
            moved |= y != was && now[y][0] && !strcmp(now[y], before[was]);
    return moved;
}

static void lines(char names[8][16])
{
    struct ui ui = {0};
    pane_draw(&view_tasks, 8, 80, &ui);
    for (int y = 1; y < 7; y++) {
        const char *s = strstr(pane_row(y), "Task-");
        snprintf(names[y], sizeof names[y], "%.*s", s ? (int)strcspn(s, " ") : 0, s ? s : "");
    }
}

TEST(where_more_are_alive_than_have_room_a_lane_that_is_seen_again_is_on_its_line)
{
    static const struct wish wishes[] = {
        {.what = "swarm"},
        {.what = "makerandom", .nparams = 1, .params = {{"n=8", 1, 8, .word = false}}}};
    for (size_t s = 0; s < sizeof wishes / sizeof *wishes; s++) {
        char before[8][16] = {""}, now[8][16] = {""};
        int moved = 0;
        struct target *t;
        assert_int_equal(scene_open(&t, scene_find(wishes[s].what), &wishes[s]), 0);
        assert_int_equal(player_open(&player, t, 0), 0);
        player.owns_target = true;
        for (bool on = player_seek(&player, 1); on; on = player_step(&player, 1)) {
            lines(now);
            moved += has_moved(before, now);
            memcpy(before, now, sizeof now);
        }
        assert_in_range(moved, 0, 3); /* the last page is filled from below */
        player_close(&player);
        player.trace.strings = NULL;
    }
}

/* Tasks of CPython's, made of asyncio's own sleep(), by a program and by asyncio.run(). */
TEST(tasks_that_a_program_makes_of_asyncio_s_own_functions_have_lanes)
{
    struct note nap = {.coro = "sleep", .def = "asyncio/tasks.py", .file = "naps.py", .line = 3};
    struct note ending = {.coro = "BaseEventLoop.shutdown_asyncgens",
                          .def = "asyncio/base_events.py"};
    struct ui ui = {0};
    pane_trace();
    pane_see((struct event){.kind = EV_TASK, .actor = 1, .ref = 1}, (struct note){.coro = "main"});
    for (uint32_t k = 2; k < 5; k++)
        pane_see((struct event){.kind = EV_TASK, .actor = k, .ref = k}, nap);
    pane_see((struct event){.kind = EV_RAN}, (struct note){.name = "main()"});
    pane_see((struct event){.kind = EV_TASK, .actor = 5, .ref = 5}, ending);
    pane_see_all();
    assert_string_equal(lanes(12, &ui), "1 2 3 4 ");
    assert_non_null(strstr(pane_row(2), "Task-2 sleep"));
    ui.run.closing = true;
    assert_string_equal(lanes(12, &ui), "1 2 3 4 5 ");
}

TEST(an_event_has_the_same_number_on_the_screen_as_in_a_trace)
{
    struct ui ui = {0};
    int compared = 0;
    pane_scene("count", 1);
    player_end(&player);
    ui.run.known = player.trace.end;
    ui.run.by_events = true;
    for (uint32_t cursor = 1; cursor <= player.trace.end; cursor++) {
        struct buf line = {0};
        unsigned screen_s, text_s, last;
        assert_true(player_seek(&player, cursor));
        pane_draw(&view_header, 1, 120, &ui);
        export_line(&line, &player.model);
        assert_int_equal(sscanf(buf_str(&line), "%u", &text_s), 1);
        const char *at = strstr(pane_row(0), "event ");
        if (at) {
            assert_int_equal(sscanf(at, "event %u/%u", &screen_s, &last), 2);
            assert_int_equal(screen_s, text_s);
            assert_int_equal(last, player.trace.end - 1);
            compared++;
        }
        buf_free(&line);
    }
    assert_in_range(compared, 119, 119);
}

TEST(threads_of_the_pool_that_compute_take_turns)
{
    struct ui ui = {0};
    pane_scene("choose", 1);
    player_end(&player);
    go_behind(EV_THREAD_COMPUTE, 1);
    pane_draw(&view_tasks, 20, 118, &ui);
    assert_true(pane_shows("computes in compute()"));
    assert_false(pane_shows("takes turns"));
    go_behind(EV_THREAD_COMPUTE, 2);
    assert_true(player_seek(&player, player.model.cursor + 1)); /* … and time went by */
    pane_draw(&view_tasks, 20, 118, &ui);
    int first = line_of("thread 1"), second = line_of("thread 2");
    for (int y = first; y <= second; y++) {
        assert_non_null(strstr(pane_row(y), "█▂▂██▂▂█"));
        assert_non_null(strstr(pane_row(y), "takes turns in "));
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
    pane_scene("determinism", 1);
    player_end(&player);
    go_behind(EV_CLOSE, 1);
    pane_draw(&view_tasks, 20, 118, &ui);
    assert_non_null(strstr(pane_row(line_of("MainThread")), "runs its lines"));
    assert_false(pane_shows("has not begun"));
}

TEST(processes_compute_beside_each_other_and_a_sleeping_one_stands_still)
{
    struct ui ui = {0};
    pane_scene("choose", 1);
    player_end(&player);
    pane_draw(&view_tasks, 20, 118, &ui);
    assert_non_null(strstr(pane_row(line_of("Process-1")), "████████"));
    assert_non_null(strstr(pane_row(line_of("Process-2")), "████████"));
    uint32_t i = 0;
    while (trace_at(&player.trace, i)->kind != EV_PROCESS ||
           trace_at(&player.trace, i)->what != LEG_SLEEPS)
        i++;
    assert_true(player_seek(&player, i + 3));
    pane_draw(&view_tasks, 20, 118, &ui);
    assert_non_null(strstr(pane_row(line_of("Process-1")), "sleeps for 1 s"));
    assert_non_null(strstr(pane_row(line_of("Process-1")), "▒▒▒▒▒▒▒▒"));
}

/* choose with four processes that compute, as far as the first jump behind that. */
static void four_compute_on(int64_t cores)
{
    struct wish w = {.what = "choose",
                     .nparams = 4,
                     .params = {{"work=2", 4, 2, .word = false},
                                {"n=4", 1, 4, .word = false},
                                {"workers=4", 7, 4, .word = false},
                                {"cores", 5, cores, .word = false}}};
    struct target *t;
    assert_int_equal(scene_open(&t, scene_find("choose"), &w), 0);
    assert_int_equal(player_open(&player, t, 0), 0);
    player.owns_target = true;
    player_end(&player);
    uint32_t i = 0, computing = 0;
    while (computing < 4)
        computing += trace_at(&player.trace, i)->kind == EV_PROCESS &&
                     trace_at(&player.trace, i)->what == LEG_COMPUTES,
            i++;
    assert_true(player_seek(&player, i + 1));
}

static bool runs_at(const char *process, int x)
{
    return screen_at(&screen, line_of(process), x)->ch == u'█';
}

TEST(where_more_processes_compute_than_there_are_cores_they_take_turns)
{
    static const char *const names[] = {"Process-1", "Process-2", "Process-3", "Process-4"};
    struct ui ui = {0};
    for (int64_t cores = 1; cores <= 4; cores++) {
        four_compute_on(cores);
        pane_draw(&view_tasks, 20, 118, &ui);
        char words[40];
        snprintf(words, sizeof words, "one of 4 on %d core", (int)cores);
        assert_int_equal(strstr(pane_row(line_of("Process-1")), words) != NULL, cores < 4);
        int here = pane_column(line_of("Process-1"), u'┃'), ran[4] = {0};
        for (int x = here - 8; x < here; x++) {
            int n = 0;
            for (int k = 0; k < 4; k++) {
                n += runs_at(names[k], x);
                ran[k] += runs_at(names[k], x);
            }
            assert_int_equal(n, cores);
        }
        for (int k = 0; k < 4; k++)
            assert_int_equal(ran[k], 2 * cores);
        player_close(&player);
    }
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
    static const uint32_t glyphs[TASK_STATES] = {' ',  u'▂', u'▂', u'█', u'╌',
                                                 u'✓', u'✗', u'⊘', u'†'};
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
    pane_draw(&view_tasks, 40, 100, &ui);
    const struct model *m = &player.model;
    int here = 0;
    for (int line = 1; line < 39 && here <= 0; line++)
        here = pane_column(line, u'┃');
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
                     state_names[r->state], pane_row(y));
        assert_int_equal(screen_at(&screen, y, here + 1)->ch, ' ');
    }
}

TEST(at_the_cursor_the_lanes_say_what_the_model_says_and_nothing_beyond)
{
    for (int i = 0; scenes[i]; i++) {
        assert_int_equal(program_open(&player, &scenes[i]->program, CLOCK_VIRTUAL, 0), 0);
        while (player.model.cursor < 400 && player_step(&player, 1))
            for (int zoom = -3; zoom <= 6; zoom += 3)
                check_lanes(zoom);
        pane_close(state);
        player.trace.strings = NULL;
    }
}

TEST(zooming_in_doubles_a_sleep)
{
    struct ui ui = {.run.zoom = -2};
    pane_scene("count", 47);
    pane_draw(&view_tasks, 8, 200, &ui);
    int quarter = pane_count(2, u'╌');
    ui.run.zoom = -1;
    pane_draw(&view_tasks, 8, 200, &ui);
    assert_in_range(pane_count(2, u'╌'), 2 * quarter - 2, 2 * quarter + 2);
}

TEST(a_window_that_is_too_narrow_shows_what_led_to_the_cursor)
{
    struct ui ui = {0};
    pane_trace();
    pane_tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
    for (uint32_t tick = 1; tick <= 1000; tick++)
        pane_turn(tick, tick, 1);
    for (uint32_t cursor = 3; cursor <= player.trace.end; cursor += 97) {
        player_seek(&player, cursor);
        pane_draw(&view_tasks, 7, 100, &ui);
        assert_true(pane_column(1, u'┃') > 0);
    }
    pane_see_all();
    pane_draw(&view_tasks, 7, 100, &ui);
    assert_true(pane_shows(" 999.000 "));
    assert_true(pane_count(1, u'█') >= 4);
}

TEST(what_lies_too_far_back_is_shown_as_unknown)
{
    struct ui ui = {.run.zoom = -10};
    pane_trace();
    pane_tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
    for (uint32_t tick = 1; tick <= 8192; tick++)
        pane_turn(tick, 0, 1);
    pane_see_all();
    pane_draw(&view_tasks, 7, 60, &ui);
    assert_true(strstr(pane_row(1), "······█") != NULL);
    assert_int_equal(pane_find(1, "·····")->style.role, ROLE_DIM);
}

TEST(a_task_that_is_scheduled_while_it_runs_is_ready_afterwards)
{
    struct ui ui = {0};
    pane_trace();
    pane_tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
    for (uint32_t tick = 1; tick <= 3; tick++) {
        pane_tell((struct event){.kind = EV_TICK, .tick = tick}, NULL);
        pane_tell((struct event){.kind = EV_BEGIN, .tick = tick, .actor = 1}, NULL);
        pane_tell((struct event){.kind = EV_SOON, .tick = tick, .actor = 1}, NULL);
        pane_tell((struct event){.kind = EV_END, .tick = tick, .actor = 1}, NULL);
        pane_tell((struct event){.kind = EV_TICK, .tick = tick}, NULL);
    }
    pane_see_all();
    pane_draw(&view_tasks, 7, 100, &ui);
    assert_true(strstr(pane_row(1), "██▂██▂██▂┃") != NULL);
}

TEST(a_task_that_did_nothing_of_late_is_still_what_it_was)
{
    struct ui ui = {0};
    pane_trace();
    pane_tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
    pane_tell((struct event){.kind = EV_TASK, .actor = 2}, NULL);
    pane_turn(1, 0, 2);
    for (uint32_t tick = 2; tick <= 3000; tick++)
        pane_turn(tick, 0, 1);
    pane_see_all();
    pane_draw(&view_tasks, 7, 60, &ui);
    assert_int_equal(pane_count(2, u'╌'), pane_count(1, u'█'));
    assert_true(pane_count(2, u'╌') > 20);
}

TEST(marks_and_warnings_stand_on_the_axis)
{
    const uint32_t marks[] = {30, 1};
    struct ui ui = {.run.marks = marks, .run.nmarks = 2};
    pane_trace();
    pane_tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
    for (uint32_t tick = 1; tick <= 20; tick++)
        pane_turn(tick, 0, 1);
    pane_tell((struct event){.kind = EV_WARNING, .tick = 20, .actor = 1}, "slow");
    pane_see_all();
    pane_draw(&view_tasks, 7, 80, &ui);
    assert_int_equal(pane_count(2, u'▼'), 2);
    assert_int_equal(pane_find(2, "!")->style.role, ROLE_WARNING);
    player_step(&player, -1);
    pane_draw(&view_tasks, 7, 80, &ui);
    assert_false(pane_shows("!"));
}

TEST(a_very_high_screen_has_a_blank_line_between_the_lanes)
{
    struct ui ui = {.run.lanes = 6};
    pane_scene("count", 51);
    pane_draw(&view_tasks, 60, 80, &ui);
    assert_string_equal(
        pane_row(1),
        "│ ◷ Task-1 main  gather of Task-2, 3, 4     █╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┃         │");
    assert_string_equal(
        pane_row(2),
        "│                                                                    ┃         │");
    assert_string_equal(
        pane_row(3),
        "│▸● Task-2 count woken by its sleep(1)      ▂█╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▂█┃         │");
    assert_string_equal(
        pane_row(7),
        "│ ○ Task-4 count woken by its sleep(1)      ▂▂▂█╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▂▂┃         │");
    assert_string_equal(
        pane_row(8),
        "│                                           └──┘    nobody ran     └┘          │");
    for (int y = 1; y <= 8; y++) {
        struct hit hit = view_tasks.hit(win_whole(&screen), &player, &ui, y, 5);
        assert_int_equal(hit.kind, y < 8 ? HIT_TASK : HIT_NOTHING);
        assert_int_equal(hit.n, y < 8 ? (y + 1) / 2 : 0);
    }
    ui.run.lanes = 40; /* there will be no room for that */
    pane_draw(&view_tasks, 60, 80, &ui);
    assert_non_null(strstr(pane_row(2), "Task-2"));
}

TEST(rows_are_those_around_the_selected_task_and_scroll)
{
    struct ui ui = {.run.task = 50};
    pane_trace();
    for (uint32_t t = 1; t <= 100; t++)
        pane_tell((struct event){.kind = EV_TASK, .actor = t}, NULL);
    pane_see_all();
    pane_draw(&view_tasks, 9, 60, &ui);
    assert_true(pane_shows("Tasks  · 100 "));
    assert_true(pane_shows("▸· Task-50 "));
    assert_false(pane_shows("Task-40 "));
    ui.run.scroll[PANE_TASKS] = -1000;
    pane_draw(&view_tasks, 9, 60, &ui);
    assert_true(strstr(pane_row(1), "Task-1 ") != NULL);
    ui.run.scroll[PANE_TASKS] = 1000;
    pane_draw(&view_tasks, 9, 60, &ui);
    assert_true(strstr(pane_row(5), "Task-100 ") != NULL);
}

TEST(the_axis_has_two_rows_where_the_tasks_have_two)
{
    static const int rows[] = {1, 2, 2, 2, 3, 4}; /* of tasks, in a pane with 1, 2, … inside */
    struct ui ui = {0};
    pane_scene("count", 51);
    for (int h = 1; h <= 6; h++) {
        int n = 0;
        pane_draw(&view_tasks, h + 2, 80, &ui);
        for (int y = 1; y <= h; y++)
            n += strstr(pane_row(y), "Task-") != NULL;
        assert_int_equal(n, rows[h - 1]);
        assert_int_equal(pane_shows("0.000"), h >= 4);
        assert_int_equal(pane_shows("└──┘"), h >= 3);
    }
}

TEST(asyncio_runs_own_turns_have_columns_only_when_asked_for)
{
    struct ui ui = {0};
    pane_scene("count", 1);
    player_end(&player);
    pane_draw(&view_tasks, 10, 120, &ui);
    int folded = pane_count(5, u'─');
    ui.run.closing = true;
    pane_draw(&view_tasks, 12, 120, &ui);
    assert_true(pane_shows("BaseEventLoop"));
    assert_in_range(pane_count(7, u'─'), folded + 2, 40);
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
        pane_scene(figures[i].scene, figures[i].cursor);
        check_figures(figures[i].task, figures[i].all, figures[i].few);
        player_close(&player);
    }
    pane_scene("count-sync", 12); /* has no task */
    check_figures(1, "", "");
}

static void at(enum event_kind kind, double time, uint32_t task)
{
    pane_tell((struct event){.kind = (uint8_t)kind, .time = time, .actor = task, .handle = task},
              NULL);
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
    pane_tell((struct event){.kind = EV_START, .what = real}, NULL);
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
    pane_see_all();
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
    pane_see_all();
    check_figures(1, "2; ran 2.250 s, the longest 1.500 s; slept 2.000 s",
                  "2 turns, ran 2.250 s, slept 2.000 s");
    check_figures(2,
                  "1; ran 0.000 s; ready 1.500 s; slept 2.750 s; the last came behind one other "
                  "handle",
                  "1 turn, ready 1.500 s, slept 2.750 s");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PANES(generators_have_lanes_below_the_programs_and_other_objects_have_none),
        PANES(turns_stand_side_by_side_and_a_sleep_is_as_long_as_it_was),
        PANES(an_end_stands_once_behind_the_last_turn),
        PANES(only_one_task_runs_in_a_column),
        PANES(equal_sleeps_are_equally_long),
        PANES(a_program_without_tasks_has_a_lane_with_its_blocks),
        PANES(where_not_all_lanes_have_room_those_that_ended_first_give_way),
        PANES(who_waits_for_as_long_as_lanes_show_gives_way_to_who_acts),
        PANES(a_thread_of_the_pool_that_works_has_a_lane_before_tasks_that_ended),
        PANES(tasks_that_are_not_listed_take_no_lines_from_those_that_are),
        PANES(a_lane_stays_on_its_line_until_another_one_needs_it),
        PANES(where_more_are_alive_than_have_room_a_lane_that_is_seen_again_is_on_its_line),
        PANES(tasks_that_a_program_makes_of_asyncio_s_own_functions_have_lanes),
        PANES(an_event_has_the_same_number_on_the_screen_as_in_a_trace),
        PANES(threads_of_the_pool_that_compute_take_turns),
        PANES(a_main_thread_that_closes_a_loop_runs_and_has_begun),
        PANES(processes_compute_beside_each_other_and_a_sleeping_one_stands_still),
        PANES(where_more_processes_compute_than_there_are_cores_they_take_turns),
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
