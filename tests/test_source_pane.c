/* SPDX-License-Identifier: MIT */
/* The source, and the breakpoints in it. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <unistd.h>

#include "scenes/scene.h"
#include "target/file.h"
#include "target/wish.h"
#include "tests/support/pane.h"
#include "tests/support/run.h"
#include "tests/test.h"
#include "view/panes.h"
#include "view/view.h"

/* ---- the source ---- */

TEST(a_line_of_the_source_is_its_characters_and_a_tab_goes_to_the_next_stop)
{
    static const char text[] = "s = 'é世界'  # à la carte\r\nif s:\n\tprint(s)\n   \tx\ty\n";
    static const struct source source = {"x.py", text, sizeof text - 1};
    struct ui ui = {.run.focus = PANE_TASKS};
    pane_trace();
    player.trace.sources = &source;
    player.trace.nsources = 1;
    pane_draw(&view_source, 8, 50, &ui);
    assert_string_equal(pane_row(1), "│   1  s = 'é世_界_'  # à la carte                 │");
    assert_string_equal(pane_row(2), "│   2  if s:                                     │");
    assert_string_equal(pane_row(3), "│   3          print(s)                          │");
    assert_string_equal(pane_row(4), "│   4          x       y                         │");
}

/* A trace of x.py, whose source that is. */
static void open_source(const struct source *source)
{
    pane_trace();
    pane_see((struct event){.kind = EV_START}, (struct note){.file = "x.py"});
    player.trace.sources = source;
    player.trace.nsources = 1;
}

/* The program's own line n of x.py has run. */
static void run_line(uint32_t line)
{
    pane_see((struct event){.kind = EV_LINE}, (struct note){.file = "x.py", .line = line});
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
        pane_see_all();
        pane_draw(&view_source, 14, 60, &ui);
        int y = 1;
        while (y < 14 && !strstr(pane_row(y), "below"))
            y++;
        assert_in_range(y, 2, 9);
        assert_true(y == 9 || pane_shows(" 0"));
        assert_true(words < 60 || y == 9);
        player_close(&player);
    }
    pane_trace(); /* for the end to close */
}

/* Task n stands on line 3 of x.py. */
static void stand(uint32_t task)
{
    static const struct frame frame = {.file = "x.py", .func = "work", .line = 3};
    pane_see((struct event){.kind = EV_BEGIN, .actor = task, .handle = task}, (struct note){0});
    pane_see((struct event){.kind = EV_END, .actor = task, .handle = task, .what = ON_SLEEP},
             (struct note){.frames = &frame, .nframes = 1});
}

/* Those who run, and who do so next, have their names. */
TEST(of_very_many_tasks_all_are_counted_where_they_stand)
{
    static const char text[] = "async def work():\n    # waits\n    await sleep(1)\n";
    static const struct source source = {"x.py", text, sizeof text - 1};
    struct ui ui = {.run.focus = PANE_TASKS};
    open_source(&source);
    for (uint32_t i = 1; i <= 100002; i++)
        pane_see((struct event){.kind = EV_TASK, .actor = i},
                 (struct note){.coro = "work", .def = "x.py", .def_line = 1});
    stand(7);
    pane_see_all();
    pane_draw(&view_source, 6, 60, &ui);
    assert_true(pane_shows("async def work():") && pane_shows("· 100001 tasks"));
    assert_true(pane_shows("◷ Task-7 "));
    pane_draw(&view_source, 6, 30, &ui);
    assert_string_equal(pane_row(1), "│  1  async def work():     ·│");
    pane_draw(&view_source, 6, 36, &ui);
    assert_string_equal(pane_row(1), "│  1  async def work():     ·100001│");
    stand(3);
    pane_see((struct event){.kind = EV_SOON, .actor = 9, .handle = 9}, (struct note){0});
    pane_see((struct event){.kind = EV_SOON, .actor = 8, .handle = 8}, (struct note){0});
    pane_see_all();
    pane_draw(&view_source, 6, 60, &ui);
    assert_true(pane_shows("○ Task-9 +99999") && pane_shows("◷ 2 tasks"));
    pane_see((struct event){.kind = EV_BEGIN, .actor = 5, .handle = 5}, (struct note){0});
    pane_see_all();
    pane_draw(&view_source, 6, 60, &ui);
    assert_true(pane_shows(" Task-5 +99999"));
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
        pane_tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
        stand(i);
    }
    pane_see_all();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pane_draw(&view_source, 6, rows[i].w, &ui);
        assert_string_equal(pane_row(3), rows[i].row);
    }
}

/* ---- a scene, and what CPython told of the same program ---- */

/* Where ▶ is, given the source. */
static uint32_t arrow(const struct player *p)
{
    return trace_line(&p->trace, p->model.place);
}

static void open_golden(struct player *p, const char *path)
{
    struct target *t;
    assert_int_equal(file_open(&t, &(struct wish){.what = path}), 0);
    assert_int_equal(player_open(p, t, 0), 0);
    p->owns_target = true;
}

enum { NEAR = 16 };

/* An event of CPython's in our trace, which tells of more, of locks for example; TRACE_NONE: it is none of
 * those that are near. */
static uint32_t find_same(const struct player *ours, uint32_t from, const struct event *e)
{
    for (uint32_t i = from; i < ours->trace.end && i - from < NEAR; i++) {
        const struct event *o = trace_at(&ours->trace, i);
        if (o->kind == e->kind && o->actor == e->actor && o->handle == e->handle)
            return i;
    }
    return TRACE_NONE;
}

static bool tells_line(const struct player *p, uint32_t i)
{
    return trace_line(&p->trace, trace_at(&p->trace, i)->place) != 0;
}

/* Is where the program is, or where a task stands, told by both at the same event? CPython's traces have no
 * line where something is scheduled, finished or cancelled. */
static bool both_tell[64];

/* Our events up to i, of which the last is that of CPython's k. */
static bool told_by_both(struct player *ours, uint32_t i, struct player *cpython, uint32_t k)
{
    for (uint32_t n = ours->model.cursor; n < i; n++) {
        assert_true(player_seek(ours, n + 1));
        if (tells_line(ours, n))
            both_tell[ours->model.line_task % 64] = false;
    }
    assert_true(player_seek(ours, i + 1) && player_seek(cpython, k + 1));
    if (tells_line(ours, i) || tells_line(cpython, k))
        both_tell[ours->model.line_task % 64] = tells_line(ours, i) && tells_line(cpython, k);
    return both_tell[ours->model.line_task % 64];
}

/* Returns at how many events both know where the program is. */
static int compare_arrows(struct player *ours, struct player *cpython)
{
    int compared = 0;
    memset(both_tell, 0, sizeof both_tell);
    player_end(ours);
    player_end(cpython);
    assert_true(player_seek(ours, 0) && player_seek(cpython, 0));
    if (ours->trace
            .nworkers) /* threads of a pool have numbers among ours, and are not told of by CPython */
        return 0;
    for (uint32_t k = 0; k < cpython->trace.end; k++) {
        uint32_t i = find_same(ours, ours->model.cursor, trace_at(&cpython->trace, k));
        if (i == TRACE_NONE || !told_by_both(ours, i, cpython, k))
            continue;
        compared++;
        if (arrow(ours) != arrow(cpython))
            fail_msg("%s, event %u: ▶ at line %u, by CPython's trace at %u", ours->trace.file, i,
                     arrow(ours), arrow(cpython));
    }
    return compared;
}

TEST(the_line_that_runs_is_the_same_in_a_scene_and_in_cpython_s_trace_of_it)
{
    int compared = 0;
    for (const struct scene *const *s = scenes; *s; s++) {
        struct player cpython;
        char path[128];
        snprintf(path, sizeof path, "tests/golden/%.*s.ndjson", (int)strcspn((*s)->c_file, "."),
                 (*s)->c_file);
        if ((*s)->program.threads || access(path, R_OK)) /* of threads it is one of the schedules */
            continue;
        open_scene(&player, (*s)->program.name);
        open_golden(&cpython, path);
        compared += compare_arrows(&player, &cpython);
        player_close(&cpython);
        player_close(&player);
        player.trace.strings = NULL;
    }
    assert_in_range(compared, 2000, 9000);
}

TEST(what_a_task_does_to_a_process_is_at_its_line)
{
    static const struct {
        enum leg leg;
        uint32_t line;
    } wants[] = {{LEG_OPEN, 15}, {LEG_SENT, 24}, {LEG_DROPPED, 26}};
    open_scene(&player, "processes");
    player_end(&player);
    for (size_t k = 0; k < sizeof wants / sizeof *wants; k++) {
        uint32_t i = 0;
        while (trace_at(&player.trace, i)->kind != EV_PROCESS ||
               trace_at(&player.trace, i)->what != wants[k].leg)
            i++;
        assert_true(player_seek(&player, i + 1));
        assert_int_equal(arrow(&player), wants[k].line);
    }
}

/* ---- breakpoints ---- */

TEST(a_breakpoint_has_its_line_its_text_and_how_often_it_was_reached)
{
    static const char text[] = "async def work():\n\tawait sleep(1)\n    print(1)\nx\n";
    static const struct source source = {"x.py", text, sizeof text - 1};
    struct ui ui = {0};
    open_source(&source);
    pane_see_all();
    for (uint32_t line = 1; line <= 4; line++)
        player_break(&player, NULL, line);
    pane_draw(&view_breaks, 12, 100, &ui);
    assert_true(pane_shows("● 1  async def work():") && pane_shows("● 2  await sleep(1)"));
    assert_true(pane_shows("● 3  print(1)") && pane_shows("● 4  x"));
    for (int w = 40; w <= 100; w++) {
        int wid = w - 4 < 84 ? w - 4 : 84, from = (w - wid) / 2;
        pane_draw(&view_breaks, 12, w, &ui);
        assert_int_equal(screen_at(&screen, 3, from)->ch, u'┏');
        assert_int_equal(screen_at(&screen, 3, from + wid - 1)->ch, u'┓');
        assert_int_equal(pane_shows("stops before here, after"), wid >= 60);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PANES(a_line_of_the_source_is_its_characters_and_a_tab_goes_to_the_next_stop),
        PANES(the_line_that_ran_last_is_shown_whole_in_eight_rows_at_the_most),
        PANES(of_very_many_tasks_all_are_counted_where_they_stand),
        PANES(of_a_mark_beside_the_code_its_number_and_then_its_name_have_room),
        PANES(the_line_that_runs_is_the_same_in_a_scene_and_in_cpython_s_trace_of_it),
        PANES(what_a_task_does_to_a_process_is_at_its_line),
        PANES(a_breakpoint_has_its_line_its_text_and_how_often_it_was_reached),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
