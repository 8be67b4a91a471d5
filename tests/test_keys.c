/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "ui/keys.h"
#include "ui/move.h"

TEST(no_key_is_bound_twice)
{
    for (const struct key *k = keys; k->name; k++)
        for (const struct key *other = keys; other < k; other++)
            if (k->code == other->code || !strcmp(k->name, other->name))
                fail_msg("%s is in the table twice, as %s too", k->name, other->name);
}

TEST(every_key_has_a_help_text)
{
    assert_non_null(keys[0].help);
    for (const struct key *k = keys; k->name; k++)
        assert_true(strlen(key_help(k)) > 3);
}

TEST(keys_that_share_a_help_text_stand_together)
{
    for (const struct key *k = keys; k->name; k++)
        for (const struct key *other = keys; other < k; other++)
            if (k->press == other->press)
                assert_string_equal(key_help(k), key_help(other));
}

TEST(every_key_does_something)
{
    for (const struct key *k = keys; k->name; k++)
        assert_non_null(k->press);
}

TEST(a_key_is_found_by_its_code_and_its_name)
{
    for (const struct key *k = keys; k->name; k++) {
        assert_ptr_equal(key_find(keys, k->code), k);
        assert_int_equal(key_code(k->name, strlen(k->name)), k->code);
    }
    assert_null(key_find(keys, 0));
    assert_null(key_find(keys, 'Q'));
    assert_null(key_find(keys, CODE_MOUSE));
}

TEST(names_tell_capitals_from_small_letters)
{
    assert_true(key_find(keys, 's')->press == press_step);
    assert_true(key_find(keys, 'S')->press == press_back);
    assert_int_equal(key_code("S", 1), 'S');
    assert_int_equal(key_code("Space", 5), 0);
    assert_int_equal(key_code("ctrl-a", 6), 1);
    assert_int_equal(key_code("ctrl_a", 6), 0);
    assert_int_equal(key_code("ctrl-A", 6), 0);
    assert_int_equal(key_code("ctrl-ab", 7), 0);
    assert_int_equal(key_code("ctrl-", 5), 0);
    assert_int_equal(key_code("ctrl-[", 6), 0);
    assert_int_equal(key_code("ctrl-|", 6), 0);
    assert_int_equal(key_code("ctrl-\0", 6), 0);
    assert_int_equal(key_code("ENTER", 5), 0);
}

TEST(any_single_character_is_a_key)
{
    assert_int_equal(key_code("Q", 1), 'Q');
    assert_int_equal(key_code("é", 2), 0xe9);
    assert_int_equal(key_code("世", 3), 0x4e16);
    assert_int_equal(key_code("\"", 1), '"');
    assert_int_equal(key_code("", 0), 0);
    assert_int_equal(key_code("ab", 2), 0);
    assert_int_equal(key_code("\033", 1), 0);
    assert_int_equal(key_code("\xff", 1), 0);
}

TEST(a_key_is_called_as_scripts_call_it)
{
    static const struct {
        int code;
        const char *name;
    } rows[] = {
        {'s', "s"},
        {'Q', "Q"},
        {' ', "space"},
        {'~', "~"},
        {0xe9, "é"},
        {0x4e16, "世"},
        {0x10fffd, "\xf4\x8f\xbf\xbd"},
        {CODE_CTRL('A'), "ctrl-a"},
        {CODE_CTRL('Z'), "ctrl-z"},
        {CODE_CTRL('\\'), "ctrl-\\"},
        {CODE_CTRL(']'), "ctrl-]"},
        {CODE_CTRL('^'), "ctrl-^"},
        {CODE_CTRL('_'), "ctrl-_"},
        {0x85, ""},
        {0x200f, ""},
        {CODE_ENTER, "enter"},
        {CODE_ESC, "esc"},
        {CODE_BACKSPACE, "backspace"},
        {CODE_DELETE, "delete"},
        {CODE_UP, "up"},
        {CODE_MOUSE, ""},
        {0, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf b = {0};
        key_name(&b, rows[i].code);
        assert_string_equal(buf_str(&b), rows[i].name);
        buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_key_is_bound_twice),
        cmocka_unit_test(every_key_has_a_help_text),
        cmocka_unit_test(keys_that_share_a_help_text_stand_together),
        cmocka_unit_test(every_key_does_something),
        cmocka_unit_test(a_key_is_found_by_its_code_and_its_name),
        cmocka_unit_test(names_tell_capitals_from_small_letters),
        cmocka_unit_test(any_single_character_is_a_key),
        cmocka_unit_test(a_key_is_called_as_scripts_call_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
