/* SPDX-License-Identifier: MIT */
/* What the mouse does to whatever is drawn beneath it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "scenes/scene.h"
#include "scenes/sources.h"
#include "target/catalogue.h"
#include "target/program.h"
#include "tests/test.h"
#include "ui/app.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "view/frame.h"

static struct player player;
static struct app app;
static struct source two[2];

static void tell(struct message m)
{
    app_update(&app, &m);
    while (app_goes_on(&app))
        app_update(&app, &(struct message){.kind = MSG_TIME});
    app_draw(&app);
}

static void press(int code)
{
    tell((struct message){.kind = MSG_KEY, .code = code});
}

static void click(int y, int x)
{
    tell((struct message){.kind = MSG_CLICK, .code = 1, .y = y, .x = x});
}

static void open_scene(const char *name, int h, int w, uint32_t cursor)
{
    const struct scene *s = scene_find(name);
    assert_int_equal(program_open(&player, &s->program, CLOCK_VIRTUAL, 0), 0);
    player_produce(&player, TRACE_NONE);
    two[0] = *source_find(s->program.file);
    two[1] = *source_find(s->c_file);
    player.trace.sources = two;
    player.trace.nsources = 2;
    app_init(&app, h, w, false, catalogue_of_scenes());
    app_attach(&app, &player);
    assert_true(player_seek(&player, cursor));
    tell((struct message){.kind = MSG_TIME});
}

static void close_scene(void)
{
    app_close(&app);
    player_close(&player);
}

/* Row y of a window, the characters of the screen one for one, others as '?'. */
static const char *row(struct win w, int y)
{
    static char s[SCREEN_MAX + 1];
    for (int x = 0; x < w.w; x++) {
        uint32_t ch = screen_at(&app.screen, w.y + y, w.x + x)->ch;
        s[x] = ch >= ' ' && ch < 0x7f ? (char)ch : '?';
    }
    s[w.w] = 0;
    return s;
}

static const int sizes[][2] = {{36, 120}, {24, 80}, {14, 60}, {12, 40}};
enum { SIZES = sizeof sizes / sizeof *sizes };

/* ---- the source ---- */

static struct win pane_of(enum pane pane)
{
    struct win w = {0};
    for (int i = 0; i < app.screen.h * app.screen.w; i++)
        if (frame_pane(&app.screen, &app.ui, i / app.screen.w, i % app.screen.w, &w) == pane)
            return w;
    return (struct win){0};
}

/* The line number at the beginning of a row of the source; 0: none. */
static uint32_t number_of(const char *s)
{
    char *end;
    s += strspn(s, "? ");
    unsigned long n = strtoul(s, &end, 10);
    return end > s && end - s < 4 ? (uint32_t)n : 0;
}

TEST(a_click_on_a_line_of_the_source_sets_a_breakpoint_and_takes_it_away)
{
    for (int i = 0; i < SIZES; i++)
        for (uint32_t at = 1; at < 60; at += 7) {
            open_scene("makerandom", sizes[i][0], sizes[i][1], at);
            struct win w = pane_of(PANE_SOURCE);
            int clicked = 0;
            for (int y = 0; y < w.h; y++) {
                char before[SCREEN_MAX + 1];
                snprintf(before, sizeof before, "%s", row(w, y));
                uint32_t n = number_of(before);
                if (!n || !strpbrk(before, "abcdefghijklmnopqrstuvwxyz"))
                    continue;
                click(w.y + y, w.x + w.w / 2);
                assert_true(player_breaks(&player, NULL, n));
                click(w.y + y, w.x + w.w / 2);
                assert_false(player_breaks(&player, NULL, n));
                assert_int_equal(app.ui.run.focus, PANE_SOURCE);
                app.ui.run.focus = PANE_TASKS;
                app_draw(&app);
                clicked++;
            }
            assert_true(clicked > 0);
            close_scene();
        }
}

TEST(the_second_row_of_the_line_that_runs_is_that_line_too)
{
    open_scene("makerandom", 14, 60, 0);
    int found = 0;
    for (uint32_t at = 1; at < 80; at++) {
        player_seek(&player, at);
        app_draw(&app);
        struct win w = pane_of(PANE_SOURCE);
        for (int y = 1; y < w.h; y++) {
            uint32_t n = number_of(row(w, y - 1));
            if (!n || number_of(row(w, y)) ||
                screen_at(&app.screen, w.y + y, w.x + 1)->style.ground != GROUND_CURRENT)
                continue;
            click(w.y + y, w.x + 10);
            assert_true(player_breaks(&player, NULL, n));
            click(w.y + y, w.x + 10);
            app.ui.run.focus = PANE_TASKS;
            app_draw(&app);
            found++;
        }
    }
    assert_true(found > 0);
    close_scene();
}

TEST(a_click_on_the_c_source_breaks_at_the_python_line_that_it_stands_for)
{
    open_scene("count", 36, 120, 51);
    press('x');
    struct win w = pane_of(PANE_SOURCE);
    int found = 0;
    for (int y = 1; y < w.h - 1; y++) {
        const char *py = strstr(row(w, y), "py(");
        uint32_t n = py ? (uint32_t)atoi(py + 3) : 0;
        if (!n)
            continue;
        click(w.y + y, w.x + 20);
        assert_true(player_breaks(&player, NULL, n));
        click(w.y + y, w.x + 20);
        found++;
    }
    assert_true(found > 2);
    close_scene();
}

/* ---- tasks and lanes ---- */

TEST(a_click_on_a_task_selects_it_at_every_size)
{
    for (int i = 0; i < SIZES; i++) {
        open_scene("count", sizes[i][0], sizes[i][1], 51);
        struct win w = pane_of(PANE_TASKS);
        int found = 0;
        for (int y = 0; y < w.h; y++) {
            const char *name = strstr(row(w, y), "Task-");
            if (!name || name - row(w, y) > 16)
                continue;
            uint32_t task = (uint32_t)atoi(name + 5);
            click(w.y + y, w.x + 4);
            assert_int_equal(app.ui.run.task, task);
            assert_int_equal(player.model.cursor, 51);
            found++;
        }
        assert_true(found >= 2);
        close_scene();
    }
}

/* A full block is where the row's task ran. */
TEST(a_click_on_a_turn_in_a_lane_goes_into_that_turn)
{
    for (int i = 0; i < SIZES; i++) {
        int found = 0;
        open_scene("count", sizes[i][0], sizes[i][1], 0);
        press(CODE_END);
        struct win w = pane_of(PANE_TASKS);
        for (int y = 0; y < w.h; y++)
            for (int x = 0; x < w.w; x++) {
                const char *name = strstr(row(w, y), "Task-");
                if (!name || screen_at(&app.screen, w.y + y, w.x + x)->ch != u'█')
                    continue;
                uint32_t task = (uint32_t)atoi(name + 5);
                click(w.y + y, w.x + x);
                assert_int_equal(player.model.task, task);
                press(CODE_END);
                found++;
            }
        assert_true(found >= 2);
        close_scene();
    }
}

/* The cursor's line stands behind the column of the last event: where one clicked or, in a sleep,
 * where it began. */
TEST(the_cursor_goes_where_the_click_was_and_never_beyond_it)
{
    int exactly = 0;
    open_scene("count", 36, 120, 60);
    struct win w = pane_of(PANE_TASKS);
    for (int x = 70; x < w.x + w.w - 2; x++) {
        player_seek(&player, 60);
        app_draw(&app);
        click(w.y + 1, x);
        int line = w.x + w.w - 2;
        while (screen_at(&app.screen, w.y + 1, line)->ch != u'┃')
            line--;
        assert_true(line <= x + 1);
        exactly += line == x + 1;
    }
    assert_true(exactly >= 4); /* the staircase behind the sleep */
    close_scene();
}

TEST(a_click_on_a_block_of_the_program_goes_to_what_blocked)
{
    int found = 0;
    open_scene("count-sync", 36, 120, 0);
    press(CODE_END);
    struct win w = pane_of(PANE_TASKS);
    for (int x = w.x; x < w.x + w.w; x++) {
        if (screen_at(&app.screen, w.y + 1, x)->ch != u'▒')
            continue;
        click(w.y + 1, x);
        assert_int_equal(trace_at(&player.trace, player.model.cursor - 1)->kind, EV_BLOCK);
        press(CODE_END);
        found++;
    }
    assert_true(found > 3);
    close_scene();
}

/* ---- the last line ---- */

TEST(a_click_on_a_key_of_the_last_line_presses_it)
{
    for (size_t i = 0; keys[i].name; i++) {
        char wanted[32];
        int found = 0;
        if (!keys[i].footer || keys[i].press == NULL)
            continue;
        open_scene("count", 36, 160, 40);
        snprintf(wanted, sizeof wanted, " %s", keys[i].footer);
        struct win last = {.screen = &app.screen, .y = 35, .h = 1, .w = 160};
        const char *at = strstr(row(last, 0), wanted);
        for (int x = 0; x < 160; x++) {
            struct hit hit = frame_hit(&app.screen, &player, &app.ui, 35, x);
            found += hit.kind == HIT_KEY && (int)hit.n == keys[i].code;
        }
        if (at) {
            struct hit hit =
                frame_hit(&app.screen, &player, &app.ui, 35, (int)(at - row(last, 0)) + 1);
            assert_int_equal(hit.kind, HIT_KEY);
            assert_int_equal(hit.n, keys[i].code);
        }
        assert_true(!at == !found);
        close_scene();
    }
    open_scene("count", 36, 120, 40);
    click(35, 2);
    assert_true(app.ui.run.playing);
    click(35, 2);
    assert_false(app.ui.run.playing);
    close_scene();
}

TEST(a_click_between_the_keys_or_on_a_message_presses_none)
{
    open_scene("count", 24, 80, 40);
    click(23, 0);
    click(23, 79);
    assert_int_equal(player.model.cursor, 40);
    press('p');
    assert_true(app.ui.message[0]);
    assert_int_equal(frame_hit(&app.screen, &player, &app.ui, 23, 2).kind, HIT_NOTHING);
    close_scene();
}

/* ---- the gallery ---- */

/* Row y of the screen is that of offer n. */
static bool is_offer(int y, int n)
{
    char name[64];
    snprintf(name, sizeof name, " %s ", catalogue_of_scenes()->at[n].name);
    return !strncmp(row(win_whole(&app.screen), y) + 3, name, strlen(name));
}

TEST(a_click_chooses_a_scene_and_another_one_opens_it)
{
    int n = (int)catalogue_of_scenes()->n;
    for (int i = 0; i < SIZES; i++) {
        int found = 0;
        app_init(&app, sizes[i][0], sizes[i][1], false, catalogue_of_scenes());
        app_draw(&app);
        for (int k = 0; k < sizes[i][0] * n; k++) {
            struct message m = {.kind = MSG_CLICK, .y = k / n, .x = 10};
            if (app.ui.gallery == k % n || !is_offer(k / n, k % n))
                continue;
            assert_int_equal(app_update(&app, &m) & REACT_OPEN, 0);
            assert_int_equal(app.ui.gallery, k % n);
            app_draw(&app);
            if (is_offer(k / n, k % n)) /* else the list has moved */
                assert_true(app_update(&app, &m) & REACT_OPEN);
            found++;
        }
        assert_true(found > 0);
        app_close(&app);
    }
}

TEST(a_click_on_the_frame_around_the_scenes_chooses_none)
{
    app_init(&app, 24, 80, false, catalogue_of_scenes());
    app_draw(&app);
    int y = 1;
    while (!is_offer(y, 1))
        y++;
    for (int x = 0; x < 80; x++) {
        app.ui.gallery = 0;
        app_update(&app, &(struct message){.kind = MSG_CLICK, .y = y, .x = x});
        assert_int_equal(app.ui.gallery, x > 0 && x < 79);
    }
    app_close(&app);
}

TEST(a_click_on_a_key_of_the_gallery_presses_it)
{
    app_init(&app, 24, 80, false, catalogue_of_scenes());
    app_draw(&app);
    struct win last = {.screen = &app.screen, .y = 23, .h = 1, .w = 80};
    int enter = (int)(strstr(row(last, 0), "opens") - row(last, 0));
    int quit = (int)(strstr(row(last, 0), "quit") - row(last, 0));
    assert_true(app_update(&app, &(struct message){.kind = MSG_CLICK, .y = 23, .x = enter}) &
                REACT_OPEN);
    assert_true(app_update(&app, &(struct message){.kind = MSG_CLICK, .y = 23, .x = quit}) &
                REACT_QUIT);
    assert_false(app_update(&app, &(struct message){.kind = MSG_CLICK, .y = 23, .x = 79}) &
                 (REACT_QUIT | REACT_OPEN));
    app_close(&app);
}

/* ---- what lies over the panes ---- */

TEST(a_click_closes_the_help_and_hits_nothing_beneath_it)
{
    open_scene("count", 24, 80, 40);
    press('?');
    click(8, 10);
    assert_ptr_equal(app.ui.mode, &mode_watch.layers);
    for (uint32_t line = 1; line < 20; line++)
        assert_false(player_breaks(&player, NULL, line));
    close_scene();
}

TEST(a_click_on_a_key_of_the_list_of_breakpoints_presses_it)
{
    open_scene("count", 24, 80, 0);
    player_break(&player, NULL, 6);
    mode_enter(&app, &mode_breaks);
    app_draw(&app);
    struct win last = {.screen = &app.screen, .y = 23, .h = 1, .w = 80};
    int away = (int)(strstr(row(last, 0), "take away") - row(last, 0));
    assert_true(player_breaks(&player, NULL, 6));
    click(23, away);
    assert_false(player_breaks(&player, NULL, 6));
    click(23, 1);
    assert_ptr_equal(app.ui.mode, &mode_watch.layers);
    close_scene();
}

/* ---- who runs next? ---- */

/* Where a text stands, on the first line that has it. */
static void find_text(const char *text, int *y, int *x)
{
    struct win whole = win_whole(&app.screen);
    for (*y = 0; *y < app.screen.h; ++*y) {
        const char *at = strstr(row(whole, *y), text);
        if (at) {
            *x = (int)(at - row(whole, *y));
            return;
        }
    }
    fail_msg("“%s” is not on the screen", text);
}

TEST(a_click_on_a_candidate_answers_and_one_beside_them_does_not)
{
    for (int i = 0; i < SIZES; i++) {
        int y, x;
        open_scene("count", sizes[i][0], sizes[i][1], 15);
        press('P');
        press('s');
        find_text("2 Task-3", &y, &x);
        click(y - 1, x);
        click(y, app.screen.w - 2);
        assert_int_equal(app.ui.run.predict.asked, 0);
        click(y, x + 3);
        assert_int_equal(app.ui.run.predict.said, 3);
        assert_int_equal(app.ui.run.predict.asked, 1);
        assert_int_equal(app.ui.run.predict.right, 0);
        click(y, x + 3);
        assert_int_equal(app.ui.run.predict.asked, 1);
        find_text("go on", &y, &x);
        click(y, x);
        assert_int_equal(player.model.cursor, 19);
        close_scene();
    }
}

TEST(a_click_on_a_key_below_a_question_presses_it)
{
    int y, x;
    open_scene("count", 24, 80, 15);
    press('P');
    press('s');
    find_text("look back", &y, &x);
    click(y, x);
    assert_int_equal(player.model.cursor, 14);
    press('s');
    press('s');
    find_text("no more", &y, &x);
    click(y, x);
    assert_false(app.ui.run.predict.on);
    close_scene();
}

TEST(a_click_on_a_row_of_the_breakpoints_hits_it_from_frame_to_frame)
{
    for (int i = 0; i < SIZES; i++) {
        uint32_t rows = 0;
        open_scene("count", sizes[i][0], sizes[i][1], 40);
        for (uint32_t line = 3; line <= 6; line++)
            player_break(&player, NULL, line);
        mode_enter(&app, &mode_breaks);
        app_draw(&app);
        for (int y = 0; y < sizes[i][0]; y++) {
            int from = 0, to;
            struct hit hit;
            while (from < sizes[i][1] &&
                   frame_hit(&app.screen, &player, &app.ui, y, from).kind != HIT_BREAK)
                from++;
            for (to = from; to < sizes[i][1]; to++) {
                hit = frame_hit(&app.screen, &player, &app.ui, y, to);
                if (hit.kind != HIT_BREAK)
                    break;
                assert_int_equal(hit.n, rows);
            }
            if (from == to)
                continue;
            assert_int_equal(screen_at(&app.screen, y, from - 1)->ch, u'┃');
            assert_int_equal(screen_at(&app.screen, y, to)->ch, u'┃');
            rows++;
        }
        assert_int_equal(rows, 4);
        close_scene();
    }
}

TEST(a_click_anywhere_breaks_nothing)
{
    for (int i = 0; i < SIZES; i++) {
        open_scene("count", sizes[i][0], sizes[i][1], 40);
        for (int y = -1; y <= sizes[i][0]; y++)
            for (int x = -1; x <= sizes[i][1]; x += 3) {
                click(y, x);
                tell((struct message){.kind = MSG_WHEEL, .code = x % 2 ? 1 : -1, .y = y, .x = x});
            }
        close_scene();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_click_on_a_line_of_the_source_sets_a_breakpoint_and_takes_it_away),
        cmocka_unit_test(the_second_row_of_the_line_that_runs_is_that_line_too),
        cmocka_unit_test(a_click_on_the_c_source_breaks_at_the_python_line_that_it_stands_for),
        cmocka_unit_test(a_click_on_a_task_selects_it_at_every_size),
        cmocka_unit_test(a_click_on_a_turn_in_a_lane_goes_into_that_turn),
        cmocka_unit_test(the_cursor_goes_where_the_click_was_and_never_beyond_it),
        cmocka_unit_test(a_click_on_a_block_of_the_program_goes_to_what_blocked),
        cmocka_unit_test(a_click_on_a_key_of_the_last_line_presses_it),
        cmocka_unit_test(a_click_between_the_keys_or_on_a_message_presses_none),
        cmocka_unit_test(a_click_chooses_a_scene_and_another_one_opens_it),
        cmocka_unit_test(a_click_on_the_frame_around_the_scenes_chooses_none),
        cmocka_unit_test(a_click_on_a_key_of_the_gallery_presses_it),
        cmocka_unit_test(a_click_on_a_key_of_the_list_of_breakpoints_presses_it),
        cmocka_unit_test(a_click_closes_the_help_and_hits_nothing_beneath_it),
        cmocka_unit_test(a_click_on_a_candidate_answers_and_one_beside_them_does_not),
        cmocka_unit_test(a_click_on_a_key_below_a_question_presses_it),
        cmocka_unit_test(a_click_on_a_row_of_the_breakpoints_hits_it_from_frame_to_frame),
        cmocka_unit_test(a_click_anywhere_breaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
