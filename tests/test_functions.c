/* SPDX-License-Identifier: MIT */
/* Which function each line of a Python program is in: numbered by hand, as Python's ast has it. */
#include <stdio.h>
#include <string.h>

#include "breaks/functions.h"
#include "tests/test.h"

struct line {
    uint32_t def, outer; /* of the innermost function, and of the one around it */
    const char *text;
};

/* Lines from 1 on; the end is one without a text. */
static void assert_functions(const struct line *lines)
{
    char text[4096] = "";
    struct functions f;
    uint32_t n = 0;
    for (; lines[n].text; n++)
        strcat(strcat(text, lines[n].text), "\n");
    functions_read(&f, text);
    assert_int_equal(f.n, n + 1);
    for (uint32_t i = 1; i <= n; i++)
        if (f.at[i].def != lines[i - 1].def || f.at[i].outer != lines[i - 1].outer ||
            functions_of(&f, i) != lines[i - 1].def)
            fail_msg("line %u, “%s”: %u within %u", i, lines[i - 1].text, f.at[i].def,
                     f.at[i].outer);
    assert_int_equal(functions_of(&f, 0), 0);
    assert_int_equal(functions_of(&f, n + 1), 0);
    functions_close(&f);
}

TEST(a_line_is_in_the_function_whose_block_it_stands_in)
{
    static const struct line lines[] = {
        {0, 0, "import asyncio"},
        {0, 0, ""},
        {3, 0, "async def a():"},
        {3, 0, "    await b()"},
        {3, 0, ""},
        {3, 0, "    if x:"},
        {3, 0, "        return"},
        {8, 0, "async  def b():"},
        {9, 8, "    def inner(x):"},
        {9, 8, "        return x"},
        {8, 0, "    return inner(1)"},
        {0, 0, "x = 1"},
        {0, 0, "class C:"},
        {14, 0, "    def m(self):"},
        {14, 0, "        pass"},
        {16, 0, "    async def n(self): pass"},
        {0, 0, "    y = 1"},
        {0, 0, "default = 1"},
        {19, 0, "def c():"},
        {20, 19, "\tdef d():"},
        {21, 20, "\t\tdef e():"},
        {21, 20, "\t\t\tpass"},
        {19, 0, "\tpass"},
        {0, 0, "asyncio.run(a())"},
        {0, 0, NULL},
    };
    assert_functions(lines);
}

TEST(a_comment_or_what_goes_on_ends_no_function)
{
    static const struct line lines[] = {
        {1, 0, "def a():"},
        {1, 0, "# no end"},
        {1, 0, "    x = f("},
        {1, 0, "1, 2)"},
        {1, 0, "    s = '''"},
        {1, 0, "def not_one():"},
        {1, 0, "'''"},
        {1, 0, "    t = \"\"\"it's \\\"\"\" one"},
        {1, 0, "def nor_this():"},
        {1, 0, "\"\"\"; y = 1"},
        {1, 0, "    u = 'a\\'b # '  # '''"},
        {1, 0, "    v = 'a'; w = '''"},
        {1, 0, "def nor_that():"},
        {1, 0, "'''"},
        {1, 0, "    v = 'ab'; w = '''"},
        {1, 0, "def nor_those():"},
        {1, 0, "'''"},
        {1, 0, "    v = 1"},
        {19, 0, "def b():"},
        {19, 0, "    w = 'a\\\\'"},
        {19, 0, "    z = \"'''\""},
        {22, 0, "def c():"},
        {22, 0, "    p = '' + ''''''"},
        {22, 0, "    q = '"}, /* an error of Python's; it ends with its line */
        {25, 0, "def d():"},
        {25, 0, "    return '''one''' + \"x"},
        {0, 0, "@decorated"},
        {28, 0, "def e():"},
        {28, 0, "    pass"},
        {0, 0, "_x = 1"},
        {31, 0, "def f():"},
        {31, 0, "    s = \"\\\"'''\""},
        {33, 0, "def g():"},
        {33, 0, "    pass"},
        {0, 0, NULL},
    };
    assert_functions(lines);
}

TEST(a_function_ends_behind_its_last_line_and_those_within_it)
{
    struct functions f;
    functions_read(&f, "def a():\n    def b():\n        pass\n    pass\nx = 1\ndef c(): pass\n");
    assert_int_equal(functions_end(&f, 1), 5);
    assert_int_equal(functions_end(&f, 2), 4);
    assert_int_equal(functions_end(&f, 6), 7);
    functions_close(&f);
    functions_read(&f, "");
    assert_int_equal(functions_of(&f, 1), 0);
    functions_close(&f);
}

TEST(the_thirty_third_function_within_another_is_taken_for_the_one_around_it)
{
    char text[8192], *s = text;
    struct functions f;
    for (int i = 0; i < 40; i++)
        s += sprintf(s, "%*sdef f():\n", i, "");
    functions_read(&f, text);
    for (uint32_t i = 1; i <= 40; i++)
        assert_int_equal(functions_of(&f, i), i <= 32 ? i : 32);
    functions_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_in_the_function_whose_block_it_stands_in),
        cmocka_unit_test(a_comment_or_what_goes_on_ends_no_function),
        cmocka_unit_test(a_function_ends_behind_its_last_line_and_those_within_it),
        cmocka_unit_test(the_thirty_third_function_within_another_is_taken_for_the_one_around_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
