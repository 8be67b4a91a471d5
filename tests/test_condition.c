/* SPDX-License-Identifier: MIT */
/* Conditions of breakpoints: what is true of which locals, and what is said of what is none. The
 * answers are Python's, but that what is unknown, or cannot be compared, is not true. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "breaks/condition.h"
#include "tests/test.h"

#define LOCALS                                                                             \
    "i=7\nidx=-1\nx=1.5\nbig=1e+16\nname='it\\'s'\nempty=''\nq=<Queue>\nr=<Quexe>\nl=[1, " \
    "2]\nnone=None\n"                                                                      \
    "yes=True\nno=False\nlist=[]\nü=2\ntab='a\\tb'\nnan=nan\nand_=3\nquoted=\"it's\"\nu='\\u00fc'"

static bool holds(const char *text)
{
    struct buf error = {0};
    struct condition *c = condition_parse(text, &error);
    if (!c)
        fail_msg("“%s”: %s", text, buf_str(&error));
    bool r = condition_holds(c, LOCALS, "Task-2");
    assert_string_equal(condition_text(c), text);
    condition_free(c);
    buf_free(&error);
    return r;
}

TEST(these_conditions_are_true)
{
    static const char *const table[] = {
        "i == 7",
        "i==7",
        " i  ==  7 ",
        "i != 8",
        "i > 5",
        "i >= 7",
        "i < 8",
        "i <= 7",
        "7 == i",
        "i == 7.0",
        "i == 7e0",
        "i == 70e-1",
        "i == 0.7E+1",
        "i > -7e-1",
        "i > 1e-10",
        "i < 1e10",
        "idx == -1",
        "idx < 0",
        "x == 1.5",
        "x > 1",
        "big == 1e16",
        "big == 1.0E+16",
        "0 < i < 10",
        "0 < i <= 7 < 8",
        "i > 5 and x < 2",
        "i > 9 or x < 2",
        "not i > 9",
        "not (i > 9 and x < 2)",
        "(i > 9 or i == 7) and yes",
        "i == 7 or unknown",
        "not not yes",
        "name == \"it's\"",
        "name == 'it\\'s'",
        "name == quoted",
        "name != 'its'",
        "name > 'is'",
        "name < 'iu'",
        "'a' < 'ab'",
        "empty == ''",
        "not empty",
        "name",
        "i",
        "q",
        "l",
        "yes",
        "not no",
        "not none",
        "not list",
        "yes == 1",
        "no == 0",
        "i > True",
        "none == None",
        "none is None",
        "i is not None",
        "yes is True",
        "i is 7",
        "q != None",
        "q != 7",
        "q != r",
        "q == q",
        "q != l",
        "i != '7'",
        "task == 'Task-2'",
        "task != 'Task-3'",
        "ü == 2",
        "tab == 'a\tb'",
        "tab == 'a\\tb'",
        "u == 'ü'",
        "u == '\\xfc'",
        "and_ == 3",
        "l == l",
        "(i)",
        "((i)) == (7)",
        "i > -1",
        "i and x",
        "none or i",
        "not (i < 5)",
        "i == 7 and not unknown or i == 7",
        ".5 < i",
        "unknown or i",
        "not (unknown and no)",
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (!holds(table[i]))
            fail_msg("“%s” is not true", table[i]);
}

TEST(these_conditions_are_not_true)
{
    static const char *const table[] = {
        "i == 8",
        "i != 7",
        "i > 7",
        "i < 7",
        "i >= 8",
        "i <= 6",
        "0 < i < 7",
        "7 < i < 10",
        "i > 5 and x > 2",
        "i > 9 or x > 2",
        "not i",
        "name == 'its'",
        "empty",
        "none",
        "no",
        "list",
        "0",
        "0.0",
        "''",
        "False",
        "None",
        "i == '7'",
        "i is None",
        "none is not None",
        "task == 'Task-3'",
        "task == 'task-2'",
        "q == 7",
        "q == None",
        "l == 3",
        "nan == nan",
        "nan < 1",
        "nan >= 1",
        "'ab' < 'a'",
        "i == True",
        /* not known */
        "unknown",
        "unknown == 7",
        "unknown != 7",
        "not unknown",
        "not unknown == 7",
        "unknown and i",
        "i and unknown",
        "no or unknown",
        "unknown < 7 and i == 7",
        "I == 7",
        /* not comparable */
        "i < 'a'",
        "not i < 'a'",
        "q > 7",
        "q < l",
        "none < 1",
        "name > 5",
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (holds(table[i]))
            fail_msg("“%s” is true", table[i]);
}

/* v is the only local, and its repr is as Python writes it. */
static bool holds_of(const char *repr, const char *text)
{
    struct buf error = {0}, locals = {0};
    struct condition *c = condition_parse(text, &error);
    if (!c)
        fail_msg("“%s”: %s", text, buf_str(&error));
    buf_printf(&locals, "a=0\nv=%s\nz=0", repr);
    bool r = condition_holds(c, buf_str(&locals), NULL);
    condition_free(c);
    buf_free(&error);
    buf_free(&locals);
    return r;
}

TEST(a_local_is_what_its_repr_says)
{
    static const struct {
        const char *repr, *holds;
    } table[] = {
        {"{}", "not v"},
        {"()", "not v"},
        {"set()", "not v"},
        {"b''", "not v"},
        {"[]", "not v"},
        {"[0]", "v"},
        {"{0}", "v"},
        {"(0,)", "v"},
        {"''", "not v"},
        {"\"\"", "not v"},
        {"'x'", "v"},
        {"'", "v"},
        {"'x\"", "v != 'x'"},
        {"0.0", "not v"},
        {"-0.0", "not v"},
        {"inf", "v > 1e300"},
        {"-inf", "v < -1e300"},
        {"1e+16", "v == 10000000000000000"},
        {"-1e-05", "-0.001 < v < 0"},
        {"--1", "v != -1 and v"},
        {"1_0", "v != 10 and v != 1"},
        {"True", "v == 1"},
        {"False", "v == 0 and not v"},
        {"Trues", "v != 1"},
        {"None", "v == None and not v"},
        {"Nones", "v != None and v"},
        {"123456789012345678901234567890123456789012345678901234567890123", "v > 1"},
        {"1234567890123456789012345678901234567890123456789012345678901234", "v and not v == 1"},
        {"'\\x41'", "v == 'A'"},
        {"'\\x4a'", "v == 'J'"},
        {"'\\x4A'", "v == 'J'"},
        {"'\\x41b'", "v == 'Ab'"},
        {"'\\x4'", "v == 'x4'"},
        {"'\\u00e4'", "v == 'ä'"},
        {"'\\u00e41'", "v == 'ä1'"},
        {"'\\U0001f600'", "v == '😀'"},
        {"'\\u123'", "v == 'u123'"},
        {"'\\n\\r\\t'", "v == '\n\r\t'"},
        {"'\\\\'", "v == '\\\\'"},
        {"\"\\\"\"", "v == '\"'"},
        {"'\\q'", "v == 'q'"},
        {"'ab'", "v > 'a' and v < 'abc' and v > 'aaz'"},
        {"'b'", "v > 'ab' and not v < 'ab' and v >= 'b' and v <= 'b'"},
        {"'ä'", "v > 'z'"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (!holds_of(table[i].repr, table[i].holds))
            fail_msg("where v is %s “%s” is not true", table[i].repr, table[i].holds);
}

/* What is not known decides nothing: what does not depend on it is true, or not, all the same. */
TEST(and_and_or_of_what_is_not_known_are_those_of_sql)
{
    static const char *const words[] = {"no", "unknown", "yes"}; /* 0 ½ 1 */
    for (int a = 0; a < 3; a++)
        for (int b = 0; b < 3; b++) {
            int least = a < b ? a : b, most = a > b ? a : b;
            char text[64];
            snprintf(text, sizeof text, "%s and %s", words[a], words[b]);
            assert_int_equal(holds(text), least == 2);
            snprintf(text, sizeof text, "%s or %s", words[a], words[b]);
            assert_int_equal(holds(text), most == 2);
            snprintf(text, sizeof text, "not (%s and %s)", words[a], words[b]);
            assert_int_equal(holds(text), least == 0);
            snprintf(text, sizeof text, "not (%s or %s)", words[a], words[b]);
            assert_int_equal(holds(text), most == 0);
        }
}

/* Of two numbers each sign is true where it is Python's. */
TEST(numbers_are_compared_as_numbers)
{
    static const char *const signs[] = {"<", "<=", "==", "!=", ">=", ">"};
    for (int a = -1; a <= 1; a++)
        for (int b = -1; b <= 1; b++)
            for (int k = 0; k < 6; k++) {
                bool want[] = {a<b, a <= b, a == b, a != b, a >= b, a> b};
                char text[32];
                snprintf(text, sizeof text, "%d %s %d", a, signs[k], b);
                assert_int_equal(holds(text), want[k]);
            }
}

TEST(what_is_no_condition_is_told_where_and_why)
{
    static const struct {
        const char *text, *says;
    } table[] = {
        {"", "it ends where a value should stand"},
        {"i >", "it ends where a value should stand"},
        {"i > 5 and", "it ends where a value should stand"},
        {"not", "it ends where a value should stand"},
        {"i > > 5", "“> 5” stands where a value should"},
        {"i > and 5", "“and 5” stands where a value should"},
        {"== 5", "“== 5” stands where a value should"},
        {") > 5", "“) > 5” stands where a value should"},
        {"(i > 5", "it ends where a ) should stand"},
        {"(i > 5 x", "“x” stands where a ) should"},
        {"()", "“)” stands where a value should"},
        {"i = 5", "one = does not compare: it is == that does"},
        {"i > 5)", "“)” is not understood: there are == != < <= > >= is, and, or, not"},
        {"i + 1 == 5", "“+ 1 == 5” is not understood: there are == != < <= > >= is, and, or, not"},
        {"len(l) == 2", "“(l) == 2” is not understood: there are == != < <= > >= is, and, or, not"},
        {"q.n == 2", "“.n == 2” is not understood: there are == != < <= > >= is, and, or, not"},
        {"i in l", "“in l” is not understood: there are == != < <= > >= is, and, or, not"},
        {"i 5", "“5” is not understood: there are == != < <= > >= is, and, or, not"},
        {"name == 'it", "the string 'it has no end"},
        {"name == 'it\\'", "the string 'it\\' has no end"},
        {"i > 5x", "“5x” is no number"},
        {"i > 1.2.3", "“1.2.3” is no number"},
        {"i > -", "“-” is no number"},
        {"i > -x", "“-x” is no number"},
        {"i > 1e", "“1e” is no number"},
        {"i if x", "“if x” is not understood: there are == != < <= > >= is, and, or, not"},
        {"$", "“$” stands where a value should"},
        {"i == 7 and or x", "“or x” stands where a value should"},
        {"is 7", "“is 7” stands where a value should"},
        {"i is", "it ends where a value should stand"},
        {"lambda", "“lambda” stands where a value should"},
        {"i > 1e+", "“1e+” is no number"},
        {"i > -", "“-” is no number"},
        {"name == \"it'", "the string \"it' has no end"},
        {"name == 'it\\", "the string 'it\\ has no end"},
        {"not (i", "it ends where a ) should stand"},
        {"i > 5 == = 5", "“= 5” stands where a value should"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct buf error = {0};
        assert_null(condition_parse(table[i].text, &error));
        if (strcmp(buf_str(&error), table[i].says))
            fail_msg("“%s”: says “%s”, wanted “%s”", table[i].text, buf_str(&error), table[i].says);
        buf_free(&error);
    }
}

TEST(a_condition_names_the_locals_that_it_speaks_of)
{
    struct buf error = {0}, names = {0};
    struct condition *c = condition_parse("i > 5 and (task == 'i' or not name is None)", &error);
    const char *s;
    size_t n;
    for (size_t i = 0; (s = condition_name(c, i, &n)); i++)
        buf_printf(&names, "%.*s ", (int)n, s);
    assert_string_equal(buf_str(&names), "i name ");
    condition_free(c);
    buf_free(&names);
    buf_free(&error);
}

/* As many as a line of the prompt could hold, and more. */
TEST(parentheses_may_be_deep)
{
    struct buf text = {0}, error = {0};
    for (int i = 0; i < 1000; i++)
        buf_puts(&text, "not (");
    buf_puts(&text, "i");
    for (int i = 0; i < 1000; i++)
        buf_puts(&text, ")");
    struct condition *c = condition_parse(buf_str(&text), &error);
    assert_non_null(c);
    assert_true(condition_holds(c, "i=1", NULL));
    condition_free(c);
    buf_free(&text);
    buf_free(&error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(these_conditions_are_true),
        cmocka_unit_test(these_conditions_are_not_true),
        cmocka_unit_test(a_local_is_what_its_repr_says),
        cmocka_unit_test(and_and_or_of_what_is_not_known_are_those_of_sql),
        cmocka_unit_test(numbers_are_compared_as_numbers),
        cmocka_unit_test(what_is_no_condition_is_told_where_and_why),
        cmocka_unit_test(a_condition_names_the_locals_that_it_speaks_of),
        cmocka_unit_test(parentheses_may_be_deep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
