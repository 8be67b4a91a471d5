/* SPDX-License-Identifier: MIT */
/* The two readers of a trace's lines make the same of them, and what the quick one leaves is left to
 * the other. Runs at the root of the project. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "player/player.h"
#include "tests/support/file.h"
#include "tests/support/same_line.h"
#include "tests/support/text.h"
#include "tests/test.h"
#include "trace/load.h"
#include "trace/save.h"

struct both {
    struct line quick, any;
    char one[512], two[512];
    bool quick_reads, any_reads;
};

static void read_both(struct both *b, const char *text)
{
    *b = (struct both){0};
    size_t n = strlen(text);
    assert_true(n < sizeof b->one);
    strcpy(b->one, text);
    strcpy(b->two, text);
    b->quick_reads = line_read(&b->quick, b->one, n);
    b->any_reads = line_read_any(&b->any, b->two, n);
}

static void close_both(struct both *b)
{
    line_close(&b->quick);
    line_close(&b->any);
}

TEST(what_the_quick_reader_reads_both_read_the_same)
{
    static const char *const lines[] = {
        "{}",
        " { \"e\" : \"out\" ,\t\"s\":\"x\" } \r",
        "{\"e\":\"out\",\"s\":\"\"}",
        "{\"e\":\"out\",\"s\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uFFFD\"}",
        "{\"e\":\"out\",\"s\":\"\xc3\xa9\xe2\x80\xa6\xf0\x9f\x98\x80\x7f\"}",
        "{\"t\":0.0,\"a\":-0.0,\"b\":-0,\"c\":0,\"d\":12.5,\"f\":1e3,\"g\":1.5E-7,\"h\":-2.25e+10}",
        "{\"t\":0.30000000000000004,\"a\":9007199254740993.0,\"b\":123456789012345678}",
        "{\"t\":1234567.123456789,\"a\":0.000000000001,\"b\":4.35,\"c\":1e-400}",
        "{\"a\":null,\"b\":true,\"c\":false,\"d\":[],\"e\":{},\"f\":[[],[1,[2]]]}",
        "{\"on\":{\"what\":\"sleep\",\"delay\":1},\"locals\":[{\"a\":\"1\",\"b\":\"'x'\"}]}",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct both b;
        read_both(&b, lines[i]);
        if (!b.quick_reads || !b.any_reads || !same_line(&b.quick, &b.any))
            fail_msg("%s", lines[i]);
        line_restore(&b.quick);
        assert_string_equal(b.one, lines[i]);
        close_both(&b);
    }
}

TEST(what_the_quick_reader_leaves_it_leaves_as_it_was)
{
    static const struct {
        const char *line;
        bool any;
    } lines[] = {
        {"{\"a\":\"\\ud83d\\ude00\"}", true},
        {"{\"a\":\"\\u0000\"}", true},
        {"{\"a\":{\"b\":\"1\",\"b\":\"2\"}}", true},
        {"{\"a\":[[[[[[[[[[[[[[1]]]]]]]]]]]]]]}", true},
        {"", false},
        {"7", false},
        {"[1]", false},
        {"{", false},
        {"{\"a\"", false},
        {"{\"a\":", false},
        {"{\"a\":1", false},
        {"{\"a\":1,}", false},
        {"{,\"a\":1}", false},
        {"{\"a\":1}}", false},
        {"{\"a\":1 \"b\":2}", false},
        {"{\"a\":[1,]}", false},
        {"{\"a\":[1 2]}", false},
        {"{a:1}", false},
        {"{\"a\":'b'}", false},
        {"{\"a\":\"b}", false},
        {"{\"a\":\"\t\"}", false},
        {"{\"a\":\"\\x\"}", false},
        {"{\"a\":\"\\u12\"}", false},
        {"{\"a\":\"\\udc00\"}", false},
        {"{\"a\":\"\xff\"}", false},
        {"{\"a\":\"\xed\xa0\x80\"}", false},
        {"{\"a\":01}", false},
        {"{\"a\":-}", false},
        {"{\"a\":+1}", false},
        {"{\"a\":.5}", false},
        {"{\"a\":1.}", false},
        {"{\"a\":1e}", false},
        {"{\"a\":0x10}", false},
        {"{\"a\":1e999}", false},
        {"{\"a\":99999999999999999999}", false},
        {"{\"a\":nan}", false},
        {"{\"a\":nul}", false},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct both b;
        read_both(&b, lines[i].line);
        if (b.quick_reads || b.any_reads != lines[i].any)
            fail_msg("%s", lines[i].line);
        assert_string_equal(b.one, lines[i].line);
        close_both(&b);
    }
}

TEST(of_two_members_of_one_name_the_last_counts)
{
    struct both b;
    read_both(&b, "{\"state\":1,\"stack\":2,\"state\":3,\"stack\":4}");
    assert_true(b.quick_reads);
    assert_int_equal(value_whole(line_get(&b.quick, "state")), 3);
    assert_int_equal(value_whole(line_get(&b.any, "state")), 3);
    assert_int_equal(value_whole(line_get(&b.quick, "stack")), 4);
    assert_int_equal(value_whole(line_get(&b.any, "stack")), 4);
    assert_null(line_get(&b.quick, "stop"));
    close_both(&b);
}

static struct buf loaded_and_saved(const char *path, bool slow, size_t piece)
{
    struct player p;
    struct load l = {.slow = slow};
    struct buf b = {0};
    FILE *f = fopen(path, "r");
    int r;
    assert_non_null(f);
    player_open_empty(&p, 0);
    load_begin(&l, f, &p.lint.observer);
    while ((r = load_some(&l, piece)) > 0)
        ;
    assert_int_equal(r, 0);
    fclose(f);
    while (player_step(&p, 1))
        save_event(&b, &p.model);
    player_close(&p);
    load_close(&l);
    return b;
}

TEST(every_trace_of_cpython_s_is_the_same_by_either_reader_and_in_pieces)
{
    glob_t found;
    assert_int_equal(glob("tests/golden/*.ndjson", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct buf quick = loaded_and_saved(found.gl_pathv[i], false, SIZE_MAX / 2);
        struct buf slow = loaded_and_saved(found.gl_pathv[i], true, SIZE_MAX / 2);
        struct buf pieces = loaded_and_saved(found.gl_pathv[i], false, 1);
        assert_string_equal(buf_str(&quick), buf_str(&slow));
        assert_string_equal(buf_str(&quick), buf_str(&pieces));
        buf_free(&quick);
        buf_free(&slow);
        buf_free(&pieces);
    }
    globfree(&found);
}

/* What is written by ourselves shall never need the slow one. */
TEST(the_quick_reader_reads_all_that_cpython_s_tracer_and_we_write)
{
    glob_t found;
    size_t lines = 0;
    assert_int_equal(glob("tests/golden/*.ndjson", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct buf golden = read_file(found.gl_pathv[i]);
        struct line l = {0};
        for (char *s = golden.s, *end; (end = strchr(s, '\n')); s = end + 1, lines++)
            if (!line_read(&l, s, (size_t)(end - s)) && !strstr(s, "\"e\":\"start\""))
                fail_msg("%s: %.*s", found.gl_pathv[i], (int)(end - s), s);
        line_close(&l);
        buf_free(&golden);
    }
    assert_true(lines > 1000);
    globfree(&found);
}

static void assert_read_as_written(const char *number)
{
    struct both b;
    char line[64];
    snprintf(line, sizeof line, "{\"a\":%s,\"b\":-%s}", number, number);
    read_both(&b, line);
    if (!b.quick_reads || line_get(&b.quick, "a")->real != strtod(number, NULL) ||
        line_get(&b.quick, "b")->real != -strtod(number, NULL))
        fail_msg("%s", line);
    close_both(&b);
}

/* About 2^53 a sum is not exact any more, and about 2^64 it begins anew. */
TEST(a_number_with_a_point_anywhere_is_what_the_c_library_makes_of_it)
{
    static const char *const digits[] = {
        "18446744073709551617", "18446744073709551616", "18446744073709551615",
        "36893488147419103233", "9223372036854775809",  "9223372036854775807",
        "9007199254740992",     "9007199254740993",     "9007199254740995",
        "18014398509481985",    "12345678901234567890", "99999999999999999999",
        "10000000000000000001", "1000000100000001",     "314159265358979323846",
    };
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
        for (int whole = 1; whole < (int)strlen(digits[i]) && whole <= 18; whole++) {
            char number[32];
            snprintf(number, sizeof number, "%.*s.%s", whole, digits[i], digits[i] + whole);
            assert_read_as_written(number);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_quick_reader_reads_both_read_the_same),
        cmocka_unit_test(what_the_quick_reader_leaves_it_leaves_as_it_was),
        cmocka_unit_test(of_two_members_of_one_name_the_last_counts),
        cmocka_unit_test(every_trace_of_cpython_s_is_the_same_by_either_reader_and_in_pieces),
        cmocka_unit_test(the_quick_reader_reads_all_that_cpython_s_tracer_and_we_write),
        cmocka_unit_test(a_number_with_a_point_anywhere_is_what_the_c_library_makes_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
