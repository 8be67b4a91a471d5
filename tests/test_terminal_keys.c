/* SPDX-License-Identifier: MIT */
/* Keys and the mouse, as the bytes that terminals send for them. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "tests/support/session.h"
#include "tests/test.h"
#include "ui/held.h"
#include "ui/keys.h"
#include "ui/play.h"
#include "ui/select.h"

static const char *bytes_of(int code, char *s)
{
    static const struct {
        int code;
        const char *bytes;
    } table[] = {
        {CODE_UP, "\033[A"},      {CODE_DOWN, "\033[B"},  {CODE_RIGHT, "\033[C"},
        {CODE_LEFT, "\033[D"},    {CODE_HOME, "\033[H"},  {CODE_END, "\033[F"},
        {CODE_PGUP, "\033[5~"},   {CODE_PGDN, "\033[6~"}, {CODE_F1, "\033OP"},
        {CODE_F10, "\033[21~"},   {CODE_ENTER, "\r"},     {CODE_SHIFT_TAB, "\033[Z"},
        {CODE_DELETE, "\033[3~"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].code == code)
            return table[i].bytes;
    s[utf8_encode((uint32_t)code, s)] = 0;
    return s;
}

/* Twice, and on the way through a scene: so that each has something to do there and back. What R does
 * is in tests/test_recording.c. */
TEST(every_key_does_what_it_does_in_a_script)
{
    for (const struct key *k = keys; k->name; k++) {
        if (k->press == press_quit || k->press == press_interrupt || k->press == press_play ||
            k->press == press_record)
            continue;
        struct vt v;
        char s[5], script[64];
        open_watching(&v, 24, 80);
        vt_type(&v, "]]ss");
        vt_type(&v, bytes_of(k->code, s));
        snprintf(script, sizeof script, "] ] s s %s", k->name);
        assert_shows(&v, "count", script);
        vt_type(&v, bytes_of(k->code, s));
        snprintf(script, sizeof script, "] ] s s %s %s", k->name, k->name);
        assert_shows(&v, "count", script);
        vt_close(&v);
    }
}

TEST(both_keys_to_quit_do)
{
    static const char *const quit[] = {"q", "\033[21~", ":quit\r"};
    for (size_t i = 0; i < sizeof quit / sizeof *quit; i++) {
        struct vt v;
        open_watching(&v, 24, 80);
        vt_type(&v, quit[i]);
        assert_exits(&v, 0);
        assert_clean(&v);
        vt_close(&v);
    }
}

TEST(ctrl_c_cancels_what_is_typed_and_quits_where_nothing_is)
{
    struct vt v;
    open_watching(&v, 24, 80);
    vt_type(&v, "]]/One");
    assert_shows(&v, "count", "] ] / \"One\"");
    vt_type(&v, "\003");
    assert_shows(&v, "count", "] ] / \"One\" ctrl-c");
    vt_type(&v, "s");
    assert_shows(&v, "count", "] ] / \"One\" ctrl-c s");
    vt_type(&v, "\003");
    assert_killed(&v, SIGINT);
    assert_clean(&v);
    vt_close(&v);
}

TEST(a_key_is_known_by_every_sequence_that_terminals_send_for_it)
{
    static const struct {
        const char *bytes, *name;
    } spellings[] = {
        {"\033OC", "right"},    {"\033[1;5C", "right"}, {"\033OF", "end"},   {"\033[4~", "end"},
        {"\033[8~", "end"},     {"\033OA", "up"},       {"\033OB", "down"},  {"\033[11~", "f1"},
        {"\033[[A", "f1"},      {"\n", "enter"},        {"\033OM", "enter"}, {"\033[6;2~", "pgdn"},
        {"\033[1~s", "home s"}, {"\033OH]", "home ]"},
    };
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        struct vt v;
        char script[64];
        open_watching(&v, 24, 80);
        vt_type(&v, "]]");
        vt_type(&v, spellings[i].bytes);
        snprintf(script, sizeof script, "] ] %s", spellings[i].name);
        assert_shows(&v, "count", script);
        vt_close(&v);
    }
}

TEST(what_no_key_sends_does_nothing)
{
    struct vt v;
    open_watching(&v, 24, 80);
    vt_type(&v, "s\033[99~\033[1;2;3;4;5;6;7;8;9y\033[?1;2c\033[<0;1;1m\033O5\377\300\200\033[200");
    vt_type(&v, "\033[99999999999999999999~s");
    assert_shows(&v, "count", "s s");
    close_watching(&v);
}

TEST(a_sequence_of_any_length_is_no_text)
{
    struct vt v;
    char s[2003] = "\033[";
    memset(s + 2, '1', sizeof s - 3);
    open_watching(&v, 24, 80);
    vt_type(&v, "]/");
    vt_type(&v, s);
    vt_type(&v, "~s");
    assert_shows(&v, "count", "] / s");
    vt_type(&v, "\033");
    assert_shows(&v, "count", "]");
    close_watching(&v);
}

TEST(pasted_text_goes_into_a_prompt_and_nowhere_else)
{
    struct vt v;
    open_watching(&v, 24, 80);
    assert_true(v.pastes);
    vt_type(&v, "s\033[200~sss]]qb\033[201~s");
    assert_shows(&v, "count", "s s");
    vt_type(&v, "/\033[200~Two\nqq\tq\033[C\033[201~.");
    assert_shows(&v, "count", "s s / \"Two qq q.\"");
    vt_type(&v, "\033");
    assert_shows(&v, "count", "s s / esc");
    close_watching(&v);
}

TEST(answers_of_the_terminal_are_no_keys)
{
    struct vt v;
    open_watching(&v, 24, 80);
    vt_type(&v, "s\033]10;rgb:1e1e/1e1e/1e1e\a\033P1$r0q\033\\\033_Gq\033\\\033^q\033\\\033[Mqrs");
    vt_type(&v, "\033]0;s]]q");
    vt_type(&v, "\033[C");
    assert_shows(&v, "count", "s right");
    close_watching(&v);
}

TEST(kittys_keys_are_keys)
{
    struct vt v;
    open_watching(&v, 24, 80);
    vt_type(&v, "\033[115u\033[115;1:2u\033[115;1:3u\033[1;1:1C\033[1;1:3C\033[47;2;63u");
    assert_shows(&v, "count", "s s right ?");
    vt_type(&v, "\033[27u\033[93u");
    assert_shows(&v, "count", "s s right ? esc ]");
    vt_type(&v, "\033[99;5u");
    assert_killed(&v, SIGINT);
    assert_clean(&v);
    vt_close(&v);
}

TEST(control_s_does_not_stop_the_output)
{
    struct vt v;
    open_watching(&v, 24, 80);
    vt_type(&v, "\023s");
    assert_shows(&v, "count", "s");
    close_watching(&v);
}

TEST(esc_closes_the_help_although_sequences_begin_with_it)
{
    struct vt v;
    open_watching(&v, 24, 80);
    vt_type(&v, "?");
    assert_shows(&v, "count", "?");
    vt_type(&v, "\033");
    assert_shows(&v, "count", "? esc");
    close_watching(&v);
}

TEST(esc_and_another_key_may_come_at_once)
{
    struct vt v;
    open_watching(&v, 24, 80);
    vt_type(&v, "?\033]");
    assert_shows(&v, "count", "? esc ]");
    vt_type(&v, "?\033\033[C");
    assert_shows(&v, "count", "? esc ] ? esc right");
    close_watching(&v);
}

TEST(characters_beyond_ascii_can_be_typed)
{
    struct vt v;
    open_watching(&v, 24, 80);
    vt_type(&v, "/naïve→世");
    assert_shows(&v, "count", "/ \"naïve→世\"");
    vt_type(&v, "\177\b");
    assert_shows(&v, "count", "/ \"naïve→世\" backspace backspace");
    vt_type(&v, "\033");
    assert_shows(&v, "count", "/ esc");
    close_watching(&v);
}

TEST(no_key_of_a_storm_is_lost)
{
    struct vt v;
    char storm[1501], script[3001];
    for (size_t i = 0; i < sizeof storm - 1; i++) {
        storm[i] = "s]S[ss"[i % 6];
        script[2 * i] = storm[i];
        script[2 * i + 1] = ' ';
    }
    storm[sizeof storm - 1] = script[sizeof script - 1] = 0;
    open_watching(&v, 24, 80);
    vt_type(&v, storm);
    assert_shows(&v, "count", script);
    close_watching(&v);
}

TEST(a_storm_of_keys_is_painted_in_few_frames)
{
    struct vt v;
    char storm[3001];
    memset(storm, 'j', 3000);
    storm[3000] = 0;
    open_watching(&v, 24, 80);
    size_t before = v.bytes;
    vt_type(&v, "?");
    assert_shows(&v, "count", "?");
    size_t frame = v.bytes - before;
    before = v.bytes;
    vt_type(&v, storm);
    vt_type(&v, "?");
    assert_shows(&v, "count", "");
    assert_true(v.bytes - before < 4 * frame); /* they are read in three pieces */
    close_watching(&v);
}

/* ---- the mouse ---- */

TEST(a_click_selects_the_pane_it_hits_and_the_wheel_scrolls_it)
{
    struct vt v;
    open_watching(&v, 36, 120);
    assert_int_equal(v.mouse, VTERM_PROP_MOUSE_CLICK);
    vt_type(&v, "\033[<0;5;7M\033[<0;5;7m");
    assert_shows(&v, "count", "shift-tab shift-tab");
    vt_type(&v, "G");
    vt_type(&v, "\033[<64;90;18M");
    assert_shows(&v, "count", "end tab up");
    vt_type(&v, "\033[<65;90;18M");
    assert_shows(&v, "count", "end tab up down");
    close_watching(&v);
}

/* In the last line, 80 columns wide: " space play   → step". */
TEST(a_click_on_a_key_presses_it)
{
    struct vt v;
    open_watching(&v, 24, 80);
    vt_type(&v, "\033[<0;17;24M\033[<0;17;24m");
    assert_shows(&v, "count", "right");
    vt_type(&v, "\033[<4;17;24M\033[<0;14;24M"); /* Shift does not matter, between two is none */
    assert_shows(&v, "count", "right right");
    close_watching(&v);
}

TEST(the_mouse_is_left_to_the_terminal_if_asked_for)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope(), "count", "--no-mouse"));
    assert_shows(&v, "count", "");
    assert_int_equal(v.mouse, VTERM_PROP_MOUSE_NONE);
    close_watching(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_does_what_it_does_in_a_script),
        cmocka_unit_test(both_keys_to_quit_do),
        cmocka_unit_test(ctrl_c_cancels_what_is_typed_and_quits_where_nothing_is),
        cmocka_unit_test(a_key_is_known_by_every_sequence_that_terminals_send_for_it),
        cmocka_unit_test(what_no_key_sends_does_nothing),
        cmocka_unit_test(a_sequence_of_any_length_is_no_text),
        cmocka_unit_test(pasted_text_goes_into_a_prompt_and_nowhere_else),
        cmocka_unit_test(answers_of_the_terminal_are_no_keys),
        cmocka_unit_test(kittys_keys_are_keys),
        cmocka_unit_test(control_s_does_not_stop_the_output),
        cmocka_unit_test(esc_closes_the_help_although_sequences_begin_with_it),
        cmocka_unit_test(esc_and_another_key_may_come_at_once),
        cmocka_unit_test(characters_beyond_ascii_can_be_typed),
        cmocka_unit_test(no_key_of_a_storm_is_lost),
        cmocka_unit_test(a_storm_of_keys_is_painted_in_few_frames),
        cmocka_unit_test(a_click_selects_the_pane_it_hits_and_the_wheel_scrolls_it),
        cmocka_unit_test(a_click_on_a_key_presses_it),
        cmocka_unit_test(the_mouse_is_left_to_the_terminal_if_asked_for),
    };
    setenv("LOOPSCOPE", loopscope(), 1);
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
