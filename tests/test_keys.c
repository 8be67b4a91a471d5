/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "ui/keys.h"
#include "ui/move.h"
#include "ui/presses.h"

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

/* The codes that a script comes to, or -1 at the end of those before an error. */
static void assert_script(const char *script, const int *codes)
{
    struct presses p = {0};
    struct buf error = {0};
    bool good = keys_parse(script, &p, &error);
    for (size_t i = 0; i < p.n; i++)
        assert_int_equal(p.at[i].code, codes[i]);
    assert_int_equal(codes[p.n], good ? 0 : -1);
    assert_int_equal(error.len == 0, good);
    presses_free(&p);
    buf_free(&error);
}

#define SCRIPT(script, ...) assert_script(script, (const int[]){__VA_ARGS__})

TEST(a_script_is_words_with_blanks_between_them)
{
    SCRIPT("", 0);
    SCRIPT(" \n\t ", 0);
    SCRIPT("s s ] ] end", 's', 's', ']', ']', CODE_END, 0);
    SCRIPT("space tab enter esc pgup f1 ctrl-l '\n", ' ', CODE_TAB, CODE_ENTER, CODE_ESC, CODE_PGUP,
           CODE_F1, CODE_CTRL_L, '\'', 0);
    SCRIPT("up down left right home pgdn shift-tab f10", CODE_UP, CODE_DOWN, CODE_LEFT, CODE_RIGHT,
           CODE_HOME, CODE_PGDN, CODE_SHIFT_TAB, CODE_F10, 0);
    SCRIPT("  / backspace delete * \\ ", '/', CODE_BACKSPACE, CODE_DELETE, '*', '\\', 0);
}

TEST(text_in_quotes_is_typed)
{
    SCRIPT("/ \"Two é\" enter", '/', 'T', 'w', 'o', ' ', 0xe9, CODE_ENTER, 0);
    SCRIPT("\"e\xcc\x81世\"", 'e', 0x301, 0x4e16, 0); /* an accent of its own, a wide one */
    SCRIPT("\"\" s", 's', 0);
    SCRIPT("\"space\"", 's', 'p', 'a', 'c', 'e', 0);
    SCRIPT("2*\"a b\"", 'a', ' ', 'b', 'a', ' ', 'b', 0);
    SCRIPT("s \"open", 's', -1);
    SCRIPT("\"a\"b", -1);
    SCRIPT("\"a\033[2J\"", 'a', -1);
    SCRIPT("\"\xff\"", -1);
}

TEST(a_number_and_a_star_repeat_a_word)
{
    SCRIPT("3*s .", 's', 's', 's', '.', 0);
    SCRIPT("2*pgdn", CODE_PGDN, CODE_PGDN, 0);
    SCRIPT("2**", '*', '*', 0);
    SCRIPT("0*s", -1);
    SCRIPT("-1*s", -1);
    SCRIPT("1.5*s", -1);
    SCRIPT("2*", -1);
    SCRIPT("2*2*s", -1);
    SCRIPT("99999999999999999999*s", -1);
    SCRIPT("1*s", 's', 0);
    SCRIPT("2.0*s", 's', 's', 0);
    SCRIPT(".*s", -1);
    SCRIPT("0000000000000000000000000000002*s", 's', 's', 0); /* 31 digits */
    SCRIPT("00000000000000000000000000000002*s", -1);
}

TEST(a_script_can_wait_and_resize)
{
    struct presses p = {0};
    struct buf error = {0};
    assert_true(keys_parse("wait:0.5 2*wait:3 resize:80x24", &p, &error));
    assert_int_equal(p.n, 4);
    assert_int_equal(p.at[0].code, CODE_WAIT);
    assert_true(p.at[0].seconds == 0.5);
    assert_true(p.at[2].seconds == 3);
    assert_int_equal(p.at[3].code, CODE_RESIZE);
    assert_int_equal(p.at[3].w, 80);
    assert_int_equal(p.at[3].h, 24);
    assert_true(keys_parse("wait:0 wait:3600 resize:1x4096 resize:4096x1", &p, &error));
    assert_int_equal(p.n, 8);
    assert_true(p.at[4].seconds == 0 && p.at[5].seconds == 3600);
    assert_true(p.at[6].w == 1 && p.at[6].h == 4096 && p.at[7].w == 4096 && p.at[7].h == 1);
    presses_free(&p);
    SCRIPT("wait:3600.1", -1);
    SCRIPT("resize:4097x24", -1);
    SCRIPT("resize:80x4097", -1);
    SCRIPT("resize:0x24", -1);
    SCRIPT("resize:80x0", -1);
    SCRIPT("resize:80.5x24", -1);
    SCRIPT("wait:", -1);
    SCRIPT("wait:-1", -1);
    SCRIPT("wait:inf", -1);
    SCRIPT("wait:1e9", -1);
    SCRIPT("wait:1.2.3", -1);
    SCRIPT("resize:80", -1);
    SCRIPT("resize:80x", -1);
    SCRIPT("resize:x24", -1);
    SCRIPT("resize:0x0", -1);
    SCRIPT("resize:80x24x2", -1);
    SCRIPT("resize:99999x24", -1);
}

TEST(an_error_names_the_word)
{
    struct presses p = {0};
    struct buf error = {0};
    assert_false(keys_parse("s step \033[2J", &p, &error));
    assert_string_equal(error.s, "\"step\" is not a key");
    buf_clear(&error);
    assert_false(keys_parse("s 2*\033[2J", &p, &error));
    assert_string_equal(error.s, "\"2*\\u001b[2J\" is not a key");
    presses_free(&p);
    buf_free(&error);
}

TEST(a_script_has_an_end)
{
    struct presses p = {0};
    struct buf error = {0};
    assert_false(keys_parse("1000000*\"ten chars.\"", &p, &error));
    assert_int_equal(p.n, 1000000);
    assert_non_null(strstr(error.s, "goes beyond the 1000000 keys"));
    presses_free(&p);
    buf_clear(&error);
    assert_true(keys_parse("1000000*s", &p, &error));
    assert_false(keys_parse("s", &p, &error));
    assert_string_equal(error.s, "\"s\" goes beyond the 1000000 keys that a script may have");
    presses_free(&p);
    buf_clear(&error);
    assert_false(keys_parse("1000001*s", &p, &error));
    assert_string_equal(error.s, "\"1000001*s\" is not a key");
    presses_free(&p);
    buf_free(&error);
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
        cmocka_unit_test(a_script_is_words_with_blanks_between_them),
        cmocka_unit_test(text_in_quotes_is_typed),
        cmocka_unit_test(a_number_and_a_star_repeat_a_word),
        cmocka_unit_test(a_script_can_wait_and_resize),
        cmocka_unit_test(an_error_names_the_word),
        cmocka_unit_test(a_script_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
