/* SPDX-License-Identifier: MIT */
/* A program that was edited and is started again: one stands where one stood, though lines have moved, and
 * looks at it as before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/session.h"
#include "tests/test.h"
#include "ui/again.h"

/* ---- which line has become of a line ---- */

static const struct {
    const char *text;
    uint32_t line;
    const char *source;
    uint32_t becomes;
} lines[] = {
    {"b()", 2, "a()\nb()\nc()\n", 2},
    {"b()", 2, "# new\n# new\na()\nb()\nc()\n", 4},
    {"b()", 2, "    b()  \r\n", 1},          /* it came to stand in a block */
    {"b()", 6, "b()\n\n\n\n\n\n\nb()\n", 8}, /* of two the nearer */
    {"b()", 2, "a()\nc()\nbb()\n", 2},       /* it is gone */
    {"", 2, "a()\n\nc()\n", 2},              /* its text was not known */
    {"b()", 2, "", 2},
    {"b()", 1, "a()\nb()", 2},
};

TEST(a_line_is_known_by_its_text_wherever_it_has_moved)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct stood s = {.line = lines[i].line};
        snprintf(s.text, sizeof s.text, "%s", lines[i].text);
        if (again_line(&s, lines[i].source, strlen(lines[i].source)) != lines[i].becomes)
            fail_msg("%zu: %u", i, again_line(&s, lines[i].source, strlen(lines[i].source)));
    }
}

/* ---- a real program ---- */

static void write_worker(const char *path, const char *head, const char *first)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f,
            "%simport asyncio\n\nasync def worker(n):\n    for i in range(3):\n"
            "        %s\n        print(n, i)\n        await asyncio.sleep(0)\n\n"
            "async def main():\n    await asyncio.gather(worker(1), worker(2))\n\n"
            "asyncio.run(main())\n",
            head, first);
    fclose(f);
}

static void write_program(const char *path, const char *head)
{
    write_worker(path, head, "await asyncio.sleep(0)");
}

static void open_edited(struct vt *v, char *path)
{
    close(mkstemps(path, 3));
    write_program(path, "");
    vt_open(v, 30, 100);
    vt_start(v, WORDS(loopscope(), "--on-save", path));
    assert_has(v, "Task-1");
}

static void close_edited(struct vt *v, const char *path)
{
    vt_type(v, "q");
    assert_exits(v, 0);
    vt_close(v);
    unlink(path);
}

TEST(what_was_saved_anew_stands_at_the_same_turn_and_the_line_that_moved)
{
    struct vt v;
    char path[] = "/tmp/again-XXXXXX.py";
    open_edited(&v, path);
    vt_type(&v, "9s");
    assert_has(&v, "step   10");
    assert_has(&v, "▶  5          await asyncio.sleep(0)          ○ Task-2");
    vt_type(&v, ":sort name\r");
    assert_has(&v, "Tasks by name");
    write_program(path, "# one\n# two\n");
    assert_has(&v, "▶  7          await asyncio.sleep(0)          ○ Task-2");
    assert_has(&v, "tick    4   step   10");
    assert_has(&v, "Tasks by name");
    close_edited(&v, path);
}

/* As the line is not reached in that turn any more, one stands at the one that is nearest to it. */
TEST(where_the_line_is_not_come_to_one_stands_beside_it)
{
    struct vt v;
    char path[] = "/tmp/again-XXXXXX.py";
    open_edited(&v, path);
    vt_type(&v, "9s");
    assert_has(&v, "▶  5          await asyncio.sleep(0)          ○ Task-2");
    write_worker(path, "", "if i > 5:\n            await asyncio.sleep(0)");
    assert_has(&v, "▶  7          print(n, i)");
    assert_has(&v, "Task-2");
    close_edited(&v, path);
}

TEST(what_is_started_again_by_hand_is_looked_at_as_before)
{
    struct vt v;
    char path[] = "/tmp/again-XXXXXX.py";
    open_edited(&v, path);
    vt_type(&v, "4s");
    assert_has(&v, "step    5");
    vt_type(&v, ":sort name\r");
    assert_has(&v, "Tasks by name");
    vt_type(&v, "r");
    assert_has(&v, "step    1");
    assert_has(&v, "Tasks by name");
    close_edited(&v, path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_known_by_its_text_wherever_it_has_moved),
        cmocka_unit_test(what_was_saved_anew_stands_at_the_same_turn_and_the_line_that_moved),
        cmocka_unit_test(where_the_line_is_not_come_to_one_stands_beside_it),
        cmocka_unit_test(what_is_started_again_by_hand_is_looked_at_as_before),
    };
    setenv("LOOPSCOPE", loopscope(), 0);
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
