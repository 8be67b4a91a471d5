/* SPDX-License-Identifier: MIT */
/* What becomes of text that is no good: traces and scenarios damaged by chance, which is the same each time,
 * conditions, UTF-8 and source text put together by it. What is read of them and what is said against them is held
 * as check sums against tests/golden/sums (UPDATE_GOLDEN=1 writes them anew). */
#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "breaks/condition.h"
#include "draw/ansi.h"
#include "draw/lexer.h"
#include "player/player.h"
#include "scenario/scenario.h"
#include "target/program.h"
#include "tests/support/file.h"
#include "tests/support/golden.h"
#include "tests/support/sums.h"
#include "tests/test.h"
#include "trace/load.h"
#include "trace/save.h"

#define FOLDER "tests/golden/sums/"

enum { DAMAGES = 60, A_LINE = 20, SOME_EVENTS = 400 };

/* ---- damage ---- */

/* Something else where a value stands: behind a ':', '[' or ','. */
static void put_value(struct buf *out, uint32_t *dice)
{
    static const char *const values[] = {"0",           "1",
                                         "-1",          "2.5",
                                         "1e99",        "99999999999",
                                         "null",        "true",
                                         "\"\"",        "\"x\"",
                                         "\"T9\"",      "[]",
                                         "{}",          "[1,2]",
                                         "\"sleep\"",   "3",
                                         "7",           "[[0]]",
                                         "\"\\u0001\"", "\"put\"",
                                         "\"Task-2\"",  "[\"say\",\"a\"]",
                                         "4294967295",  "-0.5"};
    buf_puts(out, values[chance(dice, sizeof values / sizeof *values)]);
}

static size_t end_of_value(const char *s, size_t i, size_t n)
{
    if (s[i] == '"') {
        for (i++; i < n && s[i] != '"'; i++)
            ;
        return i < n ? i + 1 : n;
    }
    while (i < n && !strchr(",]}\n", s[i]))
        i++;
    return i;
}

/* Another value at one place, or a byte changed, left out or put there twice. */
static struct buf damaged(const char *s, size_t n, uint32_t *dice)
{
    struct buf out = {0};
    size_t at = (size_t)chance(dice, (int)n), to = at;
    int how = chance(dice, 8);
    while (how > 2 && at < n && !strchr(":[,", s[at]))
        at++;
    at += how > 2 && at < n;
    buf_add(&out, s, at);
    if (how > 2)
        put_value(&out, dice), to = end_of_value(s, at, n);
    else if (how == 2)
        buf_putc(&out, ' ' + (char)chance(dice, 95)), to = at + 1;
    else
        to = how ? at + 1 : at ? at - 1 : 0;
    buf_add(&out, s + to, n - to);
    return out;
}

static struct buf damaged_often(const struct buf *whole, uint32_t *dice)
{
    struct buf b = {0};
    buf_add(&b, whole->s, whole->len);
    for (int i = chance(dice, 3); i >= 0 && b.len; i--) {
        struct buf worse = damaged(b.s, b.len, dice);
        buf_free(&b);
        b = worse;
    }
    return b;
}

static void damage_all(struct buf *out, const char *pattern, size_t every,
                       void (*sum)(uint32_t *sum, struct buf *b))
{
    glob_t found;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i += every) {
        struct buf whole = read_file(found.gl_pathv[i]);
        uint32_t dice = (uint32_t)i, all = NO_SUM;
        buf_printf(out, "%s:", found.gl_pathv[i]);
        for (int k = 1; k <= DAMAGES; k++) {
            struct buf b = damaged_often(&whole, &dice);
            sum(&all, &b);
            buf_free(&b);
            if (k % A_LINE == 0)
                sum_put(out, "", all);
        }
        buf_putc(out, '\n');
        buf_free(&whole);
    }
    globfree(&found);
}

/* ---- traces ---- */

static void sum_trace(uint32_t *sum, struct buf *b)
{
    struct player p;
    struct load l;
    struct buf saved = {0};
    FILE *f = fmemopen(buf_str(b), b->len + !b->len, "r");
    assert_non_null(f);
    player_open_empty(&p, 0);
    sum_number(sum, (uint32_t)load_trace(&l, f, &p.observer));
    fclose(f);
    sum_text(sum, l.error);
    sum_number(sum, l.lines);
    for (uint32_t i = 1; i <= p.trace.end && i < SOME_EVENTS && player_seek(&p, i); i++)
        save_event(&saved, &p.model);
    sum_text(sum, buf_str(&saved));
    buf_free(&saved);
    load_close(&l);
    player_close(&p);
}

TEST(of_a_damaged_trace_is_read_and_said_what_was_read_and_said)
{
    struct buf out = {0};
    damage_all(&out, "tests/golden/*.ndjson", 2, sum_trace);
    damage_all(&out, "tests/golden/schedules/*.ndjson", 4, sum_trace);
    golden_check(FOLDER "traces.txt", &out);
    buf_free(&out);
    golden_end();
}

/* ---- scenarios ---- */

static void sum_scenario(uint32_t *sum, struct buf *b)
{
    struct scenario s;
    struct player p;
    FILE *f = fmemopen(buf_str(b), b->len + !b->len, "r");
    assert_non_null(f);
    if (!scenario_read(&s, f, "a.json")) {
        sum_text(sum, buf_str(&s.listing));
        assert_int_equal(program_open(&p, &s.program, CLOCK_VIRTUAL, 0), 0);
        player_produce(&p, SOME_EVENTS);
        sum_number(sum, p.trace.end);
        player_close(&p);
    } else
        sum_text(sum, s.error);
    fclose(f);
    scenario_close(&s);
}

TEST(of_a_damaged_scenario_is_read_and_said_what_was_read_and_said)
{
    struct buf out = {0};
    damage_all(&out, "tests/golden/scenarios/r*.json", 5, sum_scenario);
    golden_check(FOLDER "scenarios.txt", &out);
    buf_free(&out);
    golden_end();
}

/* ---- conditions ---- */

#define LOCALS                                                                                   \
    "i=7\nx=1.5\nname='it\\'s'\nempty=''\nq=<Queue>\nnone=None\nyes=True\nno=False\nü=2\ntab='" \
    "a\\tb'"

static void sum_condition(uint32_t *sum, const char *text)
{
    struct buf error = {0};
    struct condition *c = condition_parse(text, &error);
    sum_text(sum, buf_str(&error));
    size_t n;
    for (size_t i = 0; c && condition_name(c, i, &n); i++)
        sum_number(sum, (uint32_t)n);
    if (c)
        sum_number(sum,
                   condition_holds(c, LOCALS, "Task-2") * 2u + condition_holds(c, "i=3", NULL));
    condition_free(c);
    buf_free(&error);
}

TEST(conditions_of_any_words_are_as_true_as_they_were)
{
    static const char *const words[] = {
        "i",     "x",        "name",    "empty",  "q",      "none",     "yes", "no", "unknown",
        "task",  "'Task-2'", "7",       "1.5",    "-1",     "1e3",      "0",   "''", "True",
        "False", "None",     "'a\\tb'", "tab",    "ü",      "\"it's\"", "(",   ")",  "+",
        "'open", "3.",       ".5",      "is not", "not in", "1_0",      "0x1", "&",  "if"};
    static const char *const between[] = {"==",  "!=", "<",       "<=",     ">", ">=", "is",
                                          "and", "or", "and not", "or not", "=", "",   "or ("};
    struct buf out = {0};
    uint32_t dice = NO_SUM;
    for (int line = 0; line < 40; line++) {
        uint32_t sum = NO_SUM;
        for (int i = 0; i < 50; i++) {
            struct buf b = {0};
            buf_puts(&b, chance(&dice, 4) ? "" : "not ");
            for (int n = chance(&dice, 4); n >= 0; n--) {
                buf_puts(&b, words[chance(&dice, chance(&dice, 3) ? 24 : 36)]);
                if (n)
                    buf_printf(&b, " %s ", between[chance(&dice, chance(&dice, 3) ? 11 : 14)]);
            }
            sum_condition(&sum, buf_str(&b));
            buf_free(&b);
        }
        sum_put(&out, "conditions", sum);
        buf_putc(&out, '\n');
    }
    golden_check(FOLDER "conditions.txt", &out);
    buf_free(&out);
    golden_end();
}

/* ---- characters ---- */

static struct buf any_text(uint32_t *dice)
{
    static const char *const pieces[] = {"a",
                                         "Zz",
                                         " ",
                                         "\t",
                                         "\n",
                                         "\r",
                                         "\x1b[31m",
                                         "\x1b[0m",
                                         "\x1b[1;94m",
                                         "\x1b[",
                                         "\x1b[3",
                                         "\x7f",
                                         "\x01",
                                         "é",
                                         "€",
                                         "漢",
                                         "😀",
                                         "\xcc\x81",
                                         "\xe2\x80\xae",
                                         "\xc3",
                                         "\xff",
                                         "\x80",
                                         "\xed\xa0\x80",
                                         "\xc0\xaf",
                                         "\\",
                                         "\"",
                                         "'",
                                         "def ",
                                         "f'",
                                         "'''",
                                         "# ",
                                         "/* ",
                                         "*/",
                                         "\"\"\"",
                                         "return ",
                                         "12.5e3",
                                         "0x1f",
                                         "{x}",
                                         "await ",
                                         "async def g(",
                                         ")",
                                         "static int ",
                                         "#if",
                                         "//",
                                         "r'\\'",
                                         "None",
                                         "print",
                                         "\xf4\x90\x80\x80",
                                         "\xe0\x80\x80",
                                         "\xf0\x9f\x98",
                                         "\xef\xbf\xbd",
                                         "\xe2\x80\x8b",
                                         "\xc2\x85",
                                         "\xc2\xad",
                                         "u'",
                                         "b\"",
                                         "1_000",
                                         "x.y"};
    struct buf b = {0};
    for (int n = chance(dice, 9); n >= 0; n--)
        buf_puts(&b, pieces[chance(dice, sizeof pieces / sizeof *pieces)]);
    return b;
}

static void sum_characters(uint32_t *sum, const struct buf *b)
{
    struct buf out = {0};
    uint32_t c;
    for (size_t i = 0, n; i < b->len; i += n) {
        n = utf8_decode(b->s + i, b->len - i, &c);
        sum_number(sum, c);
        sum_number(sum, (uint32_t)(n * 8) + (uint32_t)(c == UTF8_BAD ? 7 : utf8_width(c)));
    }
    sum_number(sum, (uint32_t)utf8_columns(b->s, b->len));
    buf_plain(&out, b->s, b->len);
    buf_json(&out, b->s, b->len);
    buf_repr(&out, b->s, b->len);
    sum_text(sum, buf_str(&out));
    buf_free(&out);
}

/* As a program's output, and as two languages. */
static void sum_colours(uint32_t *sum, const struct buf *b)
{
    struct ansi ansi = {0};
    const char *text;
    size_t len;
    for (size_t i = 0; i < b->len;) {
        i += ansi_next(&ansi, b->s + i, b->len - i, &text, &len);
        struct style st = ansi_style(&ansi, (struct style){.role = ROLE_TEXT});
        sum_number(sum, (uint32_t)len);
        sum_number(sum, st.role | (uint32_t)st.attr << 8);
    }
    for (int language = LANGUAGE_PYTHON; language <= LANGUAGE_C; language++) {
        struct lexer lx = {.language = (enum language)language};
        uint8_t roles[256] = {0};
        for (const char *s = b->s; *s; s += *s == '\n') {
            size_t n = strcspn(s, "\n");
            lexer_line(&lx, s, n, roles);
            for (size_t i = 0; i < n; i++)
                sum_number(sum, roles[i]);
            s += n;
        }
        sum_number(sum,
                   (uint32_t)lx.quote + lx.triple * 256u + lx.format * 512u + lx.defining * 1024u);
    }
}

TEST(any_characters_are_taken_for_what_they_were)
{
    struct buf out = {0};
    uint32_t dice = NO_SUM;
    for (int line = 0; line < 60; line++) {
        uint32_t characters = NO_SUM, colours = NO_SUM;
        for (int i = 0; i < 50; i++) {
            struct buf b = any_text(&dice);
            sum_characters(&characters, &b);
            sum_colours(&colours, &b);
            buf_free(&b);
        }
        sum_put(&out, "characters", characters);
        sum_put(&out, "colours", colours);
        buf_putc(&out, '\n');
    }
    golden_check(FOLDER "characters.txt", &out);
    buf_free(&out);
    golden_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_a_damaged_trace_is_read_and_said_what_was_read_and_said),
        cmocka_unit_test(of_a_damaged_scenario_is_read_and_said_what_was_read_and_said),
        cmocka_unit_test(conditions_of_any_words_are_as_true_as_they_were),
        cmocka_unit_test(any_characters_are_taken_for_what_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
