/* SPDX-License-Identifier: MIT */
/* Films as the program makes them, read back into cells by a reader that knows nothing of how they were written
 * (tests/readers/films.py): an SVG, an asciicast and a page show the same at each time, and what snap shows of
 * that moment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/file.h"
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(films_show_cell_by_cell_what_snap_shows_of_each_moment),
        cmocka_unit_test(with_keys_and_captions_films_show_the_same_as_each_other),
        cmocka_unit_test(so_it_is_where_characters_are_two_columns_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
