/* SPDX-License-Identifier: MIT */
/* What the parameters of scenes with real parts may be, and how what things cost is written, at their borders. */
#include "io/cost.h"
#include "io/delays.h"
#include "tests/test.h"

TEST(delays_are_up_to_eight_numbers_of_at_most_1000_seconds)
{
    static const char *const good[] = {"0",           "1000", "0.5", "1,2,3,4,5,6,7,8",
                                       "0.25,1000.0", "007",  ".5"};
    static const char *const wrong[] = {"",   "1001", "1000.1", "1,2,3,4,5,6,7,8,9",
                                        "1,", ",1",   "1,,2",   "1 ,2",
                                        ".",  "1.",   "-1",     "x",
                                        "1x", "1/2",  "1:2"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_null(delays_wrong(good[i]));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_string_equal(delays_wrong(wrong[i]),
                            "up to 8 numbers of seconds, each at most 1000, like 0.3,0.1,0.2");
}

TEST(seconds_are_one_such_number)
{
    assert_null(seconds_wrong("1000"));
    assert_string_equal(seconds_wrong("1,2"), "a number of seconds, at most 1000, like 0.5");
    assert_string_equal(seconds_wrong("1001"), "a number of seconds, at most 1000, like 0.5");
}

TEST(beyond_the_last_delay_it_is_the_last)
{
    assert_float_equal(delay_of("0.3,0.125,19.75", 0), 0.3, 0);
    assert_float_equal(delay_of("0.3,0.125,19.75", 1), 0.125, 0);
    assert_float_equal(delay_of("0.3,0.125,19.75", 2), 19.75, 0);
    assert_float_equal(delay_of("0.3,0.125,19.75", 3), 19.75, 0);
    assert_float_equal(delay_of("0.3,0.125,19.75", 7), 19.75, 0);
    assert_float_equal(delay_of("0.1234567", 0), 0.123457, 0); /* to a microsecond */
}

TEST(an_address_has_a_host_behind_http_or_https)
{
    static const char *const good[] = {"http://a", "https://a", "http://a/", "https://a/b",
                                       "http://localhost:8000/x"};
    static const char *const wrong[] = {"",         "a",        "http:/a",    "http://",
                                        "https://", "http:///", "https:///a", "ftp://a",
                                        "HTTP://a", " http://a"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_null(url_wrong(good[i]));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_string_equal(url_wrong(wrong[i]), "an address that begins with http:// or https://");
}

TEST(what_things_cost_has_the_unit_that_it_needs)
{
    assert_string_equal(cost_text(0), "0 ns");
    assert_string_equal(cost_text(140e-9), "140 ns");
    assert_string_equal(cost_text(0.99e-6), "990 ns");
    assert_string_equal(cost_text(1e-6), "1.0 µs");
    assert_string_equal(cost_text(99.96e-6), "100.0 µs");
    assert_string_equal(cost_text(0.99e-3), "990.0 µs");
    assert_string_equal(cost_text(1e-3), "1.0 ms");
    assert_string_equal(cost_text(2.5), "2500.0 ms");
}

TEST(four_costs_can_stand_in_one_line)
{
    const char *texts[] = {cost_text(1e-3), cost_text(2e-3), cost_text(3e-3), cost_text(4e-3)};
    assert_string_equal(texts[0], "1.0 ms");
    assert_string_equal(texts[1], "2.0 ms");
    assert_string_equal(texts[2], "3.0 ms");
    assert_string_equal(texts[3], "4.0 ms");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delays_are_up_to_eight_numbers_of_at_most_1000_seconds),
        cmocka_unit_test(seconds_are_one_such_number),
        cmocka_unit_test(beyond_the_last_delay_it_is_the_last),
        cmocka_unit_test(an_address_has_a_host_behind_http_or_https),
        cmocka_unit_test(what_things_cost_has_the_unit_that_it_needs),
        cmocka_unit_test(four_costs_can_stand_in_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
