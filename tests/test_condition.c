/* SPDX-License-Identifier: MIT */
/* Conditions of breakpoints: what is true of which locals, and what is said of what is none. The
 * answers are Python's, but that what is unknown, or cannot be compared, is not true. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "breaks/condition.h"
#include "tests/test.h"

#define LOCALS                                                                                 \
    "i=7\nidx=-1\nx=1.5\nbig=1e+16\nname='it\\'s'\nempty=''\nq=<Queue>\nl=[1, 2]\nnone=None\n" \
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
        cmocka_unit_test(what_is_no_condition_is_told_where_and_why),
        cmocka_unit_test(a_condition_names_the_locals_that_it_speaks_of),
        cmocka_unit_test(parentheses_may_be_deep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
