/* SPDX-License-Identifier: MIT */
/* Of several names the one that somebody may have meant. */
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "tests/test.h"

static void assert_meant(const char *word, const char *const *names, const char *wanted)
{
    struct nearest n;
    char said[128] = "";
    nearest_begin(&n, word, strlen(word));
    for (size_t i = 0; names[i]; i++)
        nearest_try(&n, names[i]);
    if (wanted)
        snprintf(said, sizeof said, "; did you mean '%s'?", wanted);
    assert_string_equal(nearest_said(&n), said);
}

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

TEST(a_letter_left_out_put_in_changed_or_swapped_with_its_neighbour_is_one_mistake)
{
    assert_meant("recrd", NAMES("record"), "record");
    assert_meant("ecord", NAMES("record"), "record");
    assert_meant("xrecord", NAMES("record"), "record");
    assert_meant("recoord", NAMES("record"), "record");
    assert_meant("record", NAMES("record"), "record");
    assert_meant("rekord", NAMES("record"), "record");
    assert_meant("ercord", NAMES("record"), "record");
    assert_meant("recodr", NAMES("record"), "record");
    assert_meant("xecrod", NAMES("record"), "record"); /* two */
    assert_meant("xecrox", NAMES("record"), NULL);     /* three */
    /* four letters have one mistake, and these would be two */
    assert_meant("yeks", NAMES("keys"), NULL);
    assert_meant("kyes", NAMES("keys"), "keys");
    assert_meant("kexx", NAMES("keys"), NULL);
    assert_meant("ekys", NAMES("keys"), "keys");
}

TEST(the_longer_a_word_is_the_more_mistakes_it_may_have)
{
    assert_meant("a", NAMES("b"), NULL);
    assert_meant("ax", NAMES("ab"), "ab");
    assert_meant("xy", NAMES("ab"), NULL);
    assert_meant("axy", NAMES("abc"), "abc");
    assert_meant("xyz", NAMES("abc"), NULL);
    assert_meant("abxy", NAMES("abcd"), NULL);
    assert_meant("abcxy", NAMES("abcde"), NULL);
    assert_meant("abcdxy", NAMES("abcdef"), "abcdef");
    assert_meant("abcdefxyz", NAMES("abcdefghi"), "abcdefghi");
    assert_meant("abcdewxyz", NAMES("abcdefghi"), NULL);
}

TEST(the_nearest_name_is_meant_and_of_equal_ones_the_first)
{
    assert_meant("traec", NAMES("track", "trace", "tree"), "trace");
    assert_meant("cant", NAMES("cane", "cart", "count"), "cane");
    assert_meant("", NAMES("count"), NULL);
    assert_meant("count", NAMES(""), NULL);
}

TEST(what_is_longer_than_any_name_is_no_mistake_in_one)
{
    char word[NEAREST_MOST + 2] = "";
    memset(word, 'x', NEAREST_MOST);
    assert_meant(word, NAMES(word), word);
    word[NEAREST_MOST] = 'x';
    assert_meant(word, NAMES(word), NULL);
    word[NEAREST_MOST] = 0;
    char longer[NEAREST_MOST + 2];
    memset(longer, 'x', sizeof longer);
    longer[NEAREST_MOST + 1] = 0;
    assert_meant(word, NAMES(longer), NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_letter_left_out_put_in_changed_or_swapped_with_its_neighbour_is_one_mistake),
        cmocka_unit_test(the_longer_a_word_is_the_more_mistakes_it_may_have),
        cmocka_unit_test(the_nearest_name_is_meant_and_of_equal_ones_the_first),
        cmocka_unit_test(what_is_longer_than_any_name_is_no_mistake_in_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
