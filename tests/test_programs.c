/* SPDX-License-Identifier: MIT */
/* Each program of tests/programs in C, event by event what CPython did with it. Runs at the root
 * of the project. */
#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "tests/support/twin.h"
#include "tests/test.h"

int main(void)
{
    size_t n = 0;
    while (twins[n])
        n++;
    struct CMUnitTest *tests = xcalloc(n, sizeof *tests);
    for (size_t i = 0; i < n; i++)
        tests[i] = (struct CMUnitTest){.name = twins[i]->sentence,
                                       .test_func = goes_as_in_cpython,
                                       .initial_state = (void *)twins[i]};
    int failed = _cmocka_run_group_tests("programs", tests, n, NULL, NULL);
    free(tests);
    return failed != 0;
}
