/* SPDX-License-Identifier: MIT */
/* Which lines of two texts the other has not, held against a slow way to find it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "compare/same_lines.h"
#include "tests/support/sums.h"
#include "tests/test.h"

enum { LINES = 8, TEXTS = 4000 };

/* Lines are letters here; the text has one in each line. */
static void put_lines(struct buf *text, const char *letters)
{
    buf_clear(text);
    buf_str(text);
    for (; *letters; letters++)
        buf_printf(text, "%c%s", *letters, letters[1] ? "\n" : "");
}

/* The length of the longest common subsequence, by trying all. */
static size_t common(const char *a, const char *b)
{
    if (!*a || !*b)
        return 0;
    if (*a == *b)
        return 1 + common(a + 1, b + 1);
    size_t without_a = common(a + 1, b), without_b = common(a, b + 1);
    return without_a > without_b ? without_a : without_b;
}

/* The letters of lines that are not marked. */
static void put_same(char *to, const char *letters, const struct line_marks *m)
{
    assert_int_equal(m->n, strlen(letters));
    for (uint32_t i = 1; i <= m->n; i++)
        if (!m->differs[i])
            *to++ = letters[i - 1];
    *to = 0;
}

static void assert_best(const char *a, const char *b)
{
    struct buf text_a = {0}, text_b = {0};
    struct line_marks of_a, of_b;
    char same_a[LINES + 1], same_b[LINES + 1];
    put_lines(&text_a, a);
    put_lines(&text_b, b);
    same_lines(text_a.s, text_b.s, &of_a, &of_b);
    put_same(same_a, a, &of_a);
    put_same(same_b, b, &of_b);
    if (strcmp(same_a, same_b) != 0 || strlen(same_a) != common(a, b))
        fail_msg("%s and %s: %s, %s have no mark, and should be %zu", a, b, same_a, same_b,
                 common(a, b));
    line_marks_close(&of_a);
    line_marks_close(&of_b);
    buf_free(&text_a);
    buf_free(&text_b);
}

static void put_any(char *to, uint32_t *dice)
{
    for (int n = chance(dice, LINES + 1); n; n--)
        *to++ = (char)('a' + chance(dice, 3));
    *to = 0;
}

TEST(lines_without_a_mark_are_the_same_in_both_and_as_many_as_can_be)
{
    uint32_t dice = NO_SUM;
    for (int i = 0; i < TEXTS; i++) {
        char a[LINES + 1], b[LINES + 1];
        put_any(a, &dice);
        put_any(b, &dice);
        assert_best(a, b);
    }
}

TEST(blank_lines_have_no_mark)
{
    struct line_marks of_a, of_b;
    same_lines("x\n \t\n\ny z\n", "\r\n  v\n", &of_a, &of_b);
    static const bool a[] = {true, false, false, true}, b[] = {false, true};
    assert_int_equal(of_a.n, 4);
    assert_int_equal(of_b.n, 2);
    assert_memory_equal(of_a.differs + 1, a, sizeof a);
    assert_memory_equal(of_b.differs + 1, b, sizeof b);
    line_marks_close(&of_a);
    line_marks_close(&of_b);
}

/* Of x y and y x either can be the same; it is what comes later in the first text. */
TEST(where_there_are_two_ways_the_first_text_s_earlier_line_has_the_mark)
{
    struct line_marks of_a, of_b;
    same_lines("x\ny\n", "y\nx\n", &of_a, &of_b);
    assert_true(of_a.differs[1] && !of_a.differs[2]);
    assert_true(!of_b.differs[1] && of_b.differs[2]);
    line_marks_close(&of_a);
    line_marks_close(&of_b);
}

/* ---- long texts ---- */

/* Numbers from `first` on, a line each, between two lines of its own, or one if it is NULL. */
static void put_numbers(struct buf *text, const char *before, int first, int n, const char *behind)
{
    buf_printf(text, "%s\n", before);
    for (int i = 0; i < n; i++)
        buf_printf(text, "%d\n", first + i);
    buf_printf(text, "%s\n", behind);
}

static uint32_t count(const struct line_marks *m)
{
    uint32_t n = 0;
    for (uint32_t i = 1; i <= m->n; i++)
        n += m->differs[i];
    return n;
}

/* Texts that are the same but for a line at the begin of the one and one at the end of the other. */
static void assert_marks(int lines, uint32_t marks)
{
    struct buf a = {0}, b = {0};
    struct line_marks of_a, of_b;
    put_numbers(&a, "only in a", 0, lines - 2, "99999");
    buf_printf(&b, "0\n");
    put_numbers(&b, "1", 2, lines - 4, "99999");
    buf_puts(&b, "only in b");
    same_lines(a.s, b.s, &of_a, &of_b);
    assert_int_equal(of_a.n, lines);
    assert_int_equal(of_b.n, lines);
    assert_int_equal(count(&of_a), marks);
    assert_int_equal(count(&of_b), marks);
    line_marks_close(&of_a);
    line_marks_close(&of_b);
    buf_free(&a);
    buf_free(&b);
}

/* The table for 2047 lines has 2048 times 2048 cells, and no larger one is made. */
TEST(texts_of_more_than_2047_lines_are_compared_place_by_place)
{
    assert_marks(2047, 1);
    assert_marks(2048, 2048);
}

TEST(place_by_place_what_one_text_is_longer_differs)
{
    struct buf a = {0}, b = {0};
    struct line_marks of_a, of_b;
    put_numbers(&a, "a", 0, 2500, "a");
    put_numbers(&b, "b", 0, 2100, "b");
    for (int turn = 0; turn < 2; turn++) {
        same_lines(turn ? b.s : a.s, turn ? a.s : b.s, &of_a, &of_b);
        const struct line_marks *longer = turn ? &of_b : &of_a, *shorter = turn ? &of_a : &of_b;
        assert_int_equal(longer->n, 2502);
        assert_int_equal(shorter->n, 2102);
        assert_true(longer->differs[1] && shorter->differs[1]);
        for (uint32_t i = 2; i <= 2101; i++)
            assert_false(longer->differs[i] || shorter->differs[i]);
        assert_true(shorter->differs[2102]);
        for (uint32_t i = 2102; i <= 2502; i++)
            assert_true(longer->differs[i]);
        line_marks_close(&of_a);
        line_marks_close(&of_b);
    }
    buf_free(&a);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_without_a_mark_are_the_same_in_both_and_as_many_as_can_be),
        cmocka_unit_test(where_there_are_two_ways_the_first_text_s_earlier_line_has_the_mark),
        cmocka_unit_test(blank_lines_have_no_mark),
        cmocka_unit_test(texts_of_more_than_2047_lines_are_compared_place_by_place),
        cmocka_unit_test(place_by_place_what_one_text_is_longer_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
