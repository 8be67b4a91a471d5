/* SPDX-License-Identifier: MIT */
/* The tracer that goes into a user's Python (src/adapter/python). Runs at the root of the project. */
#include <stdlib.h>
#include <sys/wait.h>

#include "tests/test.h"

/* Runs a script of tests/adapter, which prints what is wrong. */
static void passes(const char *command)
{
    if (system("python3 -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null"))
        skip(); /* no Python, or an old one */
    assert_int_equal(system(command), 0);
}

TEST(a_traced_program_prints_what_it_prints_untraced)
{
    passes("BUSY=1 python3 -B tests/adapter/raw.py >&2");
}

TEST(credit_never_changes_a_trace)
{
    passes("python3 -B tests/adapter/credit.py >&2");
}

TEST(what_blocks_what_wakes_who_holds_and_what_is_forgotten_is_told)
{
    passes("python3 -B tests/adapter/tells.py >&2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_traced_program_prints_what_it_prints_untraced),
        cmocka_unit_test(credit_never_changes_a_trace),
        cmocka_unit_test(what_blocks_what_wakes_who_holds_and_what_is_forgotten_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
