/* SPDX-License-Identifier: MIT */
/* Key scripts: what their words mean, what is said of mistakes, and how they are performed. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/unattended.h"
#include "record/text.h"
#include "script/parse.h"
#include "script/verbs.h"
#include "tests/support/file.h"
#include "tests/test.h"

/* The codes that a script comes to, or -1 at the end of those before an error. */
static void assert_script(const char *script, const int *codes)
{
    struct script p = {0};
    struct buf error = {0};
    bool good = script_parse(&p, script, &error);
    for (size_t i = 0; i < p.n; i++)
        assert_int_equal(p.at[i].code, codes[i]);
    assert_int_equal(codes[p.n], good ? 0 : -1);
    assert_int_equal(error.len == 0, good);
    script_free(&p);
    buf_free(&error);
}

#define SCRIPT(script, ...) assert_script(script, (const int[]){__VA_ARGS__})

TEST(a_script_is_words_with_blanks_between_them)
{
    SCRIPT("", 0);
    SCRIPT(" \n\t ", 0);
    SCRIPT("s s ] ] end", 's', 's', ']', ']', CODE_END, 0);
    SCRIPT("s\r\n]\r\n", 's', ']', 0);
    SCRIPT("space tab enter esc pgup f1 ctrl-l '\n", ' ', CODE_TAB, CODE_ENTER, CODE_ESC, CODE_PGUP,
           CODE_F1, CODE_CTRL_L, '\'', 0);
    SCRIPT("up down left right home pgdn shift-tab f10", CODE_UP, CODE_DOWN, CODE_LEFT, CODE_RIGHT,
           CODE_HOME, CODE_PGDN, CODE_SHIFT_TAB, CODE_F10, 0);
    SCRIPT("  / backspace delete * \\ \"", '/', CODE_BACKSPACE, CODE_DELETE, '*', '\\', '"', 0);
}

TEST(what_follows_a_hash_in_its_line_is_a_comment)
{
    SCRIPT("# s s s", 0);
    SCRIPT("s # back again: S\n] # and\n#\n.", 's', ']', '.', 0);
    SCRIPT("s#", -1);
    SCRIPT("type \"#\" s", '#', 's', 0);
}

TEST(text_is_typed)
{
    SCRIPT("/ \"Two é\" enter", '/', 'T', 'w', 'o', ' ', 0xe9, CODE_ENTER, 0);
    SCRIPT("type \"count\"", 'c', 'o', 'u', 'n', 't', 0);
    SCRIPT("type count", 'c', 'o', 'u', 'n', 't', 0);
    SCRIPT("type:count s", 'c', 'o', 'u', 'n', 't', 's', 0);
    SCRIPT("\"e\xcc\x81世\"", 'e', 0x301, 0x4e16, 0); /* an accent of its own, a wide one */
    SCRIPT("\"\" s", 's', 0);
    SCRIPT("\"space\"", 's', 'p', 'a', 'c', 'e', 0);
    SCRIPT("2*\"a b\"", 'a', ' ', 'b', 'a', ' ', 'b', 0);
    SCRIPT("\"a b\"*2", 'a', ' ', 'b', 'a', ' ', 'b', 0);
    SCRIPT("\"a\\\"b\\\\c\\d\"", 'a', '"', 'b', '\\', 'c', '\\', 'd', 0);
    SCRIPT("s \"open", 's', -1);
    SCRIPT("\"a\"b", -1);
    SCRIPT("\"a\033[2J\"", -1);
    SCRIPT("\"\xff\"", -1);
}

TEST(a_number_and_a_star_repeat_a_word)
{
    SCRIPT("3*s .", 's', 's', 's', '.', 0);
    SCRIPT("s*3 .", 's', 's', 's', '.', 0);
    SCRIPT("2*pgdn pgup*2", CODE_PGDN, CODE_PGDN, CODE_PGUP, CODE_PGUP, 0);
    SCRIPT("2** **2", '*', '*', '*', '*', 0);
    SCRIPT("2*3", '3', '3', 0);
    SCRIPT("0*s", -1);
    SCRIPT("s*0", -1);
    SCRIPT("-1*s", -1);
    SCRIPT("1.5*s", -1);
    SCRIPT("2*", -1);
    SCRIPT("2*2*s", -1);
    SCRIPT("99999999999999999999*s", -1);
    SCRIPT("1*s", 's', 0);
    SCRIPT("2.0*s", 's', 's', 0);
    SCRIPT(".*s", -1);
    SCRIPT("0000000000000000000000000000002*s", 's', 's', 0); /* 31 digits */
    SCRIPT("00000000000000000000000000000002*s", -1);
}

/* The only step of a script; to be freed. */
static struct step only(struct script *p, const char *script)
{
    struct buf error = {0};
    if (!script_parse(p, script, &error))
        fail_msg("%s", error.s);
    assert_int_equal(p->n, 1);
    return p->at[0];
}

TEST(what_a_verb_is_to_do_stands_behind_it)
{
    static const struct {
        const char *script;
        double seconds;
        int h, w;
        const char *text;
    } rows[] = {
        {"wait 2s", 2, 0, 0, NULL},
        {"wait:2", 2, 0, 0, NULL},
        {"wait 0.5", 0.5, 0, 0, NULL},
        {"wait 300ms", 0.3, 0, 0, NULL},
        {"wait 3600s", 3600, 0, 0, NULL},
        {"size 80x24", 0, 24, 80, NULL},
        {"size:1x1000", 0, 1000, 1, NULL},
        {"speed 1/4", 0, -2, 0, NULL},
        {"speed 64", 0, 6, 0, NULL},
        {"theme light", 0, 0, 0, "light"},
        {"caption \"a \\\"b\\\"\"", 0, 0, 0, "a \"b\""},
        {"caption \"\"", 0, 0, 0, ""},
        {"marker here", 0, 0, 0, "here"},
        {"snap out/x.svg", 0, 0, 0, "out/x.svg"},
        {"click 12,40", 0, 39, 11, NULL},
        {"wheel down 1,1", 0, 0, 0, NULL},
        {"until \"my task\" ends # or so", 0, 1, 0, "my task"},
        {"until output /a b\\/c\\./", 0, 3, 0, "a b/c\\."},
        {"until t >= 1.5", 1.5, 4, 0, NULL},
        {"until output //", 0, 3, 0, ""},
        {"until warning", 0, 5, 0, NULL},
        {"until a resumes", 0, 0, 0, "a"},
        {"until a fails", 0, 2, 0, "a"},
        {"wait 3600", 3600, 0, 0, NULL},
        {"wait 3600000ms", 3600, 0, 0, NULL},
        {"wait 5ms", 0.005, 0, 0, NULL},
        {"wait 1s", 1, 0, 0, NULL},
        {"size 1x1", 0, 1, 1, NULL},
        {"size 1000x1000", 0, 1000, 1000, NULL},
        {"click 1,1", 0, 0, 0, NULL},
        {"click 1000,1000", 0, 999, 999, NULL},
        {"speed 1/4", 0, -2, 0, NULL},
        {"speed 1", 0, 0, 0, NULL},
        {"speed 64", 0, 6, 0, NULL},
        {"theme mono", 0, 0, 0, "mono"},
        {"caption \"a\\\"b\\\\\"", 0, 0, 0, "a\"b\\"},
        {"caption \"a\\n\"", 0, 0, 0, "a\\n"},
        {"caption:x", 0, 0, 0, "x"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct script p = {0};
        struct step s = only(&p, rows[i].script);
        assert_true(s.seconds == rows[i].seconds && s.h == rows[i].h && s.w == rows[i].w);
        if (!rows[i].text)
            assert_null(s.text);
        else
            assert_string_equal(s.text, rows[i].text);
        script_free(&p);
    }
    SCRIPT("3*wait:1 s", CODE_WAIT, CODE_WAIT, CODE_WAIT, 's', 0);
    SCRIPT("size 80x24 hide s show", CODE_RESIZE, 0, 's', 0, 0);
}

TEST(a_mistake_is_told_with_its_place_and_what_would_be_right)
{
    static const struct {
        const char *script, *sentence;
    } mistakes[] = {
        {"s step \033[2J", "f.keys:1:3: \"step\" is not a key or a verb; "
                           "'loopscope help script' has them all"},
        {"s 2*\033[2J", "f.keys:1:3: \"2*\\u001b[2J\" is not a key or a verb; "
                        "'loopscope help script' has them all"},
        {"s\n  é sapce", "f.keys:2:5: \"sapce\" is not a key or a verb; did you mean 'space'?"},
        {"# x\ncapton \"x\"",
         "f.keys:2:1: \"capton\" is not a key or a verb; did you mean 'caption'?"},
        {"Right", "f.keys:1:1: \"Right\" is not a key or a verb; did you mean 'right'?"},
        {"wait", "f.keys:1:5: something is missing: wait 2s"},
        {"wait # 2s\n2s", "f.keys:1:6: something is missing: wait 2s"},
        {"wait -1", "f.keys:1:6: \"-1\" is no time to wait: 2s, 0.5s or 300ms, an hour at most"},
        {"wait 3600.1", "f.keys:1:6: \"3600.1\" is no time to wait"},
        {"wait inf", "f.keys:1:6: \"inf\" is no time to wait"},
        {"wait 1.2.3", "f.keys:1:6: \"1.2.3\" is no time to wait"},
        {"wait s", "f.keys:1:6: \"s\" is no time to wait"},
        {"size 80", "f.keys:1:6: \"80\" is no size: columns and lines, as 100x30"},
        {"size 0x24", "f.keys:1:6: \"0x24\" is no size"},
        {"size 80x1001", "f.keys:1:6: \"80x1001\" is no size"},
        {"size 80.5x24", "f.keys:1:6: \"80.5x24\" is no size"},
        {"theme lihgt", "f.keys:1:7: \"lihgt\" is no theme: there are dark, light, colorblind and "
                        "mono; did you mean 'light'?"},
        {"speed 3", "f.keys:1:7: \"3\" is no speed: it is 1/4"},
        {"until", "f.keys:1:6: until needs what to wait for: until Task-2 resumes"},
        {"until Task-2", "f.keys:1:13: until needs what Task-2 does: until Task-2 resumes, ends or "
                         "fails"},
        {"until Task-2 resums",
         "f.keys:1:14: \"resums\" is nothing a task does: it resumes, ends or "
         "fails; did you mean 'resumes'?"},
        {"until output One", "f.keys:1:7: \"output\" needs a pattern between slashes: "
                             "until output /one/"},
        {"until output /(/", "f.keys:1:14: \"/(/\" is no pattern: Unmatched ( or \\("},
        {"until t = 3", "f.keys:1:9: \"=\" needs a time: until t >= 1.5"},
        {"until t >= x", "f.keys:1:12: \"x\" is no number of seconds"},
        {"until t", "f.keys:1:8: needs a time: until t >= 1.5"},
        {"until t >=", "f.keys:1:11: is no number of seconds: until t >= 1.5"},
        {"until t >= 1000000001", "f.keys:1:12: \"1000000001\" is no number of seconds"},
        {"until output", "f.keys:1:7: \"output\" needs a pattern between slashes"},
        {"until output /one", "f.keys:1:7: \"output\" needs a pattern between slashes"},
        {"until output /", "f.keys:1:7: \"output\" needs a pattern between slashes"},
        {"until output /\a/", "f.keys:1:7: \"output\" needs a pattern between slashes"},
        {"until \"x ends", "f.keys:1:7: \"\\\"x ends\" has no closing quote"},
        {"size", "f.keys:1:5: something is missing: size 100x30"},
        {"size x24", "f.keys:1:6: \"x24\" is no size"},
        {"size 80x", "f.keys:1:6: \"80x\" is no size"},
        {"size 1001x1", "f.keys:1:6: \"1001x1\" is no size"},
        {"theme", "f.keys:1:6: something is missing: theme light"},
        {"speed", "f.keys:1:6: something is missing: speed 2"},
        {"speed 128", "f.keys:1:7: \"128\" is no speed"},
        {"caption", "f.keys:1:8: something is missing: caption \"what one sees\""},
        {"marker", "f.keys:1:7: something is missing: marker \"what begins here\""},
        {"snap", "f.keys:1:5: something is missing: snap FILE.svg"},
        {"type", "f.keys:1:5: something is missing: type \"text\""},
        {"click", "f.keys:1:6: something is missing: click 12,40"},
        {"click 0,1", "f.keys:1:7: \"0,1\" is no place on the screen"},
        {"click 1,0", "f.keys:1:7: \"1,0\" is no place on the screen"},
        {"click 1001,1", "f.keys:1:7: \"1001,1\" is no place on the screen"},
        {"click 1,1001", "f.keys:1:7: \"1,1001\" is no place on the screen"},
        {"click 1.5,1", "f.keys:1:7: \"1.5,1\" is no place on the screen"},
        {"wheel", "f.keys:1:6: something is missing: wheel down 12,40"},
        {"wheel down", "f.keys:1:11: something is missing: wheel down 12,40"},
        {"wheel left 1,1", "f.keys:1:7: \"left\" is no way to turn a wheel: up or down"},
        {"wait 3600001ms", "f.keys:1:6: \"3600001ms\" is no time to wait"},
        {"wait ms", "f.keys:1:6: \"ms\" is no time to wait"},
        {"wait 0.000000000000000000000000000001s",
         "f.keys:1:6: \"0.000000000000000000000000000001s\" "
         "is no time to wait"},
        {"waiting", "f.keys:1:1: \"waiting\" is not a key or a verb"},
        {"caption \"x\\\"", "f.keys:1:9: \"\\\"x\\\\\\\"\" has no closing quote"},
        {"caption \"", "f.keys:1:9: \"\\\"\" has no closing quote"},
        {"caption \"x", "f.keys:1:9: \"\\\"x\" has no closing quote"},
        {"type \"\a\"", "f.keys:1:6: \"\\\"\\u0007\\\"\" has a character that is no text"},
        {"click 3", "f.keys:1:7: \"3\" is no place on the screen: column and line, as 12,40"},
        {"wheel 3,4", "f.keys:1:7: \"3,4\" is no way to turn a wheel: up or down"},
        {"100001*s", "f.keys:1:1: \"100001*s\" is not a key"},
        {"100000*s\ns", "f.keys:2:1: \"s\" goes beyond the 100000 keys that a script may have"},
        {"100000*\"ten chars.\"",
         "f.keys:1:8: \"\\\"ten chars.\\\"\" goes beyond the 100000 keys that a script may have"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct script p = {.name = "f.keys"};
        struct buf error = {0};
        if (script_parse(&p, mistakes[i].script, &error))
            fail_msg("%s: that is no mistake", mistakes[i].script);
        if (strncmp(error.s, mistakes[i].sentence, strlen(mistakes[i].sentence)))
            fail_msg("%s:\n%s\nis not\n%s", mistakes[i].script, error.s, mistakes[i].sentence);
        script_free(&p);
        buf_free(&error);
    }
}

/* ---- performed ---- */

/* Performs --keys; the text of the screen then, to be freed. */
static struct buf perform(const char *scene, const char *keys, int status, double *now)
{
    struct options o = {.wish = {.what = scene}, .keys = keys};
    struct unattended u;
    struct buf b = {0};
    assert_int_equal(unattended_open(&u, &o), 0);
    assert_int_equal(unattended_play(&u, 0.5), status);
    app_draw(&u.stage.app);
    text_write(&b, &u.stage.app.screen);
    *now = u.now;
    unattended_close(&u);
    return b;
}

TEST(a_script_is_performed_in_its_time)
{
    static const struct {
        const char *scene, *keys;
        double seconds;
        const char *screen; /* has this */
    } rows[] = {
        {"count", "", 0, "step  1/22"},
        {"count", "s*3", 1.5, "step  4/22"},
        {"count", "s wait 2s s", 3, "step  3/22"},
        {"count", "/ \"Two\" enter", 1.3, "prints “Two”"}, /* letters come faster */
        {"count", "space wait 4s", 4.5, "step  3/22"},
        {"count", "space wait 1s wait 1s wait 1.9s", 4.4, "step  2/22"},
        {"count", "speed 4 space wait 2s", 2.5, "step  5/22"},
        {"count", "until t >= 1", 0, "the clock jumps to 1.000"},
        {"count", "until output /Two/", 0, "Task-2 goes on and prints “Two”"},
        {"count", "until Task-4 ends", 0, "Task-4"},
        {"count", "space until t >= 1 s", 19, "step 11/22"}, /* nine moments of 2 s */
        {"blocking", "until warning", 0, "The loop stood still for 1.000 s"},
        {"errors", "until Task-4 fails", 0, "Task-4 has failed"},
        {"errors", "until output /Error/", 0, "Error"},
        {"count", "until Task-3 resumes", 0, "Task-3"},
        {"count", "end until t >= 1", 0.5, "step 22/22"},
        {"count", "until t >= 1 until t >= 0.5", 0, "the clock jumps to 1.000"},
        {"threads", "until Thread-1 ends", 0, "Thread-1"},
        {"count", "q s s s", 0.5, "step  1/22"},
        {"makerandom", "end wheel up 60,12 wheel up 60,12", 0.5, "│ 11.000  Task-2"},
        {"makerandom", "end wheel up 60,12 wheel down 60,12", 0.5, "r3: 9"},
        {NULL, "enter s s", 1.5, "step  3/"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double now;
        struct buf b = perform(rows[i].scene, rows[i].keys, 0, &now);
        if (!strstr(b.s, rows[i].screen) || now < rows[i].seconds - 1e-6 ||
            now > rows[i].seconds + 1e-6)
            fail_msg("%s, %s: %g s, not %g and “%s”:\n%s", rows[i].scene ? rows[i].scene : "",
                     rows[i].keys, now, rows[i].seconds, rows[i].screen, b.s);
        buf_free(&b);
    }
}

TEST(a_script_that_waits_in_vain_or_for_days_ends_with_status_1)
{
    double now;
    struct buf b = perform("count", "until output /Five/ s", 1, &now);
    buf_free(&b);
    b = perform("count", "25*wait:3600", 1, &now);
    assert_true(now > 86400 && now <= 90000);
    buf_free(&b);
}

/* The sentence that says so. */
static void assert_never(const char *scene, const char *keys, const char *sentence)
{
    struct options o = {.wish = {.what = scene}, .keys = keys};
    struct unattended u;
    assert_int_equal(unattended_open(&u, &o), 0);
    while (!performer_over(&u.performer) && !u.performer.wrong.len)
        performer_time(&u.performer, 0.5);
    if (strcmp(buf_str(&u.performer.wrong), sentence) != 0)
        fail_msg("%s: “%s” is not “%s”", keys, buf_str(&u.performer.wrong), sentence);
    unattended_close(&u);
}

TEST(what_never_comes_is_said_with_its_place_and_where_the_run_was_over)
{
    assert_never("count", "s until output /Fi\\.ve/",
                 "--keys:1:3: /Fi\\.ve/ is never printed: the run is over at 1.000");
    assert_never("count", "until t >= 2.5",
                 "--keys:1:1: t >= 2.5 never comes: the run is over at 1.000");
    assert_never("count", "until warning",
                 "--keys:1:1: a warning never comes: the run is over at 1.000");
    assert_never("count", "until Task-9 resumes",
                 "--keys:1:1: Task-9 never resumes: the run is over at 1.000");
    assert_never("count", "until Task-2 fails",
                 "--keys:1:1: Task-2 never fails: the run is over at 1.000");
    assert_never(NULL, "until warning", "--keys:1:1: nothing is watched that could come to it");
}

TEST(a_wheel_turns_by_a_row)
{
    static const struct {
        const char *script;
        int code;
    } rows[] = {{"wheel down 12,40", 1}, {"wheel up 12,40", -1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct script p = {0};
        struct step s = only(&p, rows[i].script);
        assert_int_equal(s.code, rows[i].code);
        assert_true(s.h == 39 && s.w == 11);
        script_free(&p);
    }
}

TEST(a_theme_that_the_script_chose_stays)
{
    struct options o = {.wish = {.what = "count"}, .keys = "theme light"};
    struct unattended u;
    assert_int_equal(unattended_open(&u, &o), 0);
    assert_int_equal(unattended_play(&u, 0.5), 0);
    app_update(&u.stage.app, &(struct message){.kind = MSG_GROUND, .code = false});
    assert_string_equal(u.stage.app.theme->name, "light");
    unattended_close(&u);
}

TEST(every_verb_and_what_it_waits_for_has_a_help)
{
    for (const struct verb *v = verbs; v->name; v++) {
        assert_true(strlen(v->help) > 5);
        assert_true(v->types || v->read || !*v->argument);
        assert_true(v->types || v->act || v->code == CODE_WAIT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_script_is_words_with_blanks_between_them),
        cmocka_unit_test(what_follows_a_hash_in_its_line_is_a_comment),
        cmocka_unit_test(text_is_typed),
        cmocka_unit_test(a_number_and_a_star_repeat_a_word),
        cmocka_unit_test(what_a_verb_is_to_do_stands_behind_it),
        cmocka_unit_test(a_mistake_is_told_with_its_place_and_what_would_be_right),
        cmocka_unit_test(a_script_is_performed_in_its_time),
        cmocka_unit_test(a_script_that_waits_in_vain_or_for_days_ends_with_status_1),
        cmocka_unit_test(what_never_comes_is_said_with_its_place_and_where_the_run_was_over),
        cmocka_unit_test(a_wheel_turns_by_a_row),
        cmocka_unit_test(a_theme_that_the_script_chose_stays),
        cmocka_unit_test(every_verb_and_what_it_waits_for_has_a_help),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
