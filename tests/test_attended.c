/* SPDX-License-Identifier: MIT */
/* Scripts in a terminal: played beside the user, and written from what the user does. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/attended.h"
#include "script/parse.h"
#include "script/save.h"
#include "tests/support/bench.h"
#include "tests/support/file.h"
#include "tests/support/session.h"
#include "tests/test.h"
#include "ui/keys.h"
#include "ui/pressed.h"

static char path[] = "/tmp/loopscope-keys-XXXXXX";

static void write_script(const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* ---- written ---- */

/* What is done, so many seconds after the beginning; typed: into a line. */
struct act {
    double at;
    struct message m;
    bool typed;
};
#define KEY(c)                       \
    {                                \
        .kind = MSG_KEY, .code = (c) \
    }

/* After each of them the file is a script. */
static void assert_saved(const struct act *deeds, size_t n, const char *want)
{
    struct save s;
    assert_int_equal(save_open(&s, path, "loopscope count"), 0);
    for (size_t i = 0; i < n; i++) {
        struct script script = {0};
        struct buf error = {0};
        assert_true(save_note(&s, &deeds[i].m, deeds[i].typed, deeds[i].at));
        struct buf now = read_file(path);
        if (!script_parse(&script, now.s, &error))
            fail_msg("%s\n%s", error.s, now.s);
        script_free(&script);
        buf_free(&now);
    }
    save_close(&s);
    struct buf now = read_file(path);
    assert_string_equal(now.s, want);
    buf_free(&now);
}

TEST(equal_keys_are_a_count_and_pauses_are_waits_rounded_down)
{
    static const struct act deeds[] = {
        {0, {.kind = MSG_RESIZE, .y = 24, .x = 80}, false},
        {1.26, KEY(CODE_RIGHT), false},
        {1.5, KEY(CODE_RIGHT), false},
        {2.2, KEY(CODE_RIGHT), false},
        {5.26, KEY(CODE_RIGHT), false},
        {5.3, KEY(' '), false},
        {9.5, KEY('#'), false},
        {9.6, KEY('"'), false},
        {9.7, KEY(CODE_CTRL('A')), false},
        {10, {.kind = MSG_CLICK, .y = 3, .x = 11}, false},
        {10.1, {.kind = MSG_WHEEL, .code = -1, .y = 0, .x = 0}, false},
    };
    assert_saved(deeds, sizeof deeds / sizeof *deeds,
                 "# loopscope count\n"
                 "size 80x24\n"
                 "wait 0.7s\n"
                 "3*right\n"
                 "wait 2.5s\n"
                 "right\n"
                 "space\n"
                 "wait 4.1s\n"
                 "type \"#\"\n"
                 "\"\n"
                 "ctrl-a\n"
                 "wait 0.3s\n"
                 "click 12,4\n"
                 "wheel up 1,1\n");
}

TEST(what_is_typed_or_pasted_is_a_text)
{
    static const struct act deeds[] = {
        {0, KEY('/'), false},
        {0.5, KEY('T'), true},
        {0.7, KEY('"'), true},
        {0.8, {.kind = MSG_PASTE, .code = 0xe9}, true},
        {0.9, {.kind = MSG_PASTE, .code = '\\'}, true},
        {1.1, KEY(CODE_BACKSPACE), true},
        {1.2, KEY(' '), true},
        {1.3, KEY(CODE_ENTER), true},
        {1.4, KEY('x'), false},
        {1.5, KEY('x'), false},
    };
    assert_saved(deeds, sizeof deeds / sizeof *deeds,
                 "# loopscope count\n"
                 "/\n"
                 "wait 0.4s\n"
                 "type \"T\\\"é\\\\\"\n"
                 "backspace\n"
                 "type \" \"\n"
                 "enter\n"
                 "2*x\n");
}

/* A key is played half a second behind the one before it; less than 0.3 s more is no wait. */
TEST(a_wait_is_whole_tenths_of_a_second)
{
    static const struct {
        double pause;
        const char *wait;
    } rows[] = {
        {0.4, ""},
        {0.5, ""},
        {0.7, ""},
        {0.79, ""},
        {0.8, "wait 0.3s\n"},
        {0.89, "wait 0.3s\n"},
        {0.9, "wait 0.4s\n"},
        {1.4, "wait 0.9s\n"},
        {1.49, "wait 0.9s\n"},
        {1.5, "wait 1s\n"},
        {1.59, "wait 1s\n"},
        {1.6, "wait 1.1s\n"},
        {1.7, "wait 1.2s\n"},
        {2.4, "wait 1.9s\n"},
        {2.5, "wait 2s\n"},
        {2.6, "wait 2.1s\n"},
        {2.7, "wait 2.2s\n"},
        {3.8, "wait 3.3s\n"},
        {10.5, "wait 10s\n"},
        {11.5, "wait 11s\n"},
        {11.6, "wait 11.1s\n"},
        {100.5, "wait 100s\n"},
        {100.61, "wait 100.1s\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct act deeds[] = {{5, KEY('a'), false}, {5 + rows[i].pause, KEY('b'), false}};
        char want[80];
        snprintf(want, sizeof want, "# loopscope count\nwait 4.5s\na\n%sb\n", rows[i].wait);
        assert_saved(deeds, 2, want);
    }
}

static bool is_named(int code)
{
    struct buf name = {0};
    key_name(&name, code);
    bool named = name.len && (code < 0xd800 || code > 0xdfff); /* half a character is none */
    buf_free(&name);
    return named;
}

/* Returns how many of the codes have a name. */
static size_t assert_read_back(int from, int end)
{
    struct save s;
    struct script script = {0};
    struct buf error = {0};
    size_t n = 0;
    assert_int_equal(save_open(&s, path, "loopscope count"), 0);
    for (int code = from; code < end; code++) {
        struct message key = KEY(code);
        if (is_named(code))
            assert_true(save_note(&s, &key, false, 0));
    }
    save_close(&s);
    struct buf text = read_file(path);
    if (!script_parse(&script, text.s, &error))
        fail_msg("%s", error.s);
    for (int code = from; code < end; code++)
        if (is_named(code))
            assert_int_equal(script.at[n++].code, code);
    assert_int_equal(n, script.n);
    buf_free(&text);
    script_free(&script);
    return n;
}

/* Every code that there can be, so many at a time as fit into a script. */
TEST(every_key_that_has_a_name_is_saved_so_that_it_is_read_as_that_key)
{
    enum { END = 0x110000 + 40, TOGETHER = 0x8000 };
    size_t n = 0;
    for (int from = 1; from < END; from += TOGETHER)
        n += assert_read_back(from, from + TOGETHER < END ? from + TOGETHER : END);
    assert_true(n > 0x10f000);
}

TEST(what_has_no_name_is_in_no_script)
{
    static const struct act deeds[] = {
        {0, KEY(CODE_CTRL('\\')), false}, {0.1, KEY(0x85), false},   {0.2, KEY(0x200f), true},
        {0.3, KEY(CODE_MOUSE), false},    {0.4, KEY(0x200f), false}, {0.5, KEY('s'), false},
    };
    assert_saved(deeds, sizeof deeds / sizeof *deeds, "# loopscope count\nctrl-\\\ns\n");
}

TEST(a_session_that_was_killed_is_a_script_that_shows_the_same)
{
    struct vt v;
    vt_open(&v, 24, 80);
    FILE *before = fopen(path, "w");
    fprintf(before, "of before, and longer than what is saved: %0200d\n", 0);
    fclose(before);
    vt_start(&v, WORDS(loopscope(), "count", "--save-keys", path));
    assert_shows(&v, "count", "");
    vt_type(&v, "sss]");
    assert_shows(&v, "count", "s s s ]");
    vt_type(&v, "/Two\r");
    assert_shows(&v, "count", "s s s ] / \"Two\" enter");
    kill(v.pid, SIGKILL);
    assert_killed(&v, SIGKILL);
    vt_close(&v);
    struct buf saved = read_file(path);
    assert_non_null(strstr(saved.s, "\n3*s\n"));
    assert_null(strstr(saved.s, "0000"));
    assert_non_null(strstr(saved.s, "type \"Two\"\nenter\n"));
    char first[200];
    snprintf(first, sizeof first, "# loopscope count --script %s\nsize 80x24\n", path);
    assert_memory_equal(saved.s, first, strlen(first));
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope(), "count"));
    assert_shows(&v, "count", "");
    vt_type(&v, "sss]/Two\r");
    assert_shows(&v, "count", saved.s);
    close_watching(&v);
    buf_free(&saved);
}

TEST(a_file_that_cannot_be_written_is_told_before_anything_is_shown)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope(), "count", "--save-keys", "/nonexistent/x"));
    assert_exits(&v, 1);
    assert_has(&v, "/nonexistent/x cannot be written: No such file or directory");
    vt_close(&v);
}

/* With these options, beside a stage on 24 lines of 80. */
static void attend(struct attended *a, struct stage *stage, const struct options *o)
{
    assert_int_equal(stage_open(stage, o, 24, 80, false), 0);
    assert_int_equal(attended_open(a, stage, o), 0);
}

static void leave(struct attended *a, struct stage *stage)
{
    attended_close(a);
    stage_close(stage);
}

static struct wish_param param(const char *text)
{
    return (struct wish_param){.name = text, .len = 1, .value = text[2] - '0', .text = text + 2};
}

TEST(a_saved_script_begins_with_the_words_that_play_it_again)
{
    struct random random;
    random_seed_text(&random, "7");
    const struct wish wishes[][2] = {
        {{.what = NULL}},
        {{.what = "makerandom", .params = {param("n=4")}, .nparams = 1}},
        {{.what = "makerandom", .seeded = &random, .seed = "7"}},
        {{.what = "count", .params = {param("n=2")}, .nparams = 1},
         {.what = "makerandom", .seeded = &random, .seed = "7"}},
    };
    static const char *const words[] = {"", " makerandom -p n=4", " makerandom --seed 7",
                                        " compare count -p n=2 makerandom --seed 7"};
    for (size_t i = 0; i < 4; i++) {
        struct options o = {.wish = wishes[i][0], .other = wishes[i][1], .save_keys = path};
        struct stage stage;
        struct attended a;
        char want[200];
        o.comparing = o.other.what;
        attend(&a, &stage, &o);
        snprintf(want, sizeof want, "# loopscope%s --script %s\n", words[i], path);
        struct buf saved = read_file(path);
        assert_string_equal(saved.s, want);
        buf_free(&saved);
        leave(&a, &stage);
    }
}

/* ---- played ---- */

static void attend_script(struct attended *a, struct stage *stage, const char *script)
{
    struct options o = {.wish.what = "count", .script = path};
    write_script(script);
    attend(a, stage, &o);
    a->options = &stage->options;
}

static bool sees(struct attended *a, struct message m)
{
    return a->companion.sees(a, &m);
}

TEST(what_the_user_does_takes_over_but_another_size_does_not)
{
    static const struct {
        struct message m;
        bool takes_over;
    } rows[] = {
        {{.kind = MSG_KEY, .code = 's'}, true},
        {{.kind = MSG_KEY, .code = ' '}, true},
        {{.kind = MSG_PASTE, .code = 's'}, true},
        {{.kind = MSG_CLICK, .y = 1, .x = 1}, true},
        {{.kind = MSG_WHEEL, .code = 1, .y = 1, .x = 1}, true},
        {{.kind = MSG_RESIZE, .y = 24, .x = 80}, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage;
        struct attended a;
        bool space = rows[i].m.kind == MSG_KEY && rows[i].m.code == ' ';
        attend_script(&a, &stage, "wait 9s s");
        assert_true(a.companion.due(&a) == 9);
        assert_int_equal(sees(&a, rows[i].m), space);
        assert_int_equal(a.companion.due(&a) < 0, rows[i].takes_over);
        assert_int_equal(*stage.app.ui.caption != 0, rows[i].takes_over);
        assert_int_equal(a.companion.act(&a, NULL, 1), !rows[i].takes_over);
        leave(&a, &stage);
    }
}

TEST(space_hands_back_except_where_it_is_typed)
{
    struct stage stage;
    struct attended a;
    attend_script(&a, &stage, "wait 9s s");
    assert_false(sees(&a, (struct message){.code = 'g'}));
    assert_true(sees(&a, (struct message){.code = ' '}));
    assert_true(a.companion.due(&a) == 9);
    assert_false(sees(&a, (struct message){.code = '/'}));
    app_update(&stage.app, &(struct message){.code = '/'});
    assert_false(sees(&a, (struct message){.code = ' '}));
    assert_true(a.companion.due(&a) < 0);
    assert_true(a.typed);
    leave(&a, &stage);
}

/* What the script waits for is waited for anew, and behind it comes the rest. */
TEST(who_takes_over_while_something_is_waited_for_hands_back_to_the_same)
{
    struct stage stage;
    struct attended a;
    attend_script(&a, &stage, "until t >= 1 wait 9s");
    app_update(&stage.app,
               &(struct message){.code = ' '}); /* it plays, and so comes there in time */
    a.companion.act(&a, NULL, 0);
    assert_non_null(a.performer.until);
    assert_int_equal(a.performer.at, 1);
    assert_false(sees(&a, (struct message){.code = 's'}));
    assert_null(a.performer.until);
    assert_int_equal(a.performer.at, 0);
    assert_true(a.companion.due(&a) < 0);
    assert_true(sees(&a, (struct message){.code = ' '}));
    a.companion.act(&a, NULL, 0);
    assert_non_null(a.performer.until);
    assert_int_equal(a.performer.at, 1);
    leave(&a, &stage);
}

TEST(a_script_leaves_the_terminal_its_size_and_says_what_cannot_be_written)
{
    struct stage stage;
    struct attended a;
    char want[128];
    attend_script(&a, &stage, "size 40x12 caption \"here\" wait 1s size 50x20 snap /nowhere/x.txt");
    assert_string_equal(stage.app.ui.caption, "here");
    a.companion.act(&a, NULL, 1);
    a.companion.act(&a, NULL, 0);
    assert_int_equal(stage.app.screen.w, 80);
    a.companion.act(&a, NULL, 0);
    snprintf(want, sizeof want, "%s:1:46: /nowhere/x.txt cannot be written", path);
    assert_string_equal(stage.app.ui.message, want);
    assert_string_equal(stage.app.ui.caption, "");
    assert_true(a.companion.due(&a) < 0);
    leave(&a, &stage);
}

static void open_playing(struct vt *v, const char *script)
{
    write_script(script);
    vt_open(v, 24, 80);
    vt_start(v, WORDS(loopscope(), "count", "--script", path));
}

TEST(a_script_plays_in_a_terminal_and_says_when_it_is_over)
{
    struct vt v;
    open_playing(&v, "s*2 until t >= 1");
    assert_has(&v, "the script is over");
    assert_has(&v, "step 10/22");
    vt_type(&v, "s");
    assert_shows(&v, "count", "until t >= 1 s");
    close_watching(&v);
}

TEST(any_key_takes_over_and_space_hands_back)
{
    struct vt v;
    open_playing(&v, "caption \"two steps\" s*2 wait 1s until output /Two/");
    assert_has(&v, "two steps");
    vt_type(&v, "\033[C");
    assert_has(&v, "yours: the script waits; space goes on with it");
    vt_type(&v, "G");
    assert_has(&v, "step 22/22");
    vt_type(&v, "g");
    assert_has(&v, "step  0/22");
    assert_has(&v, "yours: the script waits");
    vt_type(&v, " ");
    assert_has(&v, "the script is over");
    assert_has(&v, "prints “Two”");
    close_watching(&v);
}

TEST(what_never_comes_is_said_and_the_keys_are_the_user_s)
{
    struct vt v;
    open_playing(&v, "until Task-9 fails");
    assert_has(&v, "Task-9 never fails: the run is over at 1.000");
    vt_type(&v, "s");
    assert_shows(&v, "count", "s");
    close_watching(&v);
}

TEST(a_mistake_in_a_script_is_told_before_anything_is_shown)
{
    struct vt v;
    open_playing(&v, "s\nsapce");
    assert_exits(&v, 2);
    assert_has(&v, "\"sapce\" is not a key or a verb");
    vt_close(&v);
}

TEST(a_key_has_a_label_and_the_bytes_that_a_terminal_sends)
{
    static const struct {
        int code;
        const char *label, *bytes;
    } rows[] = {
        {'s', "s", "s"},
        {'!', "!", "!"},
        {0xe9, "é", "é"},
        {CODE_RIGHT, "→", "\033[C"},
        {CODE_CTRL('A'), "Ctrl-A", "\001"},
        {CODE_CTRL('_'), "Ctrl-_", "\037"},
        {CODE_BACKSPACE, "Backspace", "\177"},
        {CODE_DELETE, "Delete", "\033[3~"},
        {CODE_TAB, "Tab", "\t"},
        {' ', "space", " "},
        {'~', "~", "~"},
        {0x10fffd, "\xf4\x8f\xbf\xbd", "\xf4\x8f\xbf\xbd"},
        {0x301, "", "\xcc\x81"},
        {CODE_MOUSE, "", ""},
        {0, "", ""},
    };
    struct bench b;
    bench_open(&b, "count", 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pressed p = key_pressed(&b.app, rows[i].code);
        assert_string_equal(p.label, rows[i].label);
        assert_string_equal(p.bytes, rows[i].bytes);
    }
    bench_close(&b);
}

TEST(what_a_key_does_is_said_as_the_last_line_says_it)
{
    struct bench b;
    bench_open(&b, "count", 0);
    struct app *a = &b.app;
    assert_string_equal(key_pressed(a, ' ').does, "play");
    a->ui.run.playing = true;
    assert_string_equal(key_pressed(a, ' ').does, "pause");
    assert_string_equal(key_pressed(a, 's').does, "step");
    assert_string_equal(key_pressed(a, 't').does, "another theme");
    assert_string_equal(key_pressed(a, '+').does, "");
    assert_string_equal(key_pressed(a, 'Q').does, "");
    app_update(a, &(struct message){.code = '/'});
    assert_string_equal(key_pressed(a, 's').does, "");
    app_update(a, &(struct message){.code = CODE_ESC});
    app_attach(a, NULL);
    assert_string_equal(key_pressed(a, 's').does, "");
    assert_string_equal(key_pressed(a, 'q').does, "quit");
    assert_string_equal(key_pressed(a, 't').does, "another theme");
    app_attach(a, &b.player); /* for bench_close to close it */
    bench_close(&b);
}

TEST(the_key_that_was_pressed_can_be_shown)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope(), "count", "--show-keys"));
    assert_shows(&v, "count", "");
    vt_type(&v, "\033[C");
    assert_has(&v, "→ step");
    vt_type(&v, "t");
    assert_has(&v, "t another theme");
    close_watching(&v);
}

int main(void)
{
    close(mkstemp(path));
    setenv("LOOPSCOPE", loopscope(), 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_keys_are_a_count_and_pauses_are_waits_rounded_down),
        cmocka_unit_test(what_is_typed_or_pasted_is_a_text),
        cmocka_unit_test(every_key_that_has_a_name_is_saved_so_that_it_is_read_as_that_key),
        cmocka_unit_test(what_has_no_name_is_in_no_script),
        cmocka_unit_test(a_session_that_was_killed_is_a_script_that_shows_the_same),
        cmocka_unit_test(a_file_that_cannot_be_written_is_told_before_anything_is_shown),
        cmocka_unit_test(a_saved_script_begins_with_the_words_that_play_it_again),
        cmocka_unit_test(what_the_user_does_takes_over_but_another_size_does_not),
        cmocka_unit_test(space_hands_back_except_where_it_is_typed),
        cmocka_unit_test(who_takes_over_while_something_is_waited_for_hands_back_to_the_same),
        cmocka_unit_test(a_script_leaves_the_terminal_its_size_and_says_what_cannot_be_written),
        cmocka_unit_test(a_script_plays_in_a_terminal_and_says_when_it_is_over),
        cmocka_unit_test(any_key_takes_over_and_space_hands_back),
        cmocka_unit_test(what_never_comes_is_said_and_the_keys_are_the_user_s),
        cmocka_unit_test(a_mistake_in_a_script_is_told_before_anything_is_shown),
        cmocka_unit_test(a_key_has_a_label_and_the_bytes_that_a_terminal_sends),
        cmocka_unit_test(what_a_key_does_is_said_as_the_last_line_says_it),
        cmocka_unit_test(the_key_that_was_pressed_can_be_shown),
        cmocka_unit_test(a_wait_is_whole_tenths_of_a_second),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed != 0;
}
