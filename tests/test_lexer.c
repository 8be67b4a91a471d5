/* SPDX-License-Identifier: MIT */
/* The colours of source text, byte by byte. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "draw/lexer.h"
#include "draw/screen.h"
#include "tests/test.h"

/* The roles of a text's bytes, a letter each, line by line. */
static void assert_roles(enum language language, const char *text, const char *roles)
{
    static const char letters[ROLES] = {
        [ROLE_TEXT] = '.',           [ROLE_SYNTAX_KEYWORD] = 'K', [ROLE_SYNTAX_STRING] = 'S',
        [ROLE_SYNTAX_NUMBER] = 'N',  [ROLE_SYNTAX_COMMENT] = '/', [ROLE_SYNTAX_FUNCTION] = 'U',
        [ROLE_SYNTAX_BUILTIN] = 'B',
    };
    struct lexer lx = {.language = language};
    struct buf got = {0};
    for (const char *s = text; *s; s += *s == '\n') {
        size_t n = strcspn(s, "\n");
        uint8_t *painted = xmalloc(n + 1);
        memset(painted, 255, n);
        lexer_line(&lx, s, n, painted);
        for (size_t i = 0; i < n; i++)
            buf_putc(&got, painted[i] < ROLES && letters[painted[i]] ? letters[painted[i]] : '?');
        s += n;
        if (*s)
            buf_putc(&got, '\n');
        free(painted);
    }
    assert_string_equal(got.s, roles);
    buf_free(&got);
}

TEST(python_is_coloured)
{
    assert_roles(LANGUAGE_PYTHON,
                 "async def count(n=0x1f):  # three\n"
                 "    await asyncio.sleep(1.5e-3) is None\n"
                 "    print('it\\'s', id2, obj.print)\n",
                 "KKKKK.KKK.UUUUU...NNNN....///////\n"
                 "....KKKKK...............NNNNNN..KK.KKKK\n"
                 "....BBBBB.SSSSSSS.................\n");
}

TEST(strings_of_python_end_where_they_end)
{
    assert_roles(LANGUAGE_PYTHON,
                 "f\"{a} {{b}} {c:0.2f}s\" + rb'\\'x\n"
                 "'open\n"
                 "x = '''one 'two'\n"
                 "three''' + 4\n"
                 "'joined \\\n"
                 "here' x\n",
                 "SS...SSSSSSS........SS...SSSSSS\n"
                 "SSSSS\n"
                 "....SSSSSSSSSSSS\n"
                 "SSSSSSSS...N\n"
                 "SSSSSSSSS\n"
                 "SSSSS..\n");
}

TEST(c_is_coloured_and_reads_like_python)
{
    assert_roles(LANGUAGE_C,
                 "#include <uv.h>\n"
                 "async (count, def(3)) {\n"
                 "    py(4)  say(\"a\\\"b\", '\\'', 1u); // one\n"
                 "    return 0; /* two\n"
                 "three */ static int x;\n",
                 "KKKKKKKKKSSSSSS\n"
                 "KKKKK..UUUUU......N....\n"
                 "..../////..BBB.SSSSSS..SSSS..NN...//////\n"
                 "....KKKKKK.N..//////\n"
                 "////////.KKKKKK.KKK...\n");
}

TEST(a_language_is_known_by_the_name_of_its_file)
{
    assert_int_equal(lexer_language("count.c"), LANGUAGE_C);
    assert_int_equal(lexer_language("count.py"), LANGUAGE_PYTHON);
    assert_int_equal(lexer_language("a.h"), LANGUAGE_C);
    assert_int_equal(lexer_language(".c"), LANGUAGE_PYTHON);
    assert_int_equal(lexer_language("a.cc"), LANGUAGE_PYTHON);
    assert_int_equal(lexer_language("a.x"), LANGUAGE_PYTHON);
    assert_int_equal(lexer_language("abc"), LANGUAGE_PYTHON);
    assert_int_equal(lexer_language(""), LANGUAGE_PYTHON);
}

/* ---- row by row ---- */

struct line {
    const char *text, *roles;
};

static void assert_lines(enum language language, const struct line *lines, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_roles(language, lines[i].text, lines[i].roles);
}

#define ASSERT_LINES(language, ...)                            \
    do {                                                       \
        static const struct line all[] = {__VA_ARGS__};        \
        assert_lines(language, all, sizeof all / sizeof *all); \
    } while (0)

TEST(a_number_ends_where_python_ends_it)
{
    ASSERT_LINES(LANGUAGE_PYTHON, {"0xE+1", "NNN.N"}, {"0Xe-1", "NNN.N"}, {"1e+5+2", "NNNN.N"},
                 {"1E-5", "NNNN"}, {"1e5e", "NNNN"}, {"1+5", "N.N"}, {"1.", "NN"}, {".5", "NN"},
                 {".", "."}, {".x", ".."}, {"1.5.6", "NNNNN"}, {"x1", ".."}, {"_1", ".."},
                 {"9z", "NN"}, {"9é", "N.."}, {"0_1", "NNN"}, {"1e", "NN"}, {"1e+", "NNN"});
}

TEST(a_name_is_what_stands_before_and_in_it)
{
    ASSERT_LINES(LANGUAGE_PYTHON, {"def f(g):", "KKK.U...."}, {"class A(B):", "KKKKK.U...."},
                 {"def\nf", "KKK\n."}, {"defx f", "......"}, {"ifx", "..."}, {"xif", "..."},
                 {"if", "KK"}, {"a.if", "..KK"}, {"a.len", "....."}, {"len.a", "BBB.."},
                 {".len", "...."}, {"len", "BBB"}, {"lenx", "...."}, {"le", ".."},
                 {"Azaz_09", "......."}, {"é9", "..."}, {"yield zip", "KKKKK.BBB"},
                 {"None None2", "KKKK......"}, {"@x", ".."}, {"{x}[`", "....."});
}

TEST(a_prefix_of_two_letters_belongs_to_its_string)
{
    ASSERT_LINES(LANGUAGE_PYTHON, {"f'{x}'", "SS...S"}, {"F\"{x}\"", "SS...S"},
                 {"rf'{x}'", "SSS...S"}, {"Rb'{x}'", "SSSSSSS"}, {"u'x'y", "SSSS."},
                 {"rbf'x'", "...SSS"}, {"x'y'", ".SSS"}, {"'{x}'", "SSSSS"}, {"f 'x'", "..SSS"});
}

TEST(what_stands_between_braces_is_code_and_two_braces_are_text)
{
    ASSERT_LINES(LANGUAGE_PYTHON, {"f'{a{b}c}d'", "SS.......SS"}, {"f'{{x}}'", "SSSSSSSS"},
                 {"f'{{{x}'", "SSSS...S"}, {"f'{d[\"'\"]}'", "SS........S"}, {"f'{x", "SS.."},
                 {"f'{x\ny'", "SS..\n.S"}, {"f'{'", "SS.."}, {"f'}'", "SSSS"},
                 {"f'''{x}\n{y}'''z", "SSSS...\n...SSS."});
}

TEST(a_string_goes_on_behind_a_backslash_or_three_quotes)
{
    ASSERT_LINES(LANGUAGE_PYTHON, {"'a\"b'c", "SSSSS."}, {"\"a'b\"c", "SSSSS."}, {"''a", "SS."},
                 {"'''a''b'''c", "SSSSSSSSSS."}, {"'a\\'b'c", "SSSSSS."}, {"'a\\\\'b", "SSSSS."},
                 {"'a\\\nb'c", "SSS\nSS."}, {"'a\nc'", "SS\n.S"}, {"'a\nb'", "SS\nSS"},
                 {"'\\", "SS"}, {"'''a\n\nb'''c", "SSSS\n\nSSSS."},
                 {"'''a\\'''b\n'''c", "SSSSSSSSS\nSSS."}, {"# 'a'\nb", "/////\n."},
                 {"'#'#'", "SSS//"});
}

TEST(comments_and_directives_of_c_end_where_its_compiler_ends_them)
{
    ASSERT_LINES(LANGUAGE_C, {"a/*b*/c", "./////."}, {"/**/a", "////."}, {"/*/ a */b", "////////."},
                 {"/*a\nb*/c", "///\n///."}, {"/*\n*\n/\n*/a", "//\n/\n/\n//."}, {"a/", ".."},
                 {"a//b", ".///"}, {"a/b", "..."}, {"#define X 1", "KKKKKKKKKKK"},
                 {"#include \"a.h\"", "KKKKKKKKKSSSSS"}, {"#if A > 1", "KKKKKK..N"},
                 {"'''a", "SSSS"}, {"# x\na", "KKK\n."}, {"#<a>", "KSSS"});
}

TEST(names_of_c_are_its_own_and_those_that_read_like_python)
{
    ASSERT_LINES(LANGUAGE_C, {"py(4) a", "/////.."}, {"py(4", "...N"}, {"py (4)", "....N."},
                 {"pyx(4)", "....N."}, {"async (f, int)", "KKKKK..U..KKK."},
                 {"async\nf", "KKKKK\n."}, {"while", "KKKKK"}, {"size_t", "KKKKKK"},
                 {"true", "BBBB"}, {"print", "....."}, {"def", "..."}, {"rb'x'", "..SSS"},
                 {"f\"{x}\"", ".SSSSS"}, {"0x1F", "NNNN"}, {"1.5f;", "NNNN."});
}

static void check_coloured(struct lexer *lx, const char *s, size_t n)
{
    uint8_t roles[32];
    memset(roles, 255, sizeof roles);
    lexer_line(lx, s, n, roles);
    for (size_t i = 0; i < n; i++)
        assert_in_range(roles[i], 0, ROLES - 1);
    assert_int_equal(roles[n], 255);
    for (size_t i = 0; i + 1 < n; i++)
        if (s[i] == '\xc3' && s[i + 1] == '\xa9')
            assert_int_equal(roles[i], roles[i + 1]);
}

TEST(every_byte_gets_a_role_and_a_characters_bytes_the_same)
{
    static const char alphabet[] = "'\"\\{}#/*fr0.e x_d=)\xff\t\xc3\xa9";
    unsigned long long dice = 7;
    for (int round = 0; round < 20000; round++) {
        struct lexer lx = {.language = round % 2 ? LANGUAGE_C : LANGUAGE_PYTHON};
        for (int line = 0; line < 3; line++) {
            size_t n = (size_t)(round / 2) % 24 + 1;
            char *s = xmalloc(n); /* without a NUL: to read on is an error */
            for (size_t i = 0; i < n; i++) {
                dice = dice * 6364136223846793005u + 1442695040888963407u;
                s[i] = alphabet[(dice >> 33) % (sizeof alphabet - 1)];
            }
            check_coloured(&lx, s, n);
            free(s);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(python_is_coloured),
        cmocka_unit_test(strings_of_python_end_where_they_end),
        cmocka_unit_test(c_is_coloured_and_reads_like_python),
        cmocka_unit_test(a_language_is_known_by_the_name_of_its_file),
        cmocka_unit_test(a_number_ends_where_python_ends_it),
        cmocka_unit_test(a_name_is_what_stands_before_and_in_it),
        cmocka_unit_test(a_prefix_of_two_letters_belongs_to_its_string),
        cmocka_unit_test(what_stands_between_braces_is_code_and_two_braces_are_text),
        cmocka_unit_test(a_string_goes_on_behind_a_backslash_or_three_quotes),
        cmocka_unit_test(comments_and_directives_of_c_end_where_its_compiler_ends_them),
        cmocka_unit_test(names_of_c_are_its_own_and_those_that_read_like_python),
        cmocka_unit_test(every_byte_gets_a_role_and_a_characters_bytes_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
