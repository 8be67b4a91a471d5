/* SPDX-License-Identifier: MIT */
/* What stands around the panes: header, footer, help and gallery; what is said of a task in any of them. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "scenes/scene.h"
#include "target/catalogue.h"
#include "tests/support/pane.h"
#include "tests/test.h"
#include "ui/command.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "view/about.h"
#include "view/layout.h"
#include "view/panes.h"
#include "view/view.h"

/* ---- the footer ---- */

TEST(the_footer_fits_every_width_and_always_has_help_and_quit)
{
    struct ui ui = {0};
    for (int w = 40; w <= 200; w++) {
        pane_draw(&view_footer, 1, w, &ui);
        const char *s = pane_row(0), *end = strstr(s, "? help   q quit");
        assert_non_null(end);
        assert_string_equal(end, "? help   q quit");
        for (const struct key *k = keys; k->name && w >= 120; k++)
            if (k->footer)
                assert_true(pane_shows(k->footer));
    }
    pane_draw(&view_footer, 1, 120, &ui);
    assert_string_equal(
        pane_row(0),
        " space play   → step   ← back   . every event   ] tick   o next turn   b break   "
        "u its cause   / find   ? help   q quit");
    ui.run.playing = true;
    pane_draw(&view_footer, 1, 120, &ui);
    assert_true(pane_shows("space pause"));
}

TEST(the_header_says_of_how_many_steps_only_where_that_is_known)
{
    struct ui ui = {0};
    pane_scene("count", 31);
    player_end(&player);
    player_seek(&player, 31);
    player_look_at_moment(&player);
    moments_see(&player.moments, &player.trace, player.trace.end);
    pane_draw(&view_header, 1, 100, &ui);
    assert_true(pane_shows("step") && !pane_shows("/"));
    ui.run.known = player.trace.end;
    pane_draw(&view_header, 1, 100, &ui);
    assert_true(pane_shows("/22"));
}

static void assert_state(const char *state, const struct ui *ui)
{
    pane_draw(&view_header, 1, 100, ui);
    if (!pane_shows(state))
        fail_msg("not “%s”: %s", state, pane_row(0));
}

/* A live program: no event is known behind the one where its loop sleeps. */
TEST(the_header_says_whether_what_is_let_run_runs_or_waits)
{
    struct target held = {.held = true, .live = true};
    struct ui ui = {0};
    pane_trace();
    pane_tell((struct event){.kind = EV_TICK, .tick = 1}, NULL);
    pane_tell((struct event){.kind = EV_IDLE, .tick = 1}, NULL);
    pane_see_all();
    struct target *before = player.target;
    player.target = &held;
    assert_state("‖ held", &ui);
    ui.run.playing = true;
    assert_state("▶ waiting", &ui);
    pane_tell((struct event){.kind = EV_TICK, .tick = 2}, NULL);
    assert_state("▶ running", &ui); /* it is known that it goes on */
    pane_see_all();
    assert_state("▶ running", &ui);
    held.asks = true;
    assert_state("▶ wants input", &ui);
    held.over = true;
    assert_state("▶ playing", &ui);
    player.target = before;
}

TEST(a_text_has_a_row_for_each_character_where_it_has_no_room_at_all)
{
    screen_close(&screen);
    screen_init(&screen, 6, 4);
    struct win w = win_sub(win_whole(&screen), 0, 0, 6, 1);
    assert_int_equal(view_wrap(w, 0, STYLE(ROLE_TEXT), "世界"), 2);
    assert_int_equal(view_wrap(w, 0, STYLE(ROLE_TEXT), "aéb"), 3);
    assert_string_equal(pane_row(0), "a");
    assert_string_equal(pane_row(1), "é");
    assert_string_equal(pane_row(2), "b");
}

TEST(a_message_is_shown_instead_of_the_keys_and_escaped)
{
    struct ui ui = {.message = "no \033[2J here"};
    pane_draw(&view_footer, 1, 80, &ui);
    assert_string_equal(pane_row(0), " no ^[[2J here");
}

TEST(a_prompt_shows_what_is_typed_or_the_end_of_it)
{
    struct ui ui = {.prompt = '/', .input = "Two", .caret = 3, .message = "hidden"};
    pane_draw(&view_prompt, 1, 40, &ui);
    assert_string_equal(pane_row(0), " /Two▏");
    memset(ui.input, 'x', 100);
    strcpy(ui.input + 100, "end");
    ui.caret = 103;
    pane_draw(&view_prompt, 1, 40, &ui);
    assert_string_equal(pane_text(0, 35), "xend▏");
    screen.ascii = true;
    view_prompt.draw(win_whole(&screen), &player, &ui);
    assert_string_equal(pane_text(0, 35), "xend_");
    screen.ascii = false;
    ui.caret = 101;
    pane_draw(&view_prompt, 1, 40, &ui);
    assert_string_equal(pane_text(0, 35), "xxxen");
}

TEST(the_caret_of_a_prompt_is_behind_what_is_typed_or_in_the_last_column)
{
    enum { COLUMNS = 20 };
    struct ui ui = {.prompt = ':'};
    for (int n = 0; n < 2 * COLUMNS; n++) {
        int at = n + 2 < COLUMNS ? n + 2 : COLUMNS - 1;
        ui.input[n] = 0;
        ui.caret = (size_t)n;
        pane_draw(&view_prompt, 1, COLUMNS, &ui);
        assert_int_equal(pane_column(0, u'▏'), at);
        if (n)
            assert_int_equal(screen_at(&screen, 0, at - 1)->ch, 'a' + (n - 1) % 26);
        ui.input[n] = (char)('a' + n % 26);
    }
}

/* ---- what is said of a task ---- */

TEST(a_task_is_found_by_its_name_if_only_one_has_it)
{
    static const char *const names[] = {NULL, "boss", "Task-2", "twin", "twin"};
    pane_trace();
    for (uint32_t i = 1; i <= 5; i++)
        pane_see((struct event){.kind = EV_TASK, .actor = i},
                 (struct note){.coro = "work", .name = names[i - 1]});
    pane_see_all();
    const struct model *m = &player.model;
    assert_int_equal(view_task_named(m, "Task-1"), 1);
    assert_int_equal(view_task_named(m, "boss"), 2);
    assert_int_equal(view_task_named(m, "Task-2"), 3); /* whose number is another's name */
    assert_int_equal(view_task_named(m, "twin"), 0);
    assert_int_equal(view_task_named(m, "Task-9"), 0);
    for (uint32_t i = 6; i <= 100003; i++)
        pane_tell((struct event){.kind = EV_TASK, .actor = i}, NULL);
    pane_see_all();
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
        pane_trace();
        pane_tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
        pane_tell((struct event){.kind = EV_TASK, .actor = 2}, NULL);
        pane_see((struct event){.kind = EV_BEGIN, .actor = 1, .handle = 1}, (struct note){0});
        pane_see((struct event){.kind = EV_END,
                                .actor = 1,
                                .handle = 1,
                                .what = (uint8_t)waits[i].on,
                                .ref = 2 | REF_TASK},
                 (struct note){0});
        pane_see_all();
        view_awaits(&b, &player.model, 1);
        assert_string_equal(b.s, waits[i].text);
        buf_free(&b);
        player_close(&player);
    }
    pane_trace();
}

/* ---- help and gallery ---- */

TEST(the_help_shows_every_key_and_state_at_80_by_24)
{
    struct ui ui = {0};
    pane_draw(&view_help, 24, 80, &ui);
    for (const struct key *k = keys; k->name; k++) {
        if (k->needs == KEY_COMPARING)
            continue;
        assert_true(pane_shows(key_label(k)));
        assert_true(pane_shows(key_help(k)));
    }
    for (int s = TASK_CREATED; s < TASK_STATES; s++)
        assert_true(pane_shows(state_names[s]));
    assert_false(pane_shows("…"));
}

TEST(the_help_can_be_read_to_its_end_at_40_by_12)
{
    for (const struct key *k = keys; k->name; k++) {
        if (k->needs == KEY_COMPARING)
            continue;
        struct ui ui = {0};
        bool found = false;
        for (; !found && ui.scroll < 60; ui.scroll++) {
            pane_draw(&view_help, 12, 40, &ui);
            found = pane_shows(key_help(k));
        }
        if (!found)
            fail_msg("%s: \"%s\" is not shown", k->name, key_help(k));
    }
    struct ui ui = {.scroll = 1000};
    pane_draw(&view_help, 12, 40, &ui);
    assert_true(strstr(pane_row(10), "destroyed") != NULL);
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
        assert_true(pane_shows("a longer name  does it at length"));
    }
}

TEST(the_gallery_lists_every_scene_and_tells_of_the_chosen_one)
{
    for (int i = 0; scenes[i]; i++) {
        struct ui ui = {
            .gallery = i, .mode = &mode_gallery.layers, .catalogue = catalogue_of_scenes()};
        pane_draw(&view_gallery, 80, 140, &ui);
        assert_true(pane_shows(scenes[i]->program.name));
        assert_true(pane_shows(scenes[i]->summary));
        assert_true(pane_shows(scenes[i]->program.file));
        char start[32];
        snprintf(start, sizeof start, "%s", scenes[i]->lesson);
        assert_true(pane_shows(start));
        pane_draw(&view_gallery, LEAST_H, LEAST_W, &ui);
        char line[32];
        snprintf(line, sizeof line, "▸ %.20s", scenes[i]->program.name);
        assert_true(pane_shows(line));
        pane_draw(&view_doings, 1, LEAST_W, &ui);
        assert_true(pane_shows("Enter opens"));
        assert_true(pane_shows("q quit"));
        assert_true(pane_shows("Esc back"));
        screen_erase(&screen);
        view_doings.draw(win_whole(&screen), NULL, &ui);
        assert_false(pane_shows("Esc"));
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
    pane_scene("makerandom", 150);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        PANES(the_footer_fits_every_width_and_always_has_help_and_quit),
        PANES(the_header_says_of_how_many_steps_only_where_that_is_known),
        PANES(the_header_says_whether_what_is_let_run_runs_or_waits),
        PANES(a_text_has_a_row_for_each_character_where_it_has_no_room_at_all),
        PANES(a_message_is_shown_instead_of_the_keys_and_escaped),
        PANES(a_prompt_shows_what_is_typed_or_the_end_of_it),
        PANES(the_caret_of_a_prompt_is_behind_what_is_typed_or_in_the_last_column),
        PANES(a_task_is_found_by_its_name_if_only_one_has_it),
        PANES(what_a_task_awaits_is_a_task_only_where_it_awaits_that_itself),
        PANES(the_help_shows_every_key_and_state_at_80_by_24),
        PANES(the_help_can_be_read_to_its_end_at_40_by_12),
        PANES(the_longest_name_and_text_of_a_column_of_the_help_have_room_wherever_they_stand),
        PANES(the_gallery_lists_every_scene_and_tells_of_the_chosen_one),
        PANES(any_size_will_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
