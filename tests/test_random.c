/* SPDX-License-Identifier: MIT */
/* src/loop/random against what CPython yields: tests/golden/random.json.gz, which
 * tests/oracle/make_random.py writes. Runs at the root of the project. */
#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "python/random.h"
#include "tests/test.h"

#define GOLDEN "tests/golden/random.json.gz"

enum { SEEDS = 20, VALUES = 50, CALLS = 42, LESSON_CALLS = 8, LIST_MAX = 32 };

static json_t *golden;

/* A whole number of up to 64 bits, in two's complement. */
static uint64_t whole(const json_t *v)
{
    return json_is_string(v) ? strtoull(json_string_value(v), NULL, 10)
                             : (uint64_t)json_integer_value(v);
}

static uint64_t arg(const json_t *args, size_t i)
{
    return whole(json_array_get(args, i));
}

static double real(const json_t *v)
{
    return json_is_string(v) ? strtod(json_string_value(v), NULL) : json_number_value(v);
}

static double real_arg(const json_t *args, size_t i)
{
    return real(json_array_get(args, i));
}

static bool same_real(double got, const json_t *want)
{
    double x = real(want);
    return json_is_string(want) && !memcmp(&got, &x, sizeof x);
}

static bool same_list(const size_t *got, size_t n, const json_t *want)
{
    for (size_t i = 0; i < n; i++)
        if (got[i] != arg(want, i))
            return false;
    return json_array_size(want) == n;
}

static bool same_random(struct random *r, const json_t *args, const json_t *want)
{
    (void)args;
    return same_real(random_unit(r), want);
}

static bool same_words(const uint32_t *words, size_t k, const json_t *want)
{
    for (size_t i = 0; i < (k + 31) / 32; i++) {
        uint64_t v = k > 64 ? arg(want, i) : whole(want) >> 32 * i & UINT32_MAX;
        if (words[i] != v)
            return false;
    }
    return true;
}

static bool same_getrandbits(struct random *r, const json_t *args, const json_t *want)
{
    size_t k = arg(args, 0);
    uint32_t words[4];
    struct random twin = *r;
    random_words(r, k, words);
    if (!same_words(words, k, want))
        return false;
    uint64_t x;
    return k > 64 ||
           (!random_bits(&twin, (int)k, &x) && x == whole(want) && !memcmp(&twin, r, sizeof twin));
}

static bool same_randbelow(struct random *r, const json_t *args, const json_t *want)
{
    uint64_t x;
    return !random_below(r, arg(args, 0), &x) && x == whole(want);
}

static bool same_randint(struct random *r, const json_t *args, const json_t *want)
{
    int64_t x;
    return !random_int(r, (int64_t)arg(args, 0), (int64_t)arg(args, 1), &x) &&
           x == (int64_t)whole(want);
}

static bool same_randrange(struct random *r, const json_t *args, const json_t *want)
{
    size_t n = json_array_size(args);
    int64_t start = n > 1 ? (int64_t)arg(args, 0) : 0;
    int64_t stop = (int64_t)arg(args, n > 1 ? 1 : 0);
    int64_t step = n > 2 ? (int64_t)arg(args, 2) : 1;
    int64_t x;
    return !random_range(r, start, stop, step, &x) && x == (int64_t)whole(want);
}

static bool same_uniform(struct random *r, const json_t *args, const json_t *want)
{
    return same_real(random_uniform(r, real_arg(args, 0), real_arg(args, 1)), want);
}

static bool same_expovariate(struct random *r, const json_t *args, const json_t *want)
{
    double x;
    return !random_expovariate(r, real_arg(args, 0), &x) && same_real(x, want);
}

static bool same_choice(struct random *r, const json_t *args, const json_t *want)
{
    size_t i;
    return !random_choice(r, arg(args, 0), &i) && i == whole(want);
}

static bool same_shuffle(struct random *r, const json_t *args, const json_t *want)
{
    size_t x[LIST_MAX], n = arg(args, 0);
    for (size_t i = 0; i < n; i++)
        x[i] = i;
    random_shuffle(r, x, n, sizeof *x);
    return same_list(x, n, want);
}

static bool same_sample(struct random *r, const json_t *args, const json_t *want)
{
    size_t x[LIST_MAX], k = arg(args, 1);
    return !random_sample(r, arg(args, 0), k, x) && same_list(x, k, want);
}

static const struct call {
    const char *name;
    bool (*same)(struct random *r, const json_t *args, const json_t *want);
} calls[] = {
    {"random", same_random},   {"getrandbits", same_getrandbits}, {"randbelow", same_randbelow},
    {"randint", same_randint}, {"randrange", same_randrange},     {"uniform", same_uniform},
    {"choice", same_choice},   {"expovariate", same_expovariate}, {"shuffle", same_shuffle},
    {"sample", same_sample},
};

/* Makes the call and fails, naming it, unless it yields what is wanted. */
static void check(struct random *r, const json_t *call, const char *seed, size_t i,
                  const json_t *want)
{
    const char *name = json_string_value(json_object_get(call, "call"));
    const json_t *args = json_object_get(call, "args");
    for (size_t k = 0; k < sizeof calls / sizeof *calls; k++) {
        if (strcmp(calls[k].name, name))
            continue;
        if (calls[k].same(r, args, want))
            return;
        fail_msg("%s%s, seed %s: value %zu is not CPython's", name,
                 json_dumps(args, JSON_ENCODE_ANY), seed, i);
    }
    fail_msg("no such call: %s", name);
}

static struct random seeded(const char *seed)
{
    struct random r;
    assert_int_equal(random_seed_text(&r, seed), 0);
    return r;
}

TEST(every_call_yields_what_cpython_yields_for_twenty_seeds)
{
    json_t *list = json_object_get(golden, "calls"), *call, *values, *want;
    size_t c, i;
    const char *seed;
    assert_int_equal(json_array_size(list), CALLS);
    json_array_foreach(list, c, call)
    {
        json_t *seeds = json_object_get(call, "values");
        assert_int_equal(json_object_size(seeds), SEEDS);
        json_object_foreach(seeds, seed, values)
        {
            struct random r = seeded(seed);
            assert_int_equal(json_array_size(values), VALUES);
            json_array_foreach(values, i, want) check(&r, call, seed, i, want);
        }
    }
}

TEST(the_lessons_calls_in_order_on_one_generator_yield_cpythons)
{
    json_t *lesson = json_object_get(golden, "lesson"), *values, *want;
    json_t *list = json_object_get(lesson, "calls"), *seeds = json_object_get(lesson, "values");
    size_t i;
    const char *seed;
    assert_int_equal(json_object_size(seeds), SEEDS);
    json_object_foreach(seeds, seed, values)
    {
        struct random r = seeded(seed);
        assert_int_equal(json_array_size(values), LESSON_CALLS);
        json_array_foreach(values, i, want) check(&r, json_array_get(list, i), seed, i, want);
    }
}

TEST(a_seed_of_4300_digits_is_taken_and_one_digit_more_refused)
{
    json_t *want = json_object_get(golden, "long seed");
    const char *seed = json_string_value(json_object_get(want, "seed"));
    struct random r = seeded(seed), before = r;
    char longer[RANDOM_MAX_DIGITS + 2];
    assert_int_equal(strlen(seed), RANDOM_MAX_DIGITS);
    assert_int_equal(snprintf(longer, sizeof longer, "1%s", seed), RANDOM_MAX_DIGITS + 1);
    assert_int_equal(random_seed_text(&r, longer), -EINVAL);
    assert_memory_equal(&r, &before, sizeof r);
    assert_true(same_real(random_unit(&r), json_object_get(want, "random")));
}

TEST(a_number_and_its_text_seed_alike)
{
    static const int64_t numbers[] = {
        0, 1, 444, -1, UINT32_MAX, UINT32_MAX + INT64_C(1), INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[24];
        struct random r;
        snprintf(text, sizeof text, "%lld", (long long)numbers[i]);
        random_seed(&r, numbers[i]);
        struct random same = seeded(text);
        assert_memory_equal(&r, &same, sizeof r);
    }
}

TEST(a_seed_loses_its_sign_and_its_leading_zeros)
{
    static const char *const alike[] = {"+1267650600228229401496703205376",
                                        "-1267650600228229401496703205376",
                                        "00000000000001267650600228229401496703205376"};
    struct random r = seeded("1267650600228229401496703205376");
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        struct random same = seeded(alike[i]);
        assert_memory_equal(&r, &same, sizeof r);
    }
}

TEST(text_that_is_no_number_leaves_the_generator_as_it_was)
{
    static const char *const wrong[] = {"",    "-",   "+",   "--1",  "x",   "12a",
                                        " 12", "12 ", "1.5", "0x10", "1_0", "\xd9\xa1"};
    struct random r = seeded("7"), before = r;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(random_seed_text(&r, wrong[i]), -EINVAL);
        assert_memory_equal(&r, &before, sizeof r);
    }
}

TEST(a_wrong_argument_is_refused_and_draws_nothing)
{
    struct random r = seeded("7"), before = r;
    uint64_t u = 99;
    int64_t i = 99;
    size_t x[2] = {99, 99};
    assert_int_equal(random_bits(&r, -1, &u), -EINVAL);
    assert_int_equal(random_bits(&r, 65, &u), -EINVAL);
    assert_int_equal(random_below(&r, 0, &u), -EINVAL);
    assert_int_equal(random_int(&r, 1, 0, &i), -EINVAL);
    assert_int_equal(random_int(&r, INT64_MAX, INT64_MIN, &i), -EINVAL);
    assert_int_equal(random_range(&r, 0, 10, 0, &i), -EINVAL);
    assert_int_equal(random_range(&r, 5, 5, 1, &i), -EINVAL);
    assert_int_equal(random_range(&r, 0, 10, -1, &i), -EINVAL);
    assert_int_equal(random_range(&r, 10, 0, 3, &i), -EINVAL);
    assert_int_equal(random_choice(&r, 0, x), -EINVAL);
    assert_int_equal(random_sample(&r, 1, 2, x), -EINVAL);
    assert_memory_equal(&r, &before, sizeof r);
    assert_true(u == 99 && i == 99 && x[0] == 99 && x[1] == 99);
}

TEST(expovariate_of_zero_is_refused_after_its_draw)
{
    struct random r = seeded("7"), drawn = r;
    double x = 99;
    random_unit(&drawn);
    assert_int_equal(random_expovariate(&r, -0.0, &x), -EINVAL);
    assert_memory_equal(&r, &drawn, sizeof r);
    assert_true(x == 99);
}

TEST(what_needs_no_draw_draws_nothing)
{
    struct random r = seeded("7"), before = r;
    size_t x[1] = {99};
    random_shuffle(&r, x, 0, sizeof *x);
    random_shuffle(&r, x, 1, sizeof *x);
    assert_int_equal(random_sample(&r, 0, 0, x), 0);
    assert_int_equal(random_sample(&r, SIZE_MAX, 0, x), 0);
    uint64_t u = 99;
    assert_int_equal(random_bits(&r, 0, &u), 0);
    assert_int_equal(u, 0);
    assert_memory_equal(&r, &before, sizeof r);
    assert_int_equal(x[0], 99);
}

TEST(a_shuffle_moves_elements_of_any_size_alike)
{
    struct random r = seeded("444"), twin = r;
    unsigned char bytes[LIST_MAX], wide[LIST_MAX][13];
    for (unsigned char i = 0; i < LIST_MAX; i++)
        memset(wide[i], bytes[i] = i, sizeof wide[i]);
    random_shuffle(&r, bytes, LIST_MAX, sizeof *bytes);
    random_shuffle(&twin, wide, LIST_MAX, sizeof *wide);
    for (size_t i = 0; i < LIST_MAX; i++)
        for (size_t k = 0; k < sizeof *wide; k++)
            assert_int_equal(wide[i][k], bytes[i]);
}

static int read_golden(void **state)
{
    (void)state;
    json_error_t error;
    FILE *f = popen("gzip -dc " GOLDEN, "r");
    if (!f)
        return -1;
    golden = json_loadf(f, 0, &error);
    return pclose(f) || !golden;
}

static int free_golden(void **state)
{
    (void)state;
    json_decref(golden);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_yields_what_cpython_yields_for_twenty_seeds),
        cmocka_unit_test(the_lessons_calls_in_order_on_one_generator_yield_cpythons),
        cmocka_unit_test(a_seed_of_4300_digits_is_taken_and_one_digit_more_refused),
        cmocka_unit_test(a_number_and_its_text_seed_alike),
        cmocka_unit_test(a_seed_loses_its_sign_and_its_leading_zeros),
        cmocka_unit_test(text_that_is_no_number_leaves_the_generator_as_it_was),
        cmocka_unit_test(a_wrong_argument_is_refused_and_draws_nothing),
        cmocka_unit_test(expovariate_of_zero_is_refused_after_its_draw),
        cmocka_unit_test(what_needs_no_draw_draws_nothing),
        cmocka_unit_test(a_shuffle_moves_elements_of_any_size_alike),
    };
    return cmocka_run_group_tests(tests, read_golden, free_golden) != 0;
}
