/* SPDX-License-Identifier: MIT */
/* Moments in words: headline and why. */
#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "player/player.h"
#include "scenes/scene.h"
#include "story/export.h"
#include "story/moment.h"
#include "target/scene.h"
#include "tests/support/file.h"
#include "tests/support/run.h"
#include "tests/test.h"
#include "trace/load.h"

/* ---- as it is written by hand ---- */

static void open_lesson(struct player *p, const char *name, const struct wish_param *param)
{
    static struct target *t;
    struct wish w = {.what = name, .nparams = param ? 1 : 0};
    if (param)
        w.params[0] = *param;
    assert_int_equal(scene_open(&t, scene_find(name), &w), 0);
    assert_int_equal(player_open(p, t, 0), 0);
    p->owns_target = true;
}

/* All of its moments, as trace --format story prints them. */
static struct buf story_of(struct player *p)
{
    struct buf b = {0};
    while (player_moment(p, 1))
        export_moment(&b, &p->model, &p->moments);
    return b;
}

static struct buf lesson(const char *name)
{
    struct player p;
    open_lesson(&p, name, NULL);
    struct buf b = story_of(&p);
    player_close(&p);
    return b;
}

static struct buf by_hand(const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "tests/golden/lessons/%s.txt", name);
    return read_file(path);
}

static void assert_told_by_hand(const char *name)
{
    struct buf b = lesson(name), want = by_hand(name);
    assert_string_equal(b.s, want.s);
    buf_free(&b);
    buf_free(&want);
}

TEST(the_lessons_are_told_as_somebody_wrote_them_by_hand)
{
    static const char *const names[] = {
        "count",     "count-sync", "coroutine",    "chain",  "hello-sequential",
        "tasks",     "blocking",   "hello-gather", "events", "producer-consumer",
        "callbacks", "locks",      "semaphore",    "cancel", "as-completed",
        "timeout",   "errors",     "taskgroup",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_told_by_hand(names[i]);
}

/* By hand are the first thirty moments and the last. */
TEST(makerandom_is_told_as_somebody_wrote_it_by_hand)
{
    struct buf b = lesson("makerandom"), want = by_hand("makerandom");
    char *end = strstr(want.s, "\n   78") + 1;
    assert_memory_equal(b.s, want.s, (size_t)(end - want.s));
    assert_string_equal(strstr(b.s, "\n   78") + 1, end);
    buf_free(&b);
    buf_free(&want);
}

/* ---- as it is said a second time, in Python ---- */

static void load_file(struct trace *t, const char *path)
{
    struct load load;
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    trace_init(t);
    assert_int_equal(load_trace(&load, f, &t->observer), 0);
    load_close(&load);
    fclose(f);
}

/* The text of a line of a story, without what stands before it. */
static const char *line_text(const char *line)
{
    enum { INDENT = 20 };
    return line + INDENT;
}

static int columns(const char *s, size_t n)
{
    int columns = 0;
    uint32_t c;
    for (size_t i = 0; i < n;) {
        i += utf8_decode(s + i, n - i, &c);
        assert_true(c >= ' ' && c != 0x7f && c != UTF8_BAD);
        columns += utf8_width(c);
    }
    return columns;
}

/* No line is empty or too long, and none would do something to a terminal. */
static void assert_presentable(const struct buf *story)
{
    for (const char *line = story->s, *end; (end = strchr(line, '\n')); line = end + 1) {
        int n = columns(line_text(line), (size_t)(end - line_text(line)));
        if (n < 1 || n > MOMENT_COLUMNS)
            fail_msg("%d columns: %.*s", n, (int)(end - line), line);
    }
}

static struct buf story_of_trace(const struct trace *t)
{
    struct model m;
    struct moments moments = {0};
    struct buf b = {0};
    model_init(&m, t);
    moments_see(&moments, t, t->end);
    while (m.cursor < t->end) {
        model_apply(&m);
        export_moment(&b, &m, &moments);
    }
    moments_close(&moments);
    model_close(&m);
    return b;
}

static void assert_told_as_in_python(const char *trace)
{
    struct trace t;
    char path[128];
    const char *name = strrchr(trace, '/') + 1;
    snprintf(path, sizeof path, "tests/golden/moments/%.*s.txt", (int)strcspn(name, "."), name);
    load_file(&t, trace);
    struct buf b = story_of_trace(&t), want = read_file(path);
    assert_presentable(&b);
    assert_string_equal(b.s, want.s);
    buf_free(&b);
    buf_free(&want);
    trace_close(&t);
}

TEST(every_golden_trace_is_told_as_the_rule_said_in_python_tells_it)
{
    glob_t g;
    assert_int_equal(glob("tests/golden/*.ndjson", 0, NULL, &g), 0);
    assert_true(g.gl_pathc >= 44);
    for (size_t i = 0; i < g.gl_pathc; i++)
        assert_told_as_in_python(g.gl_pathv[i]);
    globfree(&g);
}

/* ---- what holds for all ---- */

TEST(a_moment_is_told_the_same_from_wherever_one_comes)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        struct player p;
        struct buf back = {0}, forth = lesson((*s)->program.name);
        uint32_t at[128], n = 0;
        open_lesson(&p, (*s)->program.name, NULL);
        player_end(&p);
        for (at[n++] = p.model.cursor; player_moment(&p, -1);)
            at[n++] = p.model.cursor;
        while (n--) {
            player_seek(&p, at[n]);
            export_moment(&back, &p.model, &p.moments);
        }
        assert_string_equal(back.s, forth.s);
        buf_free(&back);
        buf_free(&forth);
        player_close(&p);
    }
}

TEST(between_two_stops_no_moment_is_told)
{
    struct player p;
    struct moment told = {0};
    open_lesson(&p, "count", NULL);
    player_end(&p);
    player_seek(&p, 10);
    player_look_at_moment(&p);
    assert_false(story_moment(&p.model, &p.moments, &told));
    player_seek(&p, 14);
    player_look_at_moment(&p);
    assert_true(story_moment(&p.model, &p.moments, &told));
    moment_free(&told);
    player_close(&p);
}

static void assert_ends_with(const char *name, struct wish_param param, const char *want)
{
    struct player p;
    open_lesson(&p, name, &param);
    struct buf b = story_of(&p);
    assert_string_equal(b.s + b.len - strlen(want), want);
    buf_free(&b);
    player_close(&p);
}

TEST(the_end_is_as_true_with_other_parameters_and_says_nothing_of_the_usual_ones)
{
    assert_ends_with("makerandom", (struct wish_param){"threshold", 9, 3, .word = false},
                     "The end, at 3.000: 3 s of sleep in 3 s.\n"
                     "                    4 tasks had 6 turns, never two at once.\n");
    assert_ends_with("makerandom", (struct wish_param){"n", 1, 0, .word = false},
                     "  The end, at 0.000.\n                    1 task had 1 turn.\n");
}

/* The remark fills in what the locals are: the number that is printed is that of i. */
TEST(a_remark_says_what_the_locals_are)
{
    struct buf b = lesson("makerandom");
    int remarks = 0;
    for (char *s = b.s; (s = strstr(s, "makerandom(")); s++) {
        int idx, i, said, threshold;
        int end = 0;
        if (sscanf(s, "makerandom(%d) == %d too low%n", &idx, &i, &end) != 2 || !end)
            continue;
        char *remark = strstr(s, "  i = ");
        assert_non_null(remark);
        assert_int_equal(sscanf(remark, "  i = %d is not above threshold = %d,", &said, &threshold),
                         2);
        assert_int_equal(said, i);
        assert_int_equal(threshold, 9 - idx);
        assert_true(i <= threshold);
        remarks++;
    }
    assert_int_equal(remarks, 17);
    buf_free(&b);
}

/* ---- a line's room ---- */

/* What a generator says of itself, so many times the character, and how often that is told: all of it with
 * its full stop, or what has room with an … behind it. */
TEST(a_headline_is_told_whole_if_it_has_room_and_else_to_the_last_column)
{
    static const struct {
        const char *character;
        int said, told;
    } rows[] = {{"x", 1, 1},    {"x", 76, 76},  {"x", 77, 77},  {"x", 78, 77}, {"x", 79, 77},
                {"x", 80, 77},  {"x", 500, 77}, {"é", 77, 77},  {"é", 78, 77}, {"＊", 38, 38},
                {"＊", 39, 38}, {"＊", 40, 38}, {"＊", 200, 38}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct player p;
        struct buf said = {0}, want = {0};
        struct moment told = {0};
        for (int k = 0; k < rows[i].said; k++) {
            buf_puts(&said, rows[i].character);
            buf_puts(&want, k < rows[i].told ? rows[i].character : "");
        }
        buf_puts(&want, rows[i].told == rows[i].said ? "." : "…");
        player_open_empty(&p, 0);
        p.observer.see(&p.observer, &(struct event){.kind = EV_START}, NULL);
        p.observer.see(&p.observer, &(struct event){.kind = EV_SYNC, .ref = 1},
                       &(struct note){.name = "generator", .text = said.s, .len = said.len});
        player_end(&p);
        player_look_at_moment(&p);
        assert_true(story_moment(&p.model, &p.moments, &told));
        assert_string_equal(buf_str(&told.headline), want.s);
        moment_free(&told);
        buf_free(&said);
        buf_free(&want);
        player_close(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lessons_are_told_as_somebody_wrote_them_by_hand),
        cmocka_unit_test(makerandom_is_told_as_somebody_wrote_it_by_hand),
        cmocka_unit_test(every_golden_trace_is_told_as_the_rule_said_in_python_tells_it),
        cmocka_unit_test(a_moment_is_told_the_same_from_wherever_one_comes),
        cmocka_unit_test(between_two_stops_no_moment_is_told),
        cmocka_unit_test(
            the_end_is_as_true_with_other_parameters_and_says_nothing_of_the_usual_ones),
        cmocka_unit_test(a_remark_says_what_the_locals_are),
        cmocka_unit_test(a_headline_is_told_whole_if_it_has_room_and_else_to_the_last_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
