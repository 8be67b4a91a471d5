/* SPDX-License-Identifier: MIT */
/* Whatever is opened gives all its memory back when it is closed: what is done again and again takes
 * no more of it than what is done once. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/picture.h"
#include "cmd/unattended.h"
#include "record/formats.h"
#include "record/text.h"
#include "scenario/scenario.h"
#include "story/export.h"
#include "tests/test.h"
#include "trace/load.h"
#include "trace/save.h"

#define GOLDEN(name) "tests/golden/" name ".ndjson"

/* ---- how much there is ---- */

/* Exact where the C library keeps no pieces for each thread; elsewhere nothing is known. */
#if defined __GLIBC__ && __GLIBC_PREREQ(2, 33)
static const char tunables[] = "glibc.malloc.tcache_count=0";

static size_t in_use(void)
{
    struct mallinfo2 all = mallinfo2();
    return all.uordblks + all.hblkhd;
}
#else
static const char tunables[] = "";

static size_t in_use(void)
{
    return 0;
}
#endif

/* What is made once and kept is made the first time. */
static void assert_gives_all_back(void (*life)(const void *), const void *what, const char *name)
{
    life(what);
    size_t before = in_use();
    life(what);
    life(what);
    if (in_use() != before)
        fail_msg("%s: %zd bytes in two rounds", name, (ssize_t)(in_use() - before));
}

/* ---- what is watched ---- */

struct session {
    const char *what, *keys;
    const char
        *output; /* whose ending is that of a recording's format; NULL: nothing is recorded */
};

static void watch(const void *data)
{
    const struct session *session = data;
    struct options o = {.wish = {.what = session->what}, .keys = session->keys, .h = 30, .w = 100};
    const struct format *format = session->output ? format_of_file(session->output) : NULL;
    struct unattended u;
    struct buf b = {0};
    assert_int_equal(unattended_open(&u, &o), 0);
    struct look look = picture_look(&u.stage, &o);
    look.keys = true;
    if (format) {
        film_start(&u.film, format, &b, &u.stage.app.screen, &look);
        u.filmed = true;
    }
    assert_int_equal(unattended_play(&u, 0.5), 0);
    if (format)
        film_end(&u.film, u.now);
    app_draw(&u.stage.app);
    text_write(&b, &u.stage.app.screen);
    buf_free(&b);
    unattended_close(&u);
}

TEST(a_session_leaves_nothing_behind_whatever_one_does_in_it)
{
    static const struct session sessions[] = {
        {"count", "space wait:9", NULL},
        {"count", "space wait:3 ] ? esc size:60x20 s", "x.cast"},
        {"count", "space wait:3 ] ? esc size:60x20 s", "x.svg"},
        {"makerandom", "end home 20*s b c C 5*. m ' u w", NULL},
        {"makerandom", "P space wait:3 1 s 2 s enter P", NULL},
        {"makerandom", "/ \"Task-2\" enter n n N / up enter \\ \"main\" enter esc", NULL},
        {"makerandom", ": \"tick 3\" enter : \"task 2\" enter : \"until 1\" enter : tab esc", NULL},
        {"makerandom", "d esc ? esc tab tab down enter x z Z r end", NULL},
        {"hello-gather", "esc down up enter end", NULL},
        {NULL, "down enter end esc q", NULL},
        {"quiz", "s 1 s 2", NULL},
        {GOLDEN("s33_threads_and_timers"), "end", NULL},
        {GOLDEN("s13b_taskgroup_fail"), "end u u", NULL},
        {GOLDEN("s34_generators"), "end home", NULL},
        {"tests/golden/scenarios/r0050.json", "end 5*pgup pgdn", NULL},
    };
    for (size_t i = 0; i < sizeof sessions / sizeof *sessions; i++)
        assert_gives_all_back(watch, &sessions[i], sessions[i].keys);
}

/* ---- what is read and written ---- */

static void load_and_save(const void *data)
{
    const char *path = data;
    struct load load;
    struct trace t;
    struct model m;
    struct buf b = {0};
    struct moments moments = {0};
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    trace_init(&t);
    load_trace(&load, f, &t.observer);
    fclose(f);
    model_init(&m, &t);
    moments_see(&moments, &t, t.end);
    while (m.cursor < t.end) {
        model_apply(&m);
        save_seq(&b, &m);
        export_moment(&b, &m, &moments);
    }
    moments_close(&moments);
    model_close(&m);
    trace_close(&t);
    load_close(&load);
    buf_free(&b);
}

TEST(a_trace_that_is_read_and_told_leaves_nothing_behind)
{
    static const char *const paths[] = {GOLDEN("makerandom"), GOLDEN("s09_lock"),
                                        GOLDEN("s39_gathered"), "tests/golden/s21_wait.seq"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_gives_all_back(load_and_save, paths[i], paths[i]);
}

static void read_scenario(const void *data)
{
    const char *text = data;
    struct scenario s;
    FILE *f = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
    assert_non_null(f);
    scenario_read(&s, f, "some.json");
    fclose(f);
    scenario_close(&s);
}

TEST(a_scenario_leaves_nothing_behind_be_it_right_or_wrong)
{
    static const char *const texts[] = {
        "{\"main\": [[\"sleep\", 1], [\"say\", \"a\"]]}",
        "{\"defs\": [[[\"say\", [1, [2]]]]], \"main\": [[\"spawn\", 0, 1]]}",
        "{\"main\": [[\"dance\"]]}",
        "{\"main\": [",
        "[]",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_gives_all_back(read_scenario, texts[i], texts[i]);
}

/* The C library reads its settings before main. */
int main(int argc, char **argv)
{
    (void)argc;
    if (!getenv("GLIBC_TUNABLES") && *tunables) {
        setenv("GLIBC_TUNABLES", tunables, 1);
        execv(argv[0], argv); /* not /proc/self/exe, which may be valgrind */
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_leaves_nothing_behind_whatever_one_does_in_it),
        cmocka_unit_test(a_trace_that_is_read_and_told_leaves_nothing_behind),
        cmocka_unit_test(a_scenario_leaves_nothing_behind_be_it_right_or_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
