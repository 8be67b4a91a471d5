/* SPDX-License-Identifier: MIT */
/* Films as the program makes them, read back into cells by a reader that knows nothing of how they were written
 * (tests/readers/films.py): an SVG, an asciicast and a page show the same at each time, and what snap shows of
 * that moment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record/formats.h"
#include "tests/support/file.h"
#include "tests/support/session.h"
#include "tests/test.h"

static const char *program(void)
{
    const char *l = getenv("LOOPSCOPE");
    return l ? l : "build/loopscope";
}

static void assert_reader_agrees(const char *words)
{
    struct buf command = {0};
    if (system("python3 -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null"))
        skip();
    buf_printf(&command, "python3 tests/readers/films.py '%s' %s >/dev/null", program(), words);
    if (system(command.s))
        fail_msg("a film does not show what it should; it is said above");
    buf_free(&command);
}

TEST(films_show_cell_by_cell_what_snap_shows_of_each_moment)
{
    static const char *const rows[] = {
        "count --size=80x24",
        "makerandom --size=40x12",
        "race --size=100x30 --theme=colorblind",
        "coroutine --size=200x50 --theme=mono",
        "errors --size=80x24 --ascii",
        "hello-gather --size=120x36 --theme=light",
        "timeout --window",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_reader_agrees(rows[i]);
}

TEST(with_keys_and_captions_films_show_the_same_as_each_other)
{
    assert_reader_agrees("count --script=assets/demos/count.keys");
    assert_reader_agrees("compare count count-sync --script=assets/demos/compare-count.keys");
    assert_reader_agrees("streams --pace=clock");
}

TEST(so_it_is_where_characters_are_two_columns_wide)
{
    static const char text[] = "{\"defs\": [], \"main\": [[\"say\", \"\\u4e16\\u754c \\u2713 "
                               "\\u00e9 <&>\"], [\"sleep\", 1],"
                               " [\"say\", \"\\u4e16\"]]}";
    char path[] = "/tmp/wide-XXXXXX.json";
    int fd = mkstemps(path, 5);
    assert_true(write(fd, text, sizeof text - 1) == sizeof text - 1);
    close(fd);
    assert_reader_agrees(path);
    unlink(path);
}

/* ---- where it is made ---- */

/* Each ending, in a terminal of 24 lines or of 50. */
static void record_all(const char *where, int h, int w, const char *to)
{
    struct buf line = {0};
    struct vt v;
    buf_printf(&line, "L='%s'; mkdir -p %s; %s", program(), to, where);
    for (const struct format *f = formats; f->name; f++)
        if ((f->start || f->still) && !format_trouble(f))
            buf_printf(&line, "; \"$L\" record count --keys 's s' --size 60x16 -o %s/film%s", to,
                       f->ending);
    vt_open(&v, h, w);
    vt_start(&v, WORDS("/bin/sh", "-c", line.s));
    assert_exits(&v, 0);
    vt_close(&v);
    buf_free(&line);
}

TEST(every_ending_is_the_same_bytes_wherever_it_is_made)
{
    char a[] = "/tmp/films-XXXXXX", b[] = "/tmp/films-XXXXXX";
    struct buf line = {0};
    assert_true(mkdtemp(a) && mkdtemp(b));
    record_all("export LC_ALL=C TZ=UTC TERM=xterm-256color COLORTERM=truecolor", 24, 80, a);
    record_all(
        "export LC_ALL=C.UTF-8 LANG=de_DE LC_NUMERIC=tr_TR TZ=Asia/Tokyo TERM=dumb NO_COLOR=1 "
        "COLUMNS=33 LINES=7",
        50, 200, b);
    buf_printf(&line, "diff -r %s %s && ls -A %s | wc -l; rm -rf %s %s", a, b, a, a, b);
    struct buf out = output_of(line.s);
    int made = 0;
    for (const struct format *f = formats; f->name; f++)
        made += !format_trouble(f);
    assert_int_equal(atoi(out.s), made);
    buf_free(&line);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(films_show_cell_by_cell_what_snap_shows_of_each_moment),
        cmocka_unit_test(with_keys_and_captions_films_show_the_same_as_each_other),
        cmocka_unit_test(so_it_is_where_characters_are_two_columns_wide),
        cmocka_unit_test(every_ending_is_the_same_bytes_wherever_it_is_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
