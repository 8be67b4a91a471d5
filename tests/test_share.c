/* SPDX-License-Identifier: MIT */
/* Computing on a virtual clock: who is through when, worked out by hand. */
#include <math.h>
#include <stdbool.h>

#include "loop/share.h"
#include "tests/test.h"

static void assert_seconds(double is, double should_be)
{
    if (fabs(is - should_be) > 1e-12)
        fail_msg("%.9f is not %.9f", is, should_be);
}

TEST(who_is_alone_computes_as_long_as_it_needs)
{
    struct processors p = processors_of(1, SWITCH_INTERVAL);
    struct share a;
    assert_true(isinf(share_due(&p)));
    share_begin(&p, &a, 2, 1);
    assert_seconds(share_due(&p), 3);
    share_run(&p, 2.5);
    assert_seconds(share_done(&a), -1);
    share_run(&p, 3);
    assert_seconds(share_done(&a), 3);
    assert_true(isinf(share_due(&p)));
}

TEST(two_with_one_processor_take_turns_and_need_the_sum)
{
    struct processors p = processors_of(1, SWITCH_INTERVAL);
    struct share a, b;
    share_begin(&p, &a, 0, 1);
    share_begin(&p, &b, 0, 1);
    assert_seconds(share_due(&p), 1.995); /* a's last slice, before b's last */
    share_run(&p, 1.995);
    assert_seconds(share_done(&a), 1.995);
    share_run(&p, 5);
    assert_seconds(share_done(&b), 2);
}

TEST(who_comes_later_waits_for_one_slice)
{
    struct processors p = processors_of(1, SWITCH_INTERVAL);
    struct share a, b;
    share_begin(&p, &a, 0, 1);
    share_begin(&p, &b, 0.5, 0.003);
    assert_seconds(share_due(&p), 0.508);
    share_run(&p, 2);
    assert_seconds(share_done(&b), 0.508);
    assert_seconds(share_done(&a), 1.003);
}

TEST(as_many_processors_as_there_are_give_each_its_own)
{
    struct processors p = processors_of(3, SWITCH_INTERVAL);
    struct share s[3];
    for (int i = 0; i < 3; i++)
        share_begin(&p, &s[i], 0, 1 + i);
    share_run(&p, 9);
    for (int i = 0; i < 3; i++)
        assert_seconds(share_done(&s[i]), 1 + i);
}

TEST(more_than_there_are_processors_share_them)
{
    struct processors p = processors_of(2, 0.5);
    struct share s[3];
    for (int i = 0; i < 3; i++)
        share_begin(&p, &s[i], 0, 1);
    share_run(&p, 9);
    assert_seconds(share_done(&s[0]), 1); /* 0 1, 2 0, 1 2 */
    assert_seconds(share_done(&s[1]), 1.5);
    assert_seconds(share_done(&s[2]), 1.5);
}

TEST(it_makes_no_difference_how_often_one_looks)
{
    struct processors rare = processors_of(2, SWITCH_INTERVAL), often = rare;
    struct share a[5], b[5];
    for (int i = 0; i < 5; i++) {
        share_begin(&rare, &a[i], i * 0.1, 0.7 + i * 0.013);
        share_begin(&often, &b[i], i * 0.1, 0.7 + i * 0.013);
    }
    for (int i = 0; i < 4000; i++)
        share_run(&often, 0.4 + i * 0.00123);
    share_run(&rare, 9);
    for (int i = 0; i < 5; i++)
        assert_seconds(share_done(&a[i]), share_done(&b[i]));
}

TEST(a_year_of_computing_is_foreseen_at_once)
{
    struct processors p = processors_of(2, SWITCH_INTERVAL);
    struct share s[3];
    for (int i = 0; i < 3; i++)
        share_begin(&p, &s[i], 0, 31536000);
    assert_in_range((int64_t)share_due(&p), 47303999, 47304000);
}

TEST(who_leaves_makes_room)
{
    struct processors p = processors_of(1, SWITCH_INTERVAL);
    struct share a, b;
    share_begin(&p, &a, 0, 1);
    share_begin(&p, &b, 0, 1);
    share_run(&p, 1);
    share_end(&p, &a);
    assert_seconds(share_due(&p), 1.5);
}

TEST(to_wait_for_ones_own_computing_is_to_compute_beside_the_others)
{
    struct processors p = processors_of(1, SWITCH_INTERVAL);
    struct share a;
    assert_seconds(share_wait(&p, 1, 0.25), 1.25);
    share_begin(&p, &a, 2, 1);
    assert_seconds(share_wait(&p, 2, 0.5), 3);
    share_run(&p, 9);
    assert_seconds(share_done(&a), 3.5);
}

/* Less than half a nanosecond is none. */
TEST(who_has_nothing_to_compute_is_through_at_once_and_else_not)
{
    static const struct {
        double seconds;
        bool at_once;
    } rows[] = {{0, true}, {4e-10, true}, {1e-9, false}, {2e-9, false}, {1, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct processors p = processors_of(1, SWITCH_INTERVAL);
        struct share s;
        share_begin(&p, &s, 2, rows[i].seconds);
        assert_true(share_done(&s) == (rows[i].at_once ? 2 : -1));
        assert_int_equal(isinf(share_due(&p)) != 0, rows[i].at_once);
        share_run(&p, 4);
        assert_seconds(share_done(&s), 2 + (rows[i].at_once ? 0 : rows[i].seconds));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_alone_computes_as_long_as_it_needs),
        cmocka_unit_test(two_with_one_processor_take_turns_and_need_the_sum),
        cmocka_unit_test(who_comes_later_waits_for_one_slice),
        cmocka_unit_test(as_many_processors_as_there_are_give_each_its_own),
        cmocka_unit_test(more_than_there_are_processors_share_them),
        cmocka_unit_test(it_makes_no_difference_how_often_one_looks),
        cmocka_unit_test(a_year_of_computing_is_foreseen_at_once),
        cmocka_unit_test(who_leaves_makes_room),
        cmocka_unit_test(to_wait_for_ones_own_computing_is_to_compute_beside_the_others),
        cmocka_unit_test(who_has_nothing_to_compute_is_through_at_once_and_else_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
