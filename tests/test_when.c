/* SPDX-License-Identifier: MIT */
/* In which order the moments of two runs stand. */
#include "compare/when.h"
#include "tests/test.h"

/* Each is later than the one before it. */
static const struct when in_order[] = {
    {0, 0, 0, 0},
    {0, 0, 0, 1},
    {0, 0, 0, UINT32_MAX - 1},
    {0, 0, 0, UINT32_MAX},
    {0, 0, 1, 0},
    {0, 0, 2, 0},
    {0, 1, 0, 0},
    {0, 1, 0, 7},
    {0, 1, 3, 0},
    {0, 2, 0, 5},
    {2e-9, 0, 0, 0},
    {2e-9, 0, 0, 1},
    {2e-9, 0, 9, 0},
    {2e-9, 7, 0, 0},
    {1, 0, 0, 0},
    {1, 9, 9, 9},
    {1 + 2e-9, 0, 0, 0},
    {1e9, 0, 0, 0},
    {1e9, UINT32_MAX, 0, 0},
};

TEST(moments_are_in_order_by_time_tick_place_in_it_and_event)
{
    int n = sizeof in_order / sizeof *in_order;
    for (int i = 0; i < n; i++)
        for (int k = 0; k < n; k++) {
            int order = when_compare(&in_order[i], &in_order[k]);
            if ((order > 0) - (order < 0) != (i > k) - (i < k))
                fail_msg("%d and %d: %d", i, k, order);
        }
}

/* Which of two is the earlier one then is for the ticks to say. */
TEST(times_that_differ_by_less_than_a_nanosecond_are_one)
{
    static const double apart[] = {0, 1e-12, 4e-10, 9e-10};
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        struct when a = {1 + apart[i], 1, 0, 0}, b = {1, 2, 0, 0}, c = {1, 1, 0, 0};
        assert_true(when_compare(&a, &b) < 0 && when_compare(&b, &a) > 0);
        assert_true(!when_compare(&a, &c) && !when_compare(&c, &a));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_in_order_by_time_tick_place_in_it_and_event),
        cmocka_unit_test(times_that_differ_by_less_than_a_nanosecond_are_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
