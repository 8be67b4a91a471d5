/* SPDX-License-Identifier: MIT */
/* The views: whole screens against tests/golden/screens (UPDATE_GOLDEN=1 writes them anew), and
 * what must hold for every screen whatever is on it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>

#include "base/alloc.h"
#include "record/text.h"
#include "scenario/scenario.h"
#include "scenes/scene.h"
#include "scenes/sources.h"
#include "target/catalogue.h"
#include "target/program.h"
#include "tests/support/golden.h"
#include "tests/test.h"
#include "ui/command.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "view/about.h"
#include "view/frame.h"
#include "view/layout.h"
#include "view/view.h"

/* A scene on a screen. */
struct stage {
    struct player player;
    struct ui ui;
    struct screen screen;
    struct buf text;
    struct scenario scenario;
    bool has_scenario;
    struct source sources[2];
};

static void stage_init(struct stage *s, int w, int h)
{
    *s = (struct stage){.ui = {.mode = &mode_watch.layers,
                               .beneath = &mode_watch.layers,
                               .run.focus = PANE_TASKS,
                               .keys = keys,
                               .hint = key_hint,
                               .command = command_hint,
                               .catalogue = catalogue_of_scenes()}};
    screen_init(&s->screen, h, w);
}

/* One that has nothing to show. */
static void stage_empty(struct stage *s, int w, int h)
{
    stage_init(s, w, h);
    player_open_empty(&s->player, 0);
}

/* The program's sources; c may be NULL. */
static void stage_sources(struct stage *s, const struct source *py, const struct source *c)
{
    s->sources[0] = *py;
    if (c)
        s->sources[1] = *c;
    s->player.trace.sources = s->sources;
    s->player.trace.nsources = c ? 2 : 1;
}

static void stage_open(struct stage *s, const char *name, int w, int h)
{
    const struct scene *scene = scene_find(name);
    assert_non_null(scene);
    stage_init(s, w, h);
    assert_int_equal(program_open(&s->player, &scene->program, CLOCK_VIRTUAL, 0), 0);
    player_produce(&s->player, TRACE_NONE);
    const struct source *py = source_find(scene->program.file), *c = source_find(scene->c_file);
    assert_non_null(py);
    assert_non_null(c);
    s->ui.run.name = name;
    s->ui.run.summary = scene->summary;
    s->ui.run.lesson = scene->lesson;
    stage_sources(s, py, c);
    s->ui.run.known = s->player.trace.end;
    while (!player_look_ahead(&s->player, TRACE_NONE)) /* cuts all moments */
        ;
}

/* A scenario, a file of tests/golden/scenarios, instead of a scene. */
static void stage_scenario(struct stage *s, const char *name, int w, int h)
{
    char path[64];
    snprintf(path, sizeof path, "tests/golden/scenarios/%s.json", name);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    stage_init(s, w, h);
    assert_int_equal(scenario_read(&s->scenario, f, path), 0);
    fclose(f);
    s->has_scenario = true;
    assert_int_equal(program_open(&s->player, &s->scenario.program, CLOCK_VIRTUAL, 0), 0);
    player_produce(&s->player, TRACE_NONE);
    s->ui.run.name = name;
    stage_sources(s, &(struct source){s->scenario.program.file, buf_str(&s->scenario.listing), 0},
                  NULL);
    s->ui.run.known = s->player.trace.end;
}

static void stage_close(struct stage *s)
{
    player_close(&s->player);
    if (s->has_scenario)
        scenario_close(&s->scenario);
    screen_close(&s->screen);
    buf_free(&s->text);
}

static void stage_draw(struct stage *s, uint32_t cursor)
{
    assert_true(player_seek(&s->player, cursor));
    s->ui.run.before = cursor ? cursor - 1 : 0;
    s->ui.run.objects = view_objects(&s->player, &s->player.head);
    s->ui.run.tasks = s->player.head.nrows > 0;
    s->ui.run.lanes = s->player.head.nrows ? s->player.head.nrows : 1;
    s->ui.run.ended = s->ui.run.known && cursor == s->ui.run.known;
    player_look_at_moment(&s->player);
    frame_draw(&s->screen, &s->player, &s->ui);
}

static void tell(struct stage *s, enum event_kind kind, struct event e, const struct note *n)
{
    e.kind = (uint8_t)kind;
    s->player.observer.see(&s->player.observer, &e, n);
}

/* The screen's characters. */
static const char *stage_text(struct stage *s)
{
    buf_clear(&s->text);
    text_write(&s->text, &s->screen);
    return s->text.s;
}

static void assert_shows(struct stage *s, const char *what)
{
    if (!strstr(stage_text(s), what))
        fail_msg("the screen does not show “%s”:\n%s", what, s->text.s);
}

static void assert_shows_not(struct stage *s, const char *what)
{
    if (strstr(stage_text(s), what))
        fail_msg("the screen shows “%s”:\n%s", what, s->text.s);
}

/* ---- whole screens ---- */

/* A scene, or a scenario, at three places, and its end. */
struct tour {
    const char *scene;
    uint32_t cursors[3];
};

/* which: of the four, as bits. */
static void write_screens(struct buf *out, const struct tour *at, int w, int h, unsigned which,
                          bool ascii)
{
    struct stage s;
    if (scene_find(at->scene))
        stage_open(&s, at->scene, w, h);
    else
        stage_scenario(&s, at->scene, w, h);
    s.screen.ascii = ascii;
    for (unsigned i = 0; i < 4; i++) {
        if (!(which & 1u << i))
            continue;
        stage_draw(&s, i < 3 ? at->cursors[i] : s.player.trace.end);
        buf_printf(out, "== %s, event %u ==\n", at->scene, s.player.model.cursor);
        text_write(out, &s.screen);
        text_write_styles(out, &s.screen);
    }
    stage_close(&s);
}

static void check_screens(const struct tour *at, int w, int h, unsigned which, bool ascii)
{
    char path[128];
    struct buf now = {0};
    snprintf(path, sizeof path, "tests/golden/screens/%s-%dx%d%s.txt", at->scene, w, h,
             ascii ? "-ascii" : "");
    write_screens(&now, at, w, h, which, ascii);
    golden_check(path, &now);
    buf_free(&now);
}

/* The scenes at five sizes or at the two that are usual, and one that is too large for any. */
TEST(the_screens_of_every_scene_are_as_they_were)
{
    static const struct tour tours[] = {
        {"count", {0, 31, 51}},         {"count-sync", {1, 3, 12}},
        {"makerandom", {9, 45, 100}},   {"hello-sequential", {9, 21, 60}},
        {"hello-gather", {14, 40, 55}}, {"r0050", {20, 700, 1000}},
    };
    static const struct tour others[] = {
        {"coroutine", {10, 13, 26}},      {"chain", {10, 23, 77}},
        {"tasks", {12, 18, 50}},          {"blocking", {22, 36, 121}},
        {"callbacks", {10, 19, 53}},      {"random", {2, 6, 11}},
        {"cpu-bound", {22, 31, 132}},     {"arrivals", {26, 72, 129}},
        {"events", {21, 76, 88}},         {"locks", {36, 65, 99}},
        {"semaphore", {34, 54, 99}},      {"producer-consumer", {15, 68, 88}},
        {"cancel", {32, 38, 52}},         {"timeout", {10, 24, 90}},
        {"errors", {48, 54, 108}},        {"taskgroup", {16, 82, 88}},
        {"as-completed", {20, 52, 94}},   {"executor", {45, 56, 186}},
        {"swarm", {50, 200, 386}},        {"generator", {6, 9, 16}},
        {"threads", {4, 12, 31}},         {"race", {6, 15, 28}},
        {"race-async", {17, 24, 33}},     {"deadlock", {9, 15, 21}},
        {"deadlock-async", {20, 45, 49}}, {"gil", {10, 20, 33}},
        {"fetch", {22, 38, 90}},          {"fetch-sequential", {20, 45, 80}},
        {"streams", {20, 40, 90}},        {"processes", {16, 40, 70}},
        {"choose", {124, 211, 361}},      {"determinism", {32, 120, 240}},
    };
    static const struct {
        int w, h;
        unsigned which;
    } sizes[] = {{40, 12, 15}, {80, 24, 15}, {120, 36, 15}, {200, 50, 10}, {300, 80, 2}};
    for (size_t i = 0; i < sizeof tours / sizeof *tours; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
            check_screens(&tours[i], sizes[k].w, sizes[k].h, sizes[k].which, false);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        for (size_t k = 1; k < 3; k++)
            check_screens(&others[i], sizes[k].w, sizes[k].h, sizes[k].which, false);
    check_screens(&tours[0], 80, 24, 7, true);
    golden_end();
}

TEST(going_forward_and_back_shows_the_same_screens)
{
    for (const struct scene *const *scene = scenes; *scene; scene++) {
        struct stage s;
        stage_open(&s, (*scene)->program.name, 100, 30);
        size_t cells = 100 * 30;
        uint32_t end = s.player.trace.end;
        struct cell *seen = xcalloc(end + 1u, cells * sizeof *seen);
        for (uint32_t n = 0; n <= end; n++) {
            stage_draw(&s, n);
            memcpy(seen + n * cells, s.screen.cells, cells * sizeof *seen);
        }
        for (uint32_t n = end; n-- > 0;) {
            stage_draw(&s, n);
            assert_memory_equal(seen + n * cells, s.screen.cells, cells * sizeof *seen);
        }
        free(seen);
        stage_close(&s);
    }
}

/* ---- what holds at every size ---- */

enum { FRAMED = 16 }; /* lines of a screen from which panes have frames */

static bool overlap(struct win a, struct win b)
{
    return a.y < b.y + b.h && b.y < a.y + a.h && a.x < b.x + b.w && b.x < a.x + a.w;
}

/* Cells of the windows there are; each cell may belong to one only. */
static int cover(const struct screen *s, const struct win *windows, int n)
{
    int cells = 0;
    for (int i = 0; i < n; i++) {
        struct win w = windows[i];
        if (!w.h)
            continue;
        assert_true(w.y >= 0 && w.x >= 0 && w.w > 0 && w.y + w.h <= s->h && w.x + w.w <= s->w);
        for (int k = 0; k < i; k++)
            assert_false(windows[k].h && overlap(w, windows[k]));
        cells += w.h * w.w;
    }
    return cells;
}

/* may: 1 locks, 2 one pane alone, 4 details, 8 few lanes. */
static void check_layout(int w, int h, enum pane focus, int may)
{
    bool objects = may & 1, large = may & 2, details = may & 4;
    struct cell none;
    struct screen s = {.h = h, .w = w, .cells = &none};
    struct ui ui = {.run.focus = focus,
                    .run.objects = objects,
                    .run.large = large,
                    .run.details = details,
                    .run.tasks = may & 8,
                    .run.lanes = may & 8 ? 6 : 0};
    struct layout l;
    layout_make(&l, &s, &ui);
    struct win all[PANES + 2] = {l.header, l.footer};
    for (int i = 0; i < PANES; i++) {
        all[2 + i] = l.panes[i];
        assert_true(l.panes[i].h != 2 || h < FRAMED);
        assert_true(l.panes[i].h < 3 || l.panes[i].w >= 24);
    }
    int covered = cover(&s, all, PANES + 2);
    /* high screens leave a blank line around the story and above the keys */
    bool all_story = large && focus == PANE_STORY;
    assert_true(covered == w * h || (h >= 30 && covered == w * (h - (all_story ? 2 : 3))));
    assert_true(l.panes[PANE_STORY].h);
    bool shown = l.panes[PANE_DETAILS].h > 0, roomy = w >= 160 && h >= 44;
    assert_int_equal(l.panes[focus].h > 0, focus == PANE_SYNC      ? objects
                                           : focus == PANE_DETAILS ? shown
                                                                   : true);
    assert_true(details && w >= 120 ? shown : !shown || roomy);
    assert_true(!l.beside || (details && w >= 120));
    if (large && l.panes[focus].h)
        assert_true(l.panes[focus].w >= w - (l.beside ? l.panes[PANE_DETAILS].w : 0) &&
                    l.panes[focus].h >= h - (h >= 30 ? 5 : 2) - 4);
    else
        assert_true(l.panes[PANE_LOOP].h || h < FRAMED);
    assert_true(objects || !l.panes[PANE_SYNC].h);
}

TEST(panes_cover_the_screen_and_never_each_other)
{
    for (int i = 0; i < PANES * 16; i++) {
        enum pane focus = (enum pane)(i / 16);
        for (int w = LEAST_W; w <= 220; w++)
            for (int h = LEAST_H; h <= 60; h++)
                check_layout(w, h, focus, i % 16);
        check_layout(500, 200, focus, i % 16);
        check_layout(500, LEAST_H, focus, i % 16);
        check_layout(LEAST_W, 200, focus, i % 16);
    }
}

static void check_border(const struct screen *s, struct win w)
{
    int right = w.x + w.w - 1, bottom = w.y + w.h - 1;
    bool focused = screen_at(s, w.y, w.x)->ch == u'┏';
    const char16_t *line = focused ? u"┃┏┓┗┛" : u"│╭╮╰╯";
    assert_int_equal(screen_at(s, w.y, w.x)->ch, line[1]);
    assert_int_equal(screen_at(s, w.y, right)->ch, line[2]);
    assert_int_equal(screen_at(s, bottom, w.x)->ch, line[3]);
    assert_int_equal(screen_at(s, bottom, right)->ch, line[4]);
    for (int y = w.y + 1; y < bottom; y++) {
        assert_int_equal(screen_at(s, y, w.x)->ch, line[0]);
        assert_int_equal(screen_at(s, y, right)->ch, line[0]);
    }
}

static void check_frame(struct stage *s, int w, int h)
{
    struct layout l;
    screen_resize(&s->screen, h, w);
    stage_draw(s, s->player.model.cursor);
    layout_make(&l, &s->screen, &s->ui);
    for (int i = 0; i < PANES; i++)
        if (l.panes[i].h >= 3 && h >= FRAMED && i != PANE_STORY)
            check_border(&s->screen, l.panes[i]);
}

TEST(every_pane_stays_inside_its_frame)
{
    struct stage s;
    stage_open(&s, "makerandom", 80, 24);
    assert_true(player_seek(&s.player, 100));
    for (int w = LEAST_W; w <= 220; w += 3)
        for (int h = LEAST_H; h <= 60; h += 5)
            check_frame(&s, w, h);
    check_frame(&s, 500, 200);
    check_frame(&s, 500, LEAST_H);
    check_frame(&s, LEAST_W, 200);
    stage_close(&s);
}

TEST(a_screen_that_is_too_small_says_what_it_needs)
{
    struct stage s;
    stage_open(&s, "count", 39, 12);
    stage_draw(&s, 51);
    assert_shows(&s, "needs 40×12, has 39×12");
    for (int w = 0; w < LEAST_W; w++) {
        screen_resize(&s.screen, w % 15, w);
        stage_draw(&s, 51);
    }
    screen_resize(&s.screen, 12, 40);
    stage_draw(&s, 51);
    assert_shows_not(&s, "needs");
    assert_shows(&s, "Task-2 goes on");
    stage_close(&s);
}

TEST(an_ascii_screen_shows_nothing_but_ascii)
{
    struct stage s;
    stage_open(&s, "makerandom", 120, 36);
    s.screen.ascii = true;
    for (uint32_t n = 0; n <= s.player.trace.end; n += 7) {
        s.ui.mode = n % 2 ? &mode_details.layers : &mode_watch.layers;
        stage_draw(&s, n);
        for (int i = 0; i < 120 * 36; i++)
            assert_in_range(s.screen.cells[i].ch, ' ', '~');
    }
    stage_close(&s);
}

static bool is_cut(const struct stage *s, int y, int from, int to)
{
    for (int x = from; x < to; x++)
        if (screen_at(&s->screen, y, x)->ch == u'…')
            return true;
    return false;
}

enum { MANY = 8 }; /* tasks of which not all can be seen at once */

/* Whether the screen has all of what a learner must be able to read. */
static void check_lesson(struct stage *s, const char *name)
{
    struct layout l;
    layout_make(&l, &s->screen, &s->ui);
    struct win story = l.panes[PANE_STORY], source = l.panes[PANE_SOURCE],
               tasks = l.panes[PANE_TASKS];
    const struct model *m = &s->player.model;
    uint32_t rows = 0, listed = 0;
    bool runs = false;
    for (int y = story.y; y < story.y + story.h; y++)
        if (is_cut(s, y, 0, s->screen.w))
            fail_msg("%s, event %u: the story is cut", name, m->cursor);
    for (int y = source.y + 1; y < source.y + source.h - 1; y++) {
        bool current = screen_at(&s->screen, y, source.x + 2)->style.ground == GROUND_CURRENT;
        runs |= current;
        if (current && is_cut(s, y, source.x, source.x + source.w))
            fail_msg("%s, event %u: the line that runs is cut", name, m->cursor);
    }
    assert_true(runs || !m->place);
    for (uint32_t t = 1; t <= m->nrows; t++)
        rows += model_row(m, t) && !trace_task(m->trace, t)->own;
    for (int y = tasks.y + 1; y < tasks.y + tasks.h - 1; y++) {
        const struct cell *glyph = screen_at(&s->screen, y, tasks.x + 2);
        listed += glyph->ch == u'·' || glyph->ch == u'○' || glyph->ch == u'●' ||
                  glyph->ch == u'◷' || glyph->ch == u'✓' || glyph->ch == u'✗' || glyph->ch == u'⊘';
    }
    if (s->player.head.nrows <= MANY ? rows && listed != rows : rows && !listed)
        fail_msg("%s, event %u: %u lanes of %u", name, m->cursor, listed, rows);
}

TEST(the_lesson_is_whole_on_a_projector_in_every_frame)
{
    for (const struct scene *const *scene = scenes; *scene; scene++) {
        struct stage s;
        stage_open(&s, (*scene)->program.name, 80, 24);
        for (uint32_t n = 1; n <= s.player.trace.end; n++) {
            stage_draw(&s, n);
            check_lesson(&s, (*scene)->program.name);
        }
        stage_close(&s);
    }
}

TEST(at_the_end_a_long_lesson_has_the_room_that_it_needs)
{
    struct stage s;
    stage_open(&s, "count", 80, 24);
    s.ui.run.lesson = "One two three four five six seven eight nine ten eleven twelve thirteen "
                      "fourteen fifteen sixteen seventeen eighteen nineteen twenty twenty-one.";
    stage_draw(&s, s.player.trace.end - 1);
    struct layout l;
    layout_make(&l, &s.screen, &s.ui);
    int usual = l.panes[PANE_LOOP].h;
    stage_draw(&s, s.player.trace.end);
    layout_make(&l, &s.screen, &s.ui);
    assert_true(l.panes[PANE_LOOP].h > usual && l.panes[PANE_OUTPUT].h >= 3);
    assert_shows(&s, "One two three");
    assert_shows(&s, "twenty-one.");
    stage_close(&s);
}

/* Of its 30 lines none is out of view, and who is marked is told beside them. */
TEST(a_large_screen_shows_the_whole_source_and_the_details_at_once)
{
    struct stage s;
    stage_open(&s, "makerandom", 200, 50);
    for (uint32_t n = 1; n <= s.player.trace.end; n += 9) {
        stage_draw(&s, n);
        assert_shows(&s, " 1  import asyncio ");
        assert_shows(
            &s, "16          print(c[idx + 1] + f\"makerandom({idx}) == {i} too low; retrying.\")");
        assert_shows(&s, "30      print(f\"r1: {r1}, r2: {r2}, r3: {r3}\")");
        assert_true(n < 6 || layout_shows(&s.screen, &s.ui, PANE_DETAILS));
        assert_false(layout_has_details(&s.screen, &s.ui));
    }
    stage_draw(&s, 100);
    assert_shows(&s, "│ coroutine   makerandom, defined at makerandom.py:12 ");
    stage_close(&s);
    stage_scenario(&s, "r0050", 200, 50); /* 47 lanes leave no room for that */
    stage_draw(&s, 700);
    assert_false(layout_shows(&s.screen, &s.ui, PANE_DETAILS));
    stage_close(&s);
    stage_open(&s, "count-sync", 200, 50); /* there is nobody to tell of */
    stage_draw(&s, 5);
    assert_false(layout_shows(&s.screen, &s.ui, PANE_DETAILS));
    stage_close(&s);
}

static int column_of(const struct stage *s, int y, uint32_t ch)
{
    for (int x = 0; x < s->screen.w; x++)
        if (screen_at(&s->screen, y, x)->ch == ch)
            return x;
    return -1;
}

/* makerandom has more than nine ticks, steps and seconds. */
TEST(nothing_in_the_header_moves_as_numbers_grow)
{
    for (int i = 0; i < 8; i++) {
        struct stage s;
        stage_open(&s, "makerandom", i & 1 ? 80 : 120, 24);
        uint32_t end = s.ui.run.known;
        s.ui.run.by_events = i & 2;
        s.ui.run.known = i & 4 ? 0 : end;
        stage_draw(&s, 1);
        int at = column_of(&s, 0, u'×');
        assert_true(at > 0);
        for (uint32_t n = 2; n < end; n++) {
            stage_draw(&s, n);
            assert_int_equal(column_of(&s, 0, u'×'), at);
        }
        stage_close(&s);
    }
}

/* ---- panes ---- */

TEST(the_pane_with_the_focus_is_there_however_small_the_screen)
{
    struct stage s;
    stage_open(&s, "count", 40, 12);
    s.ui.run.focus = PANE_SOURCE;
    stage_draw(&s, 51);
    assert_shows(&s, "▶  6      print(\"Two\")");
    s.ui.run.focus = PANE_OUTPUT;
    stage_draw(&s, 51);
    assert_shows(&s, "Task-4  One");
    assert_shows(&s, "Task-2  Two");
    assert_shows_not(&s, "▶  6");
    stage_close(&s);
}

TEST(the_story_is_scrolled_to_its_end_and_no_further)
{
    struct stage s;
    stage_open(&s, "count", 40, 12);
    s.ui.run.focus = PANE_STORY;
    stage_draw(&s, 0);
    assert_shows(&s, "The program has not started yet.");
    assert_shows(&s, " …");
    s.ui.run.scroll[PANE_STORY] = 1;
    stage_draw(&s, 0);
    assert_shows_not(&s, "The program has not started yet.");
    assert_shows(&s, "Each count() gives way");
    s.ui.run.scroll[PANE_STORY] = 1000;
    stage_draw(&s, 0);
    assert_shows(&s, "Take the first step, or let it play.");
    assert_shows(&s, "so all three sleep at the same time.");
    assert_shows_not(&s, " …");
    s.ui.run.scroll[PANE_STORY] = -1000;
    stage_draw(&s, 0);
    assert_shows(&s, "The program has not started yet.");
    stage_close(&s);
}

TEST(the_source_shows_who_stands_where)
{
    struct stage s;
    stage_open(&s, "count", 120, 34);
    player_break(&s.player, NULL, 5);
    stage_draw(&s, 51);
    assert_shows(&s, "│   5●     await asyncio.sleep(1)                          ○ Task-3 +1 │");
    assert_shows(&s, "│▶  6      print(\"Two\")                                    ● Task-2    │");
    assert_shows(&s, "count(), count()) ◷ Task-1    │");
    stage_close(&s);
}

TEST(the_c_source_marks_the_line_that_stands_for_the_python_line)
{
    struct stage s;
    stage_open(&s, "count", 120, 34);
    s.ui.run.source = 1;
    stage_draw(&s, 51);
    assert_shows(&s, "─ count.c ─");
    assert_shows(&s, "x: Python source");
    assert_shows(&s, "py(6)  say(\"Two\");                              ● Task-2");
    stage_close(&s);
}

TEST(any_number_of_sources_is_shown_one_after_the_other)
{
    static const struct source three[] = {
        {"lib.py", "pass\n", 5}, {"count.py", "one\n", 4}, {"count.c", "two\n", 4}};
    static const char *const shown[] = {"─ count.py ─", "─ count.c ─", "─ lib.py ─"},
                             *const next[] = {"x: C source", "x: Python source", "x: count.py"};
    struct stage s;
    stage_open(&s, "count", 120, 34);
    s.player.trace.sources = three;
    s.player.trace.nsources = 3;
    for (s.ui.run.source = 0; s.ui.run.source < 3; s.ui.run.source++) {
        stage_draw(&s, 51);
        assert_shows(&s, shown[s.ui.run.source]);
        assert_shows(&s, next[s.ui.run.source]);
    }
    stage_close(&s);
}

TEST(a_trace_without_its_source_says_so)
{
    struct stage s;
    stage_open(&s, "count", 80, 24);
    s.player.trace.nsources = 0;
    stage_draw(&s, 51);
    assert_shows(&s, "This trace was saved without");
    stage_close(&s);
}

/* The numbers of lines have room for three digits, or two where the pane is narrow, or for as many as
 * the last has. */
TEST(the_numbers_of_lines_are_as_wide_as_the_last)
{
    static const struct {
        int lines, w;
        const char *first;
    } lists[] = {
        {1, 120, "│▶  1  x"},     {9, 120, "│▶  1  x"},     {999, 120, "│▶  1  x"},
        {1000, 120, "│▶   1  x"}, {9999, 120, "│▶   1  x"}, {10000, 120, "│▶    1  x"},
        {9, 72, "│▶ 1  x"},       {99, 72, "│▶ 1  x"},      {100, 72, "│▶  1  x"},
        {999, 72, "│▶  1  x"},    {1000, 72, "│▶   1  x"},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct stage s;
        struct buf text = {0};
        stage_open(&s, "count-sync", lists[i].w, 34);
        for (int n = 0; n < lists[i].lines; n++)
            buf_puts(&text, "x\n");
        s.sources[0].text = text.s;
        tell(&s, EV_LINE, (struct event){0}, &(struct note){.line = 1});
        stage_draw(&s, s.player.trace.end);
        assert_shows(&s, lists[i].first);
        buf_free(&text);
        stage_close(&s);
    }
}

TEST(a_hostile_source_is_drawn_escaped)
{
    struct stage s;
    stage_open(&s, "count", 120, 34);
    s.sources[0].text = "\ttab\033[31m\r\n\xff\xfe \"open\n\n'''\nnever closed\x01";
    stage_draw(&s, 51);
    assert_shows(&s, "  1          tab^[[31m ");
    assert_shows(&s, "  2  \\xff\\xfe \"open ");
    assert_shows(&s, "  5  never closed^A ");
    s.sources[1].text = "  py(99999999999) x; py(6\n";
    s.ui.run.source = 1;
    stage_draw(&s, 51);
    s.sources[0].text = s.sources[1].text = "";
    stage_draw(&s, 51);
    stage_close(&s);
}

TEST(the_queue_is_parted_into_this_tick_and_the_next)
{
    struct stage s;
    stage_open(&s, "count", 120, 34);
    stage_draw(&s, 53); /* Task-2 is done: gather's callback is queued behind Task-3 and Task-4 */
    assert_shows(&s, "│ ready   ○ Task-3  ○ Task-4 ");
    assert_shows(&s, "│ next    ○ gather: Task-2 is done ");
    stage_draw(&s, 48); /* not frozen yet: everything is for this tick */
    assert_shows(&s, "│ ready   ○ Task-2  ○ Task-3  ○ Task-4 ");
    assert_shows_not(&s, "│ next ");
    stage_close(&s);
}

TEST(locks_and_queues_have_a_pane_if_the_trace_knows_any)
{
    struct stage s;
    stage_scenario(&s, "r0050", 120, 36);
    stage_draw(&s, 1);
    assert_shows(&s, "─ Locks and queues ─");
    assert_shows(&s, "none used yet");
    stage_draw(&s, 700);
    assert_shows(&s, "│ Lock-2   held by ○ Task-43  ◷ Task-44  +3 ");
    assert_shows(&s, "Queue.put: full, 1 of 1");
    stage_close(&s);
    stage_open(&s, "count", 120, 36);
    s.ui.run.focus = PANE_SYNC;
    stage_draw(&s, 51);
    assert_shows_not(&s, "Locks and queues");
    stage_close(&s);
}

TEST(asyncios_own_tasks_are_one_line_until_asked_for)
{
    struct stage s;
    stage_open(&s, "count", 120, 40);
    stage_draw(&s, s.player.trace.end);
    assert_shows(&s, "asyncio.run() closed with 2 tasks of its own — press e");
    assert_shows_not(&s, "Task-6");
    s.ui.run.closing = true;
    stage_draw(&s, s.player.trace.end);
    assert_shows(&s, "Task-6 BaseEventLoop.shutd…");
    assert_shows_not(&s, "press e");
    stage_close(&s);
}

TEST(a_filter_leaves_what_matches_name_coroutine_or_state)
{
    struct stage s;
    stage_open(&s, "count", 120, 34);
    strcpy(s.ui.run.filter, "ready");
    stage_draw(&s, 51);
    assert_shows(&s, "○ ready     Task-4");
    assert_shows_not(&s, "◷ waiting   Task-1");
    strcpy(s.ui.run.filter, "main");
    stage_draw(&s, 51);
    assert_shows(&s, "◷ waiting   Task-1");
    assert_shows_not(&s, "● running   Task-2");
    strcpy(s.ui.run.filter, "nobody");
    stage_draw(&s, 51);
    assert_shows(&s, "No task matches the filter.");
    stage_close(&s);
}

/* What makerandom prints in each turn but its first, and what its i was in the turn before. */
TEST(locals_are_shown_as_they_are_now_and_what_they_were)
{
    struct stage s;
    stage_open(&s, "makerandom", 120, 36);
    stage_draw(&s, 18); /* its first turn: i has no value in Python */
    assert_shows_not(&s, "i=");
    stage_draw(&s, 38); /* Task-2 has drawn and printed 4 */
    assert_shows_not(&s, " was ");
    stage_draw(&s, 64); /* Task-3 prints 7, and had 4 when it stopped */
    assert_shows(&s, "idx=1  threshold=8  i=7 was 4");
    assert_shows_not(&s, "awaits"); /* it runs */
    stage_close(&s);
}

TEST(the_details_have_the_chain_of_awaits_and_the_locals)
{
    struct stage s;
    stage_open(&s, "hello-sequential", 120, 34);
    s.ui.mode = &mode_details.layers;
    stage_draw(&s, 10);
    assert_shows(&s, "awaits      main → say_hello → sleep(1)");
    assert_shows(&s, "coroutine   main, defined at hello_sequential.py:11");
    assert_shows(&s, "created     by the program, at line 15");
    stage_close(&s);
    stage_open(&s, "makerandom", 120, 34);
    s.ui.mode = &mode_details.layers;
    s.ui.run.task = 3;
    stage_draw(&s, 100);
    assert_shows(&s, "idx=1  threshold=8  i=");
    assert_shows(&s, "woken by    sleep timer of Task-3");
    stage_close(&s);
}

TEST(the_details_can_be_read_to_their_end_on_the_smallest_screen)
{
    struct stage s;
    stage_open(&s, "makerandom", LEAST_W, LEAST_H);
    s.ui.mode = &mode_details.layers;
    s.ui.run.task = 1;
    stage_draw(&s, 40);
    assert_shows(&s, "state  ");
    assert_shows(&s, " … ");
    assert_shows_not(&s, "└─");
    s.ui.scroll = 1000;
    stage_draw(&s, 40);
    assert_shows_not(&s, "state  ");
    assert_shows_not(&s, " … ");
    assert_shows(&s, "└─");
    stage_close(&s);
}

/* ---- many tasks, and strange ones ---- */

static void stage_fill(struct stage *s, uint32_t tasks, const char *name, const char *coro)
{
    struct note n = {
        .name = name, .coro = coro, .file = "x.py", .line = 3, .def = "x.py", .def_line = 7};
    stage_empty(s, 120, 34);
    tell(s, EV_LOOP, (struct event){0}, NULL);
    for (uint32_t i = 1; i <= tasks; i++) {
        tell(s, EV_TASK, (struct event){.actor = i}, &n);
        tell(s, EV_SOON, (struct event){.actor = i, .handle = i, .what = HANDLE_STEP}, NULL);
    }
    tell(s, EV_TICK, (struct event){.tick = 1, .ref = tasks}, NULL);
    s->ui.run.known = s->player.trace.end;
}

TEST(of_very_many_tasks_the_marked_one_is_in_view)
{
    struct stage s;
    stage_fill(&s, 200000, NULL, "work");
    s.ui.run.task = 123456;
    stage_sources(
        &s, &(struct source){"x.py", "one\ntwo\nthree\nfour\nfive\nsix\ndef work():\n", 0}, NULL);
    stage_draw(&s, s.player.trace.end);
    assert_shows(&s, "▸○ ready     Task-123456 work");
    assert_shows(&s, "Tasks  ○ 200000 ━");
    assert_shows(&s, "more ");
    stage_close(&s);
}

TEST(strange_names_do_not_break_the_screen)
{
    static const char *const names[] = {
        "",
        "\033[2J\n\t",
        "世界世界世界世界世界世界世界",
        "\xff\xff",
        "a\xcc\x81",
        "a-name-so-long-that-no-pane-of-any-screen-has-the-room-to-show-the-whole-of-it",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct stage s;
        stage_fill(&s, 3, names[i], names[i]);
        s.ui.run.name = s.ui.run.summary = s.ui.run.lesson = names[i];
        assert_true(player_seek(&s.player, s.player.trace.end));
        for (int w = LEAST_W; w < 160; w += 9) {
            s.ui.mode = &mode_watch.layers;
            check_frame(&s, w, 34);
            s.ui.mode = &mode_details.layers;
            stage_draw(&s, s.player.trace.end);
            for (int k = 0; k < w * 34; k++)
                assert_true(s.screen.cells[k].ch == 0 || s.screen.cells[k].ch >= ' ');
        }
        stage_close(&s);
    }
}

TEST(an_empty_trace_has_a_screen_too)
{
    static const struct mode *const modes[] = {&mode_watch, &mode_help, &mode_gallery, &mode_prompt,
                                               &mode_details};
    struct stage s;
    stage_empty(&s, 80, 24);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        s.ui.mode = &modes[i]->layers;
        stage_draw(&s, 0);
    }
    s.ui.mode = &mode_watch.layers;
    stage_draw(&s, 0);
    assert_shows(&s, "The program has not started yet.");
    assert_shows(&s, "There is no loop yet.");
    stage_close(&s);
}

/* ---- what views draw with ---- */

TEST(the_window_of_a_list_always_holds_the_line_in_question)
{
    for (int h = 1; h < 40; h++)
        for (int n = 1; n < 120; n++)
            for (int at = 0; at < n; at++) {
                int top = view_top(at, n, h, 0);
                assert_in_range(at - top, 0, h - 1);
                assert_in_range(top, 0, n > h ? n - h : 0);
                assert_in_range(view_top(at, n, h, -1000), 0, 0);
            }
}

TEST(text_wraps_at_its_blanks)
{
    struct stage s;
    stage_empty(&s, 12, 6);
    struct win w = win_whole(&s.screen);
    assert_int_equal(view_wrap(w, 0, STYLE(ROLE_TEXT), "one two  three unbelievably  four"), 4);
    assert_string_equal(stage_text(&s), "one two\nthree\nunbelievably\nfour\n\n\n");
    screen_erase(&s.screen);
    assert_int_equal(view_wrap(w, -1, STYLE(ROLE_TEXT), "gone “世界世界世界世” x"), 2);
    assert_string_equal(stage_text(&s), "“世界世界世\n界世” x\n\n\n\n\n");
    stage_close(&s);
}

TEST(text_without_room_ends_in_an_ellipsis)
{
    struct stage s;
    stage_empty(&s, 12, 3);
    struct win w = win_whole(&s.screen);
    assert_int_equal(view_puts(w, 0, 2, 7, STYLE(ROLE_TEXT), "short"), 7);
    assert_int_equal(view_puts(w, 1, 2, 7, STYLE(ROLE_TEXT), "longer"), 7);
    assert_int_equal(view_puts(w, 2, 9, 7, STYLE(ROLE_TEXT), "nowhere"), 9);
    assert_string_equal(stage_text(&s), "  short\n  long…\n\n");
    stage_close(&s);
}

/* A task that was destroyed is as bad as one that failed. */
TEST(a_state_is_always_told_by_its_own_glyph_and_role)
{
    for (int i = TASK_CREATED; i < TASK_STATES; i++)
        for (int k = TASK_CREATED; k < i; k++) {
            assert_int_not_equal(state_glyph((enum task_state)i), state_glyph((enum task_state)k));
            if (i != TASK_DESTROYED)
                assert_int_not_equal(state_role((enum task_state)i),
                                     state_role((enum task_state)k));
        }
    assert_int_equal(state_role(TASK_DESTROYED), ROLE_FAILED);
}

/* ---- the lexer ---- */

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screens_of_every_scene_are_as_they_were),
        cmocka_unit_test(going_forward_and_back_shows_the_same_screens),
        cmocka_unit_test(panes_cover_the_screen_and_never_each_other),
        cmocka_unit_test(every_pane_stays_inside_its_frame),
        cmocka_unit_test(a_screen_that_is_too_small_says_what_it_needs),
        cmocka_unit_test(an_ascii_screen_shows_nothing_but_ascii),
        cmocka_unit_test(the_lesson_is_whole_on_a_projector_in_every_frame),
        cmocka_unit_test(at_the_end_a_long_lesson_has_the_room_that_it_needs),
        cmocka_unit_test(a_large_screen_shows_the_whole_source_and_the_details_at_once),
        cmocka_unit_test(nothing_in_the_header_moves_as_numbers_grow),
        cmocka_unit_test(the_pane_with_the_focus_is_there_however_small_the_screen),
        cmocka_unit_test(the_story_is_scrolled_to_its_end_and_no_further),
        cmocka_unit_test(the_source_shows_who_stands_where),
        cmocka_unit_test(the_c_source_marks_the_line_that_stands_for_the_python_line),
        cmocka_unit_test(any_number_of_sources_is_shown_one_after_the_other),
        cmocka_unit_test(a_trace_without_its_source_says_so),
        cmocka_unit_test(the_numbers_of_lines_are_as_wide_as_the_last),
        cmocka_unit_test(a_hostile_source_is_drawn_escaped),
        cmocka_unit_test(the_queue_is_parted_into_this_tick_and_the_next),
        cmocka_unit_test(locks_and_queues_have_a_pane_if_the_trace_knows_any),
        cmocka_unit_test(asyncios_own_tasks_are_one_line_until_asked_for),
        cmocka_unit_test(a_filter_leaves_what_matches_name_coroutine_or_state),
        cmocka_unit_test(the_details_can_be_read_to_their_end_on_the_smallest_screen),
        cmocka_unit_test(locals_are_shown_as_they_are_now_and_what_they_were),
        cmocka_unit_test(the_details_have_the_chain_of_awaits_and_the_locals),
        cmocka_unit_test(of_very_many_tasks_the_marked_one_is_in_view),
        cmocka_unit_test(strange_names_do_not_break_the_screen),
        cmocka_unit_test(an_empty_trace_has_a_screen_too),
        cmocka_unit_test(the_window_of_a_list_always_holds_the_line_in_question),
        cmocka_unit_test(text_wraps_at_its_blanks),
        cmocka_unit_test(text_without_room_ends_in_an_ellipsis),
        cmocka_unit_test(a_state_is_always_told_by_its_own_glyph_and_role),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
