/* SPDX-License-Identifier: MIT */
/* src/base: growing strings, Python's repr and float, JSON strings, UTF-8. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/report.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "python/locals.h"
#include "python/repr.h"
#include "tests/test.h"

TEST(letters_of_ascii_are_small_and_large_by_themselves)
{
    static const char small[] = "abcdefghijklmnopqrstuvwxyz",
                      large[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (int c = -128; c < 256; c++) {
        const char *s = c > 0 ? strchr(small, c) : NULL, *l = c > 0 ? strchr(large, c) : NULL;
        assert_int_equal(ascii_lower(c), l ? small[l - large] : c);
        assert_int_equal(ascii_upper(c), s ? large[s - small] : c);
        assert_int_equal(ascii_is_upper(c), l != NULL);
    }
}

/* ---- buf, xgrow ---- */

TEST(a_buf_grows_and_always_ends_in_a_nul)
{
    struct buf b = {0};
    for (size_t i = 0; i < 5000; i++) {
        buf_putc(&b, 'x');
        assert_int_equal(b.len, i + 1);
        assert_int_equal(b.s[b.len], 0);
    }
    buf_clear(&b);
    assert_string_equal(b.s, "");
    buf_add(&b, "a\0b", 3);
    buf_puts(&b, "c");
    buf_printf(&b, "%d%s", 7, "");
    assert_int_equal(b.len, 5);
    assert_memory_equal(b.s, "a\0bc7", 6);
    buf_free(&b);
    assert_null(b.s);
}

TEST(an_empty_buf_can_be_added_to_by_nothing)
{
    struct buf b = {0};
    buf_add(&b, NULL, 0);
    assert_string_equal(b.s, "");
    buf_free(&b);
}

TEST(an_array_grows_by_doubling_and_keeps_what_it_has)
{
    size_t cap = 0;
    int *a = NULL, *before;
    for (size_t i = 0; i < 1000; i++) {
        a = xgrow(a, &cap, i + 1, sizeof *a);
        a[i] = (int)i;
        assert_true(cap > i);
    }
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(a[i], i);
    before = a;
    a = xgrow(a, &cap, cap, sizeof *a);
    assert_ptr_equal(a, before);
    free(a);
}

/* ---- arenas ---- */

/* Of 16 KB, 32 KB …; what has its own size has a slab of its own. */
TEST(slabs_double_and_are_used_to_their_end)
{
    struct arena a = {0};
    size_t head = 2 * sizeof(void *);
    arena_take(&a, 8);
    struct slab *first = a.slabs;
    assert_int_equal(a.end - a.at, (16 << 10) - head - 8);
    arena_take(&a, (size_t)(a.end - a.at));
    assert_ptr_equal(a.slabs, first);
    assert_int_equal(a.end - a.at, 0);
    arena_take(&a, 1);
    assert_ptr_not_equal(a.slabs, first);
    assert_int_equal(a.end - a.at, (32 << 10) - head - 8);
    assert_int_equal(a.used, (16 << 10) - head + 8);
    memset(arena_alloc(&a, 5 << 20), 1, 5 << 20);
    assert_true(a.end >= a.at && a.end - a.at < 2 << 20);
    arena_close(&a);
}

TEST(what_is_given_back_is_taken_again_by_what_is_as_large)
{
    struct arena a = {0};
    char *s = arena_strdup(&a, "1234567");
    assert_string_equal(s, "1234567");
    assert_int_equal(a.used, 8);
    void *other = arena_alloc(&a, 9);
    assert_int_equal(a.used, 24);
    arena_free(&a, s, 8);
    assert_int_equal(a.used, 16);
    assert_ptr_not_equal(arena_alloc(&a, 9), other);
    assert_ptr_equal(arena_alloc(&a, 1), s);
    void *large = arena_alloc(&a, 512), *larger = arena_alloc(&a, 513);
    arena_free(&a, large, 512);
    arena_free(&a, larger, 513);
    assert_ptr_equal(arena_alloc(&a, 505), large);
    assert_ptr_not_equal(arena_alloc(&a, 513), larger);
    arena_close(&a);
}

/* ---- sentences ---- */

static void keep_sentence(void *data, const char *sentence)
{
    buf_puts(data, sentence);
}

TEST(a_sentence_may_be_long)
{
    static char word[700];
    struct buf b = {0};
    report_to(keep_sentence, &b);
    for (size_t n = 505; n <= 520; n++) {
        memset(word, 'w', n);
        word[n] = 0;
        buf_clear(&b);
        report("%s!", word);
        assert_int_equal(b.len, n + 1);
        assert_int_equal(b.s[n], '!');
    }
    report_to(NULL, NULL);
    buf_free(&b);
}

/* ---- as Python writes ---- */

static void assert_float(double x, const char *want)
{
    struct buf b = {0};
    buf_float(&b, x);
    assert_string_equal(b.s, want);
    buf_free(&b);
}

TEST(a_float_is_written_as_python_s_repr_does)
{
    assert_float(0, "0.0");
    assert_float(-0.0, "-0.0");
    assert_float(1, "1.0");
    assert_float(-1.5, "-1.5");
    assert_float(0.1, "0.1");
    assert_float(0.1 + 0.2, "0.30000000000000004");
    assert_float(1.0 / 3, "0.3333333333333333");
    assert_float(100, "100.0");
    assert_float(123456789.125, "123456789.125");
    assert_float(1e15, "1000000000000000.0");
    assert_float(9999999999999998, "9999999999999998.0");
    assert_float(1e16, "1e+16");
    assert_float(1.5e300, "1.5e+300");
    assert_float(0.0001, "0.0001");
    assert_float(0.00001, "1e-05");
    assert_float(1.25e-7, "1.25e-07");
    assert_float(0.00012345678901234, "0.00012345678901234");
    assert_float(0.000012345678901234, "1.2345678901234e-05");
    assert_float(999999.5, "999999.5");
    assert_float(1000000.5, "1000000.5");
    assert_float(1234567890123456.5, "1234567890123456.5");
    assert_float(12345678901234568, "1.2345678901234568e+16");
    assert_float(-12.000000001, "-12.000000001");
    assert_float(0.0000999, "9.99e-05");
    assert_float(5e-324, "5e-324");
    assert_float(1.7976931348623157e308, "1.7976931348623157e+308");
    assert_float((double)INFINITY, "inf");
    assert_float(-(double)INFINITY, "-inf");
    assert_float((double)NAN, "nan");
}

TEST(every_float_reads_back_as_it_was)
{
    srand(1);
    for (int i = 0; i < 20000; i++) {
        struct buf b = {0};
        double x = ldexp((double)rand() / RAND_MAX + rand(), rand() % 400 - 200);
        buf_float(&b, x);
        assert_true(strtod(b.s, NULL) == x);
        buf_free(&b);
    }
}

static void assert_repr(const char *s, size_t n, const char *want)
{
    struct buf b = {0};
    buf_repr(&b, s, n);
    assert_string_equal(b.s, want);
    buf_free(&b);
}

static void assert_brief(struct value v, const char *want)
{
    struct buf b = {0};
    value_brief(&b, v);
    assert_string_equal(b.s, want);
    buf_free(&b);
}

static struct value list_of(size_t n, struct value v)
{
    struct list *l = xcalloc(1, sizeof *l + n * sizeof *l->at);
    l->n = n;
    for (size_t i = 0; i < n; i++)
        l->at[i] = v;
    return (struct value){.kind = VALUE_LIST, .list = l};
}

static void assert_brief_list(size_t n, const char *want)
{
    struct value v = list_of(n, value_int(7));
    assert_brief(v, want);
    free((void *)v.list);
}

static void assert_brief_nested(int depth, const char *want)
{
    struct value v[8] = {value_int(1)};
    for (int i = 0; i < depth; i++)
        v[i + 1] = list_of(1, v[i]);
    assert_brief(v[depth], want);
    for (int i = 1; i <= depth; i++)
        free((void *)v[i].list);
}

/* reprlib.Repr() with maxlist 8, maxstring 120 and maxlevel 6. */
TEST(a_brief_repr_is_cut_where_reprlib_cuts)
{
    char text[121] = "", cut[125];
    assert_brief_list(8, "[7, 7, 7, 7, 7, 7, 7, 7]");
    assert_brief_list(9, "[7, 7, 7, 7, 7, 7, 7, 7, ...]");
    assert_brief_nested(6, "[[[[[[1]]]]]]");
    assert_brief_nested(7, "[[[[[[[...]]]]]]]");
    memset(text, 'a', 118);
    snprintf(cut, sizeof cut, "'%s'", text);
    assert_brief((struct value){.kind = VALUE_STR, .s = text}, cut);
    memset(text + 60, 'b', 60);
    snprintf(cut, sizeof cut, "'%.57s...%.58s'", text, text + 62);
    assert_brief((struct value){.kind = VALUE_STR, .s = text}, cut);
}

TEST(a_str_is_written_as_python_s_repr_does)
{
    assert_repr("", 0, "''");
    assert_repr("plain", 5, "'plain'");
    assert_repr("it's", 4, "\"it's\"");
    assert_repr("\"q\"", 3, "'\"q\"'");
    assert_repr("'\"", 2, "'\\'\"'");
    assert_repr("a\\b", 3, "'a\\\\b'");
    assert_repr("\n\t\r", 3, "'\\n\\t\\r'");
    assert_repr("\0\033\177", 3, "'\\x00\\x1b\\x7f'");
    assert_repr("äß世", 7, "'äß世'");
    assert_repr("\xc2\x85", 2, "'\\x85'");
    assert_repr("\u202e\u00ad\U000e0041", 9, "'\\u202e\\xad\\U000e0041'");
}

struct frame_of_all {
    int i;
    int64_t i64;
    double d;
    bool yes, no, zeros[14];
    const char *s, *none;
    struct value v, unset;
    void *coro, *loop;
};

/* What is not set yet is left out, as in a frame of Python. */
TEST(a_local_is_written_as_python_s_repr_does)
{
#define LOCAL(of, member)                                                            \
    {                                                                                \
        .name = #member, .offset = offsetof(struct frame_of_all, member), .type = of \
    }
    static const struct local locals[] = {
        LOCAL(LOCAL_INT, i),     LOCAL(LOCAL_I64, i64),   LOCAL(LOCAL_DOUBLE, d),
        LOCAL(LOCAL_BOOL, yes),  LOCAL(LOCAL_BOOL, no),   LOCAL(LOCAL_STR, s),
        LOCAL(LOCAL_STR, none),  LOCAL(LOCAL_VALUE, v),   LOCAL(LOCAL_VALUE, unset),
        LOCAL(LOCAL_CORO, coro), LOCAL(LOCAL_LOOP, loop), {.name = NULL, .type = LOCAL_INT},
    };
    struct frame_of_all frame = {.i = -7,
                                 .i64 = 9000000000,
                                 .d = 0.5,
                                 .yes = true,
                                 .s = "it's",
                                 .v = value_int(3),
                                 .coro = &frame};
    struct buf b = {0};
    locals_repr(&b, locals, sizeof locals / sizeof *locals, &frame);
    assert_string_equal(buf_str(&b), "i=-7\ni64=9000000000\nd=0.5\nyes=True\nno=False\n"
                                     "s=\"it's\"\nv=3\ncoro=<coroutine>\n");
    buf_free(&b);
}

static void assert_json(const char *s, size_t n, const char *want)
{
    struct buf b = {0};
    buf_json(&b, s, n);
    assert_string_equal(b.s, want);
    buf_free(&b);
}

/* Python leaves these as they are; the string read back is the same. */
TEST(a_json_string_has_nothing_that_a_terminal_would_obey)
{
    assert_json("\177\xc2\x9b\u202e\U000e0041", 10, "\"\\u007f\\u009b\\u202e\\udb40\\udc41\"");
}

TEST(a_json_string_is_written_as_python_s_json_does)
{
    assert_json("", 0, "\"\"");
    assert_json("a\"b\\c/", 6, "\"a\\\"b\\\\c/\"");
    assert_json("\b\f\n\r\t", 5, "\"\\b\\f\\n\\r\\t\"");
    assert_json("a\nbcd", 3, "\"a\\nb\""); /* what lies behind the end is not read */
    assert_json("\0\033", 2, "\"\\u0000\\u001b\"");
    assert_json("ä世😀", 9, "\"ä世😀\"");
    assert_json("a\xff"
                "b\xc3",
                4,
                "\"a\xef\xbf\xbd"
                "b\xef\xbf\xbd\"");
}

/* ---- UTF-8 ---- */

TEST(every_character_survives_encoding_and_decoding)
{
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        char s[4];
        uint32_t back;
        size_t n = utf8_encode(c, s);
        if (c >= 0xd800 && c < 0xe000)
            continue;
        assert_int_equal(utf8_decode(s, n, &back), n);
        assert_int_equal(back, c);
        if (n > 1)
            assert_int_equal(utf8_decode(s, n - 1, &back), 1); /* cut short */
    }
}

TEST(what_is_no_character_is_bad_and_takes_one_byte)
{
    static const char *const bad[] = {
        "\x80",
        "\xbf",
        "\xff",
        "\xfe", /* stray */
        "\xc0\x80",
        "\xc1\xbf", /* overlong */
        "\xe0\x80\x80",
        "\xf0\x80\x80\x80",
        "\xed\xa0\x80",
        "\xed\xbf\xbf", /* surrogates */
        "\xf4\x90\x80\x80",
        "\xf8\x88\x80\x80\x80", /* beyond Unicode */
        "\xc3(",
        "\xe4\xb8(",
        "\xf0\x9f\x98(",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint32_t c = 0;
        assert_int_equal(utf8_decode(bad[i], strlen(bad[i]), &c), 1);
        assert_int_equal(c, UTF8_BAD);
    }
}

TEST(what_joins_the_character_before_it_takes_no_column_and_what_is_wide_takes_two)
{
    static const struct {
        uint32_t from, to;
        int width;
    } runs[] = {
        {0, 0x1f, -1},         {0x20, 0x7e, 1},       {0x7f, 0x9f, -1},      {0xa0, 0xac, 1},
        {0xad, 0xad, -1},      {0xae, 0x2ff, 1},      {0x300, 0x36f, 0},     {0x370, 0x377, 1},
        {0x483, 0x489, 0},     {0x48a, 0x52f, 1},     {0x591, 0x5bd, 0},     {0x5be, 0x5be, 1},
        {0x61c, 0x61c, -1},    {0x64b, 0x65f, 0},     {0x900, 0x902, 0},     {0x904, 0x939, 1},
        {0xe31, 0xe31, 0},     {0xe34, 0xe3a, 0},     {0x1100, 0x115f, 2},   {0x200b, 0x200d, 0},
        {0x200e, 0x200f, -1},  {0x2010, 0x2027, 1},   {0x2028, 0x202e, -1},  {0x2500, 0x25fc, 1},
        {0x25fd, 0x25fe, 2},   {0x2614, 0x2615, 2},   {0x2705, 0x2705, 2},   {0x2713, 0x2718, 1},
        {0x3041, 0x3096, 2},   {0x4e00, 0x9ffc, 2},   {0xac00, 0xd7a3, 2},   {0xfe00, 0xfe0f, 0},
        {0xff01, 0xff60, 2},   {0xff61, 0xff9f, 1},   {0xe000, 0xf8ff, 1},   {0x1f600, 0x1f64f, 2},
        {0x1fa70, 0x1fa74, 2}, {0x20000, 0x2a6dd, 2}, {0xe0100, 0xe01ef, 0},
    };
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        for (uint32_t c = runs[i].from; c <= runs[i].to; c++)
            if (utf8_width(c) != runs[i].width)
                fail_msg("U+%04X is %d wide, not %d", c, utf8_width(c), runs[i].width);
    for (uint32_t c = 0; c <= 0x10ffff; c++)
        assert_in_range(utf8_width(c) + 1, 0, 3);
}

TEST(what_is_hidden_is_written_as_python_would)
{
    static const struct {
        const char *s, *plain;
    } texts[] = {
        {"~", "~"},
        {"\x1f", "\\x1f"},
        {" ", " "},
        {"\x7f", "\\x7f"},
        {"\x80", "\\x80"},
        {"\xff", "\\xff"},
        {"\xc2\x80", "\\x80"},
        {"\xc2\x9f", "\\x9f"},
        {"\xc2\xa0", "\xc2\xa0"},
        {"\n", "\\n"},
        {"\t", "\\t"},
        {"\r", "\\r"},
        {"\v", "\\x0b"},
        {"\xd8\x9c", "\\u061c"},
        {"\xef\xbf\xbf", "\\uffff"},
        {"\xf0\x9f\xbf\xbe", "\\U0001fffe"},
        {"世", "世"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char out[UTF8_ESCAPE] = "";
        size_t n = utf8_plain(out, texts[i].s, strlen(texts[i].s));
        assert_int_equal(n, strlen(texts[i].plain));
        assert_memory_equal(out, texts[i].plain, n);
    }
}

TEST(a_character_has_the_width_that_terminals_give_it)
{
    assert_int_equal(utf8_width('a'), 1);
    assert_int_equal(utf8_width(0xe4), 1);    /* ä */
    assert_int_equal(utf8_width(0x2500), 1);  /* ─ */
    assert_int_equal(utf8_width(0x25cf), 1);  /* ● */
    assert_int_equal(utf8_width(0x4e16), 2);  /* 世 */
    assert_int_equal(utf8_width(0x1f600), 2); /* an emoji */
    assert_int_equal(utf8_width(0x301), 0);   /* combining acute */
    assert_int_equal(utf8_width(0x200b), 0);  /* zero width space */
    assert_int_equal(utf8_width('\n'), -1);
    assert_int_equal(utf8_width(0x1b), -1);
    assert_int_equal(utf8_width(0x7f), -1);
    assert_int_equal(utf8_width(0x9b), -1); /* CSI in one byte's worth */
    assert_int_equal(utf8_columns("e\u0301\n\x01世\xff", 9), 4);
    assert_int_equal(utf8_columns("", 0), 0);
    static const uint32_t hidden[] = {0xad,   0x61c,  0x200e,  0x200f,   0x2028,  0x2029, 0x202a,
                                      0x202e, 0x2066, 0x2069,  0xfff9,   0xfffb,  0xfdd0, 0xfdef,
                                      0xfffe, 0xffff, 0x1fffe, 0x10ffff, 0xe0000, 0xe007f};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        assert_int_equal(utf8_width(hidden[i]), -1);
}

/* ---- sorting ---- */

static int compare_ints(const void *a, const void *b, void *sign)
{
    int x = *(const int *)a, y = *(const int *)b;
    return *(int *)sign * ((x > y) - (x < y));
}

/* Few numbers and many, so that there are equal ones and none. */
/* Characters of one to four bytes, cut anywhere, with the rest of them right behind. */
TEST(what_stands_behind_the_end_of_a_text_is_no_part_of_it)
{
    static const char text[] = "a\xc3\xa9\xe4\xb8\x96\xf0\x9f\x98\x80\xcc\x81\"\\\nz";
    static void (*const write[])(struct buf * b, const char *s,
                                 size_t n) = {buf_plain, buf_json, buf_json_inside, buf_repr};
    for (size_t from = 0; from < sizeof text - 1; from++)
        for (size_t n = 0; n < sizeof text - from; n++) {
            char alone[sizeof text] = ""; /* NULs are behind it */
            memcpy(alone, text + from, n);
            for (size_t i = 0; i < sizeof write / sizeof *write; i++) {
                struct buf within = {0}, by_itself = {0};
                write[i](&within, text + from, n);
                write[i](&by_itself, alone, n);
                assert_string_equal(buf_str(&within), buf_str(&by_itself));
                buf_free(&within);
                buf_free(&by_itself);
            }
            assert_int_equal(utf8_columns(text + from, n), utf8_columns(alone, n));
        }
}

TEST(a_part_of_an_array_is_sorted_as_if_all_of_it_were)
{
    enum { MOST = 40 };
    unsigned dice = 444;
    for (int n = 0; n <= MOST; n++)
        for (int round = 0; round < 40; round++) {
            int whole[MOST], part[MOST], sign = round & 1 ? -1 : 1, kinds = round & 2 ? 3 : 1000;
            for (int i = 0; i < n; i++) {
                dice = dice * 1664525 + 1013904223;
                whole[i] = part[i] = (int)(dice >> 8) % kinds;
            }
            int from = n ? (int)(dice >> 5) % n : 0, to = from + (int)(dice >> 9) % (n - from + 1);
            qsort_r(whole, (size_t)n, sizeof *whole, compare_ints, &sign);
            sort_part(part, (size_t)n, sizeof *part, (size_t)from, (size_t)to, compare_ints, &sign);
            assert_memory_equal(part + from, whole + from, (size_t)(to - from) * sizeof *whole);
            sort_part(part, (size_t)n, sizeof *part, 0, (size_t)n, compare_ints, &sign);
            assert_memory_equal(part, whole, (size_t)n * sizeof *whole); /* nothing is lost */
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_of_ascii_are_small_and_large_by_themselves),
        cmocka_unit_test(a_buf_grows_and_always_ends_in_a_nul),
        cmocka_unit_test(an_empty_buf_can_be_added_to_by_nothing),
        cmocka_unit_test(an_array_grows_by_doubling_and_keeps_what_it_has),
        cmocka_unit_test(slabs_double_and_are_used_to_their_end),
        cmocka_unit_test(what_is_given_back_is_taken_again_by_what_is_as_large),
        cmocka_unit_test(a_sentence_may_be_long),
        cmocka_unit_test(a_float_is_written_as_python_s_repr_does),
        cmocka_unit_test(every_float_reads_back_as_it_was),
        cmocka_unit_test(a_brief_repr_is_cut_where_reprlib_cuts),
        cmocka_unit_test(a_str_is_written_as_python_s_repr_does),
        cmocka_unit_test(a_local_is_written_as_python_s_repr_does),
        cmocka_unit_test(a_json_string_has_nothing_that_a_terminal_would_obey),
        cmocka_unit_test(a_json_string_is_written_as_python_s_json_does),
        cmocka_unit_test(every_character_survives_encoding_and_decoding),
        cmocka_unit_test(what_is_no_character_is_bad_and_takes_one_byte),
        cmocka_unit_test(
            what_joins_the_character_before_it_takes_no_column_and_what_is_wide_takes_two),
        cmocka_unit_test(what_is_hidden_is_written_as_python_would),
        cmocka_unit_test(a_character_has_the_width_that_terminals_give_it),
        cmocka_unit_test(what_stands_behind_the_end_of_a_text_is_no_part_of_it),
        cmocka_unit_test(a_part_of_an_array_is_sorted_as_if_all_of_it_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
