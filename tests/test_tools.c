/* SPDX-License-Identifier: MIT */
/* What the tools of this tree say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/file.h"

/* ---- tools/count ---- */

#define BEGINS  "[ RUN      ] a\\n"
#define OK      BEGINS "[       OK ] a\\n"
#define FAILED  BEGINS "[  FAILED  ] a\\n"
#define SKIPPED BEGINS "[  SKIPPED ] a\\n"
#define EXIT(n) "::exit " n " build/tests/test_a\\n"

/* The last line that it prints, and its status, for what test programs said. */
static void assert_count(const char *ci, const char *said, const char *last)
{
    struct buf command = {0};
    buf_printf(&command,
               "printf '%s' | CI=%s awk -f tools/count >build/count; s=$?; "
               "tail -n 1 build/count | tr '\\n' ' '; printf '%%d' $s",
               said, ci);
    struct buf out = output_of(command.s);
    assert_string_equal(out.s, last);
    buf_free(&command);
    buf_free(&out);
}

static void the_last_line_counts_the_tests(void **state)
{
    (void)state;
    assert_count("", OK OK EXIT("0") OK EXIT("0"), "3 passed, 0 failed, 0 skipped 0");
    assert_count("", OK FAILED EXIT("1") OK EXIT("0"), "2 passed, 1 failed, 0 skipped 1");
    assert_count("", "", "0 passed, 0 failed, 0 skipped 1");
}

static void a_program_that_ends_within_a_test_has_failed(void **state)
{
    (void)state;
    assert_count("", OK BEGINS EXIT("139") OK EXIT("0"), "2 passed, 1 failed, 0 skipped 1");
    assert_count("", OK EXIT("23"), "1 passed, 1 failed, 0 skipped 1");
}

static void a_skipped_test_is_counted_and_a_failure_only_in_ci(void **state)
{
    (void)state;
    assert_count("", OK SKIPPED EXIT("0"), "1 passed, 0 failed, 1 skipped 0");
    assert_count("true", OK SKIPPED EXIT("0"), "1 passed, 0 failed, 1 skipped 1");
    assert_count("true", OK EXIT("0"), "1 passed, 0 failed, 0 skipped 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_line_counts_the_tests),
        cmocka_unit_test(a_program_that_ends_within_a_test_has_failed),
        cmocka_unit_test(a_skipped_test_is_counted_and_a_failure_only_in_ci),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
