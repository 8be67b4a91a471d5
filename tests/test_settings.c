/* SPDX-License-Identifier: MIT */
/* Settings: what a file and a variable say, and what is said of what is wrong in them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/commands.h"
#include "cmd/config.h"
#include "cmd/parse.h"
#include "tests/support/session.h"
#include "tests/test.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "ui/move.h"
#include "ui/play.h"
#include "ui/select.h"

/* A folder with a loopscope/config of that text in it, until gone(). */
static char home[64];

static void settle(const char *text)
{
    char path[128];
    strcpy(home, "/tmp/loopscope-settings-XXXXXX");
    assert_non_null(mkdtemp(home));
    snprintf(path, sizeof path, "%s/loopscope", home);
    assert_int_equal(mkdir(path, 0700), 0);
    strcat(path, "/config");
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    setenv("XDG_CONFIG_HOME", home, 1);
}

static void gone(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", home);
    assert_int_equal(system(command), 0);
}

/* What they make of the options; what is said on standard error is not shown. */
static struct options read_settings(const char *file, const char *variable)
{
    struct options o;
    int saved = dup(STDERR_FILENO);
    settle(file);
    setenv("LOOPSCOPE_OPTIONS", variable, 1);
    parse_nothing(&o, commands);
    assert_non_null(freopen("/dev/null", "w", stderr));
    config_read(&o);
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    gone();
    return o;
}

TEST(a_file_says_how_it_shall_be)
{
    struct options o = read_settings("# all of them\n"
                                     "theme light\n"
                                     "  color\t16\r\n"
                                     "ascii yes\n"
                                     "mouse no\n"
                                     "pace clock\n"
                                     "\n"
                                     "speed 1/4",
                                     "");
    assert_string_equal(o.wrong, "");
    assert_string_equal(o.theme->name, "light");
    assert_int_equal(o.color, COLOR_16);
    assert_true(o.ascii && o.no_mouse && o.clock_pace);
    assert_int_equal(o.speed, -2);
    o = read_settings("ascii no\nmouse yes\npace event\n", "");
    assert_false(o.ascii || o.no_mouse || o.clock_pace);
}

TEST(the_variable_counts_more_and_the_command_line_most)
{
    struct options o = read_settings("theme light\nspeed 2\n", " --theme mono --ascii ");
    assert_string_equal(o.theme->name, "mono");
    assert_true(o.ascii);
    assert_int_equal(o.speed, 1);
    assert_int_equal(
        parse(&o, 3, (char **)(void *)(const void *)WORDS("loopscope", "count", "--speed=8")), 0);
    assert_int_equal(o.speed, 3);
    assert_string_equal(o.theme->name, "mono");
    assert_string_equal(o.wish.what, "count");
}

TEST(no_file_and_no_variable_say_nothing)
{
    struct options o;
    unsetenv("LOOPSCOPE_OPTIONS");
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    parse_nothing(&o, commands);
    config_read(&o);
    assert_string_equal(o.wrong, "");
    assert_null(o.theme);
}

TEST(a_wrong_line_has_its_number_and_a_sentence_and_the_others_count)
{
    static const struct {
        const char *line, *sentence;
    } wrong[] = {
        {"theme blue", "--theme is dark, light, colorblind or mono, not 'blue'"},
        {"speed 3", "--speed is 1/4, 1/2, 1, 2, 4, 8, 16, 32 or 64, not '3'"},
        {"ascii maybe", "ascii is yes or no, not 'maybe'"},
        {"mouse", "a line is a setting and its value, as in theme light"},
        {"theme = light", "a line is a setting and its value, as in theme light"},
        {"seed 7",
         "there is no setting 'seed'; there are theme, color, ascii, mouse, pace, speed and bind"},
        {"no-mouse yes", "there is no setting 'no-mouse'; there are theme, color, ascii, mouse, "
                         "pace, speed and bind"},
        {"bind n", "a key is bound so: bind KEY KEY, as in bind n right"},
        {"bind nn right", "there is no key 'nn'; loopscope help keys has their names"},
        {"bind n nowhere", "there is no key 'nowhere'; loopscope help keys has their names"},
        {"bind n Q", "there is no key 'Q'; loopscope help keys has their names"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char text[128], want[256];
        snprintf(text, sizeof text, "pace clock\n%s\nascii yes\n", wrong[i].line);
        struct options o = read_settings(text, "");
        snprintf(want, sizeof want, "%s/loopscope/config:2: %s", home, wrong[i].sentence);
        want[sizeof o.wrong - 1] = 0;
        assert_string_equal(o.wrong, want);
        assert_true(o.clock_pace && o.ascii);
        assert_int_equal(o.nbindings, 0);
    }
}

TEST(a_file_that_cannot_be_read_is_told_without_a_line)
{
    char path[128], want[256];
    struct options o;
    settle("");
    snprintf(path, sizeof path, "%s/loopscope/config", home);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    setenv("LOOPSCOPE_OPTIONS", "", 1);
    parse_nothing(&o, commands);
    int saved = dup(STDERR_FILENO);
    assert_non_null(freopen("/dev/null", "w", stderr));
    config_read(&o);
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    snprintf(want, sizeof want, "%s: cannot be read: Is a directory", path);
    want[sizeof o.wrong - 1] = 0;
    assert_string_equal(o.wrong, want);
    gone();
}

TEST(so_many_keys_are_bound_and_no_more)
{
    struct buf text = {0};
    for (int i = 0; i < 66; i++)
        buf_puts(&text, i < 64 ? "bind a s\n" : "bind b s\n");
    struct options o = read_settings(buf_str(&text), "");
    assert_int_equal(o.nbindings, 64);
    assert_non_null(strstr(o.wrong, "config:65: more than 64 keys are bound"));
    assert_int_equal(o.bindings[63].code, 'a');
    buf_free(&text);
}

TEST(a_key_with_a_long_name_is_bound_too)
{
    struct options o = read_settings("bind shift-tab right\nbind backspace nothing\n", "");
    assert_string_equal(o.wrong, "");
    assert_int_equal(o.nbindings, 2);
    assert_string_equal(o.bindings[0].name, "shift-tab");
    assert_int_equal(o.bindings[0].code, CODE_SHIFT_TAB);
    assert_int_equal(o.bindings[0].to, CODE_RIGHT);
    assert_string_equal(o.bindings[1].name, "backspace");
    assert_int_equal(o.bindings[1].to, 0);
}

TEST(of_a_wrong_variable_nothing_counts)
{
    static const struct {
        const char *text, *sentence;
    } wrong[] = {
        {"--ascii --theme blue", "--theme is dark, light, colorblind or mono, not 'blue'"},
        {"--ascii --seed 7", "--seed is no setting"},
        {"--ascii -h", "--help is no setting"},
        {"--ascii count", "these are options only; what is 'count' for?"},
        {"--ascii --blue", "unrecognized option '--blue'"},
        {"--ascii --theme", "option '--theme' requires an argument"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char want[256];
        struct options o = read_settings("speed 2\n", wrong[i].text);
        snprintf(want, sizeof want, "LOOPSCOPE_OPTIONS: %s", wrong[i].sentence);
        assert_string_equal(o.wrong, want);
        assert_false(o.ascii);
        assert_int_equal(o.speed, 1);
    }
}

TEST(what_help_config_prints_is_a_file_without_a_mistake)
{
    struct buf text = {0};
    char *s;
    assert_int_equal(shell(&text, "%s help config | sed -n 's/^#\\([a-z]\\)/\\1/p'", loopscope()),
                     0);
    assert_non_null(strstr(text.s, "theme dark\n"));
    assert_non_null(strstr(text.s, "mouse yes\n"));
    struct options o = read_settings(s = text.s, "");
    assert_string_equal(o.wrong, "");
    assert_int_equal(o.nbindings, 3);
    assert_non_null(o.theme);
    buf_free(&text);
}

/* ---- keys ---- */

static const struct key *bound(const char *lines, struct keymap *m, int code)
{
    struct options o = read_settings(lines, "");
    assert_string_equal(o.wrong, "");
    keymap_init(m, keys);
    for (int i = 0; i < o.nbindings; i++)
        assert_true(keymap_bind(m, o.bindings[i].code, o.bindings[i].name,
                                o.bindings[i].to ? key_find(keys, o.bindings[i].to) : NULL));
    return key_find(m->rows, code);
}

TEST(a_key_bound_anew_does_that_and_not_what_it_did)
{
    struct keymap m;
    assert_ptr_equal(bound("bind n right\n", &m, 'n')->press, press_step);
    assert_ptr_equal(key_find(m.rows, 's')->press, press_step);
    assert_null(bound("bind n nothing\n", &m, 'n'));
    assert_ptr_equal(bound("bind ctrl-x q\n", &m, 24)->press, press_quit);
    assert_ptr_equal(bound("bind space s\nbind s space\n", &m, 's')->press, press_play);
    assert_ptr_equal(key_find(m.rows, ' ')->press, press_step);
    assert_ptr_equal(bound("bind é ?\n", &m, 0xe9)->press, press_help);
}

/* What the help says of a key: its own words, or those of the one above. */
static const char *said_of(const struct keymap *m, int code)
{
    const struct key *k = key_find(m->rows, code);
    return k ? key_help(k) : NULL;
}

TEST(the_help_says_what_a_key_does_as_it_is_bound)
{
    struct keymap m;
    bound("bind s space\nbind right end\nbind / nothing\n", &m, 's');
    assert_string_equal(said_of(&m, 's'), "play, pause");
    assert_string_equal(said_of(&m, ' '), "play, pause");
    assert_string_equal(said_of(&m, CODE_LEFT), "a step on, back");
    assert_string_equal(said_of(&m, CODE_RIGHT), "first, last event");
    assert_string_equal(said_of(&m, CODE_HOME), "first, last event");
    assert_string_equal(said_of(&m, 'n'), "find, next, previous");
    assert_null(said_of(&m, '/'));
}

/* The key behind it, which was described with it, has its words then, the last of all too. */
TEST(what_is_said_of_a_key_stays_with_those_described_with_it)
{
    static const struct key two[] = {{.code = 'a', .name = "a", .press = press_step, .help = "h"},
                                     {.code = 'b', .name = "b", .press = press_back},
                                     {.name = NULL}};
    struct keymap m;
    keymap_init(&m, two);
    assert_true(keymap_bind(&m, 'a', "a", NULL));
    assert_null(key_find(m.rows, 'a'));
    assert_string_equal(key_find(m.rows, 'b')->help, "h");
    keymap_init(&m, two);
    assert_true(keymap_bind(&m, 'b', "b", NULL));
    assert_string_equal(key_find(m.rows, 'a')->help, "h");
    assert_null(m.rows[1].name);
}

/* As many keys as the alphabets have, until there is no room. */
TEST(keys_are_bound_until_the_table_is_full_and_then_no_more)
{
    struct keymap m;
    size_t had = 0, n = 0;
    char name[8] = "";
    keymap_init(&m, keys);
    while (m.rows[had].name)
        had++;
    for (int code = 0x400; keymap_bind(&m, code, name, key_find(keys, 's')); code++, n++)
        assert_ptr_equal(key_find(m.rows, code)->press, press_step);
    assert_int_equal(n, KEYS_MOST - 1 - had);
    assert_null(m.rows[KEYS_MOST - 1].name);
    assert_non_null(m.rows[KEYS_MOST - 2].name);
    assert_null(key_find(m.rows, 0x400 + (int)n));
    assert_ptr_equal(key_find(m.rows, 0x400)->press, press_step);
}

TEST(each_key_may_be_bound_to_each_other_and_no_row_is_lost)
{
    for (const struct key *k = keys; k->name; k++)
        for (const struct key *to = keys; to->name; to++) {
            struct keymap m;
            size_t n = 0, had = 0;
            keymap_init(&m, keys);
            assert_true(keymap_bind(&m, k->code, k->name, to));
            assert_ptr_equal(key_find(m.rows, k->code)->press, to->press);
            while (m.rows[n].name)
                assert_non_null(said_of(&m, m.rows[n++].code));
            while (keys[had].name)
                had++;
            assert_int_equal(n, had);
        }
}

/* ---- in a terminal ---- */

TEST(the_screen_is_as_the_file_says_and_keys_too)
{
    struct vt v;
    settle("ascii yes\nbind n right\n");
    vt_open(&v, 24, 80);
    v.config = home;
    vt_start(&v, WORDS(loopscope(), "count"));
    assert_true(vt_wait(&v, vt_has, "n step   < back"));
    vt_type(&v, "nn");
    assert_true(vt_wait(&v, vt_has, "| paused  x1   0.000 s   tick  1   step  3/22"));
    vt_type(&v, "q");
    assert_exits(&v, 0);
    vt_close(&v);
    gone();
}

TEST(a_wrong_line_is_told_on_the_screen_and_the_program_starts)
{
    struct vt v;
    settle("speed 1\nteme light\n");
    vt_open(&v, 24, 80);
    v.config = home;
    vt_start(&v, WORDS(loopscope(), "count"));
    assert_true(vt_wait(&v, vt_has, "config:2: there is no setting 'teme'"));
    vt_type(&v, "s");
    assert_shows(&v, "count", "s");
    vt_type(&v, "q");
    assert_exits(&v, 0);
    vt_close(&v);
    gone();
}

TEST(a_scene_that_was_seen_to_its_end_is_marked_in_the_gallery)
{
    struct vt v;
    settle("");
    vt_open(&v, 24, 80);
    v.config = home;
    vt_start(&v, WORDS(loopscope(), "makerandom"));
    assert_shows(&v, "makerandom", "");
    vt_type(&v, "\033[F");
    assert_true(vt_wait(&v, vt_has, "The end, at 12.000"));
    vt_type(&v, "q");
    assert_exits(&v, 0);
    vt_close(&v);
    for (int again = 0; again < 2; again++) { /* what is marked is not written twice */
        struct buf list = {0};
        vt_open(&v, 24, 80);
        v.config = home;
        vt_start(&v, WORDS(loopscope()));
        assert_true(vt_wait(&v, vt_has, "until each has drawn enough         ✓ ┃"));
        assert_false(vt_has(&v, "three coroutines, one second                      ✓"));
        vt_type(&v, "q");
        assert_exits(&v, 0);
        vt_close(&v);
        shell(&list, "cat %s/loopscope/seen", home);
        assert_string_equal(buf_str(&list), "makerandom\n");
        buf_free(&list);
    }
    gone();
}

TEST(pictures_recordings_and_text_ignore_them)
{
    static const char *const lines[] = {"snap count --format ansi", "record count -o -",
                                        "trace count", "run count", "snap count --keys n"};
    settle("theme light\nascii yes\nspeed 8\npace clock\nbind n right\n");
    setenv("LOOPSCOPE_OPTIONS", "--theme light --ascii", 1);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct buf with = {0}, without = {0};
        shell(&with, "%s %s", loopscope(), lines[i]);
        shell(&without, "env -u LOOPSCOPE_OPTIONS XDG_CONFIG_HOME=/nonexistent %s %s", loopscope(),
              lines[i]);
        assert_string_equal(buf_str(&with), buf_str(&without));
        buf_free(&with);
        buf_free(&without);
    }
    gone();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_says_how_it_shall_be),
        cmocka_unit_test(the_variable_counts_more_and_the_command_line_most),
        cmocka_unit_test(no_file_and_no_variable_say_nothing),
        cmocka_unit_test(a_wrong_line_has_its_number_and_a_sentence_and_the_others_count),
        cmocka_unit_test(a_file_that_cannot_be_read_is_told_without_a_line),
        cmocka_unit_test(so_many_keys_are_bound_and_no_more),
        cmocka_unit_test(a_key_with_a_long_name_is_bound_too),
        cmocka_unit_test(of_a_wrong_variable_nothing_counts),
        cmocka_unit_test(what_help_config_prints_is_a_file_without_a_mistake),
        cmocka_unit_test(a_key_bound_anew_does_that_and_not_what_it_did),
        cmocka_unit_test(the_help_says_what_a_key_does_as_it_is_bound),
        cmocka_unit_test(what_is_said_of_a_key_stays_with_those_described_with_it),
        cmocka_unit_test(keys_are_bound_until_the_table_is_full_and_then_no_more),
        cmocka_unit_test(each_key_may_be_bound_to_each_other_and_no_row_is_lost),
        cmocka_unit_test(the_screen_is_as_the_file_says_and_keys_too),
        cmocka_unit_test(a_wrong_line_is_told_on_the_screen_and_the_program_starts),
        cmocka_unit_test(a_scene_that_was_seen_to_its_end_is_marked_in_the_gallery),
        cmocka_unit_test(pictures_recordings_and_text_ignore_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
