/* SPDX-License-Identifier: MIT */
/* What bytes from a terminal mean, however they are cut. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "tests/test.h"
#include "ui/input.h"
#include "ui/keys.h"

/* ---- messages as words ---- */

static void put_code(struct buf *out, int code)
{
    char s[5];
    for (const struct key *k = keys; k->name; k++)
        if (k->code == code && (code < ' ' || code > 0x10ffff || code == ' ')) {
            buf_puts(out, k->name);
            return;
        }
    s[utf8_encode((uint32_t)code, s)] = 0;
    buf_puts(out, code == CODE_DELETE ? "delete" : code == CODE_BACKSPACE ? "backspace" : s);
}

static void put_message(struct buf *out, const struct message *m)
{
    static const char *const kinds[] = {
        [MSG_PASTE] = "paste:", [MSG_CLICK] = "click:", [MSG_WHEEL] = "wheel:"};
    if (out->len)
        buf_putc(out, ' ');
    if (m->kind < sizeof kinds / sizeof *kinds && kinds[m->kind])
        buf_puts(out, kinds[m->kind]);
    if (m->kind == MSG_GROUND)
        buf_puts(out, m->code ? "light" : "dark");
    else if (m->kind == MSG_REPAINT)
        buf_puts(out, "repaint");
    else if (m->kind == MSG_CLICK)
        buf_printf(out, "%d,%d", m->x, m->y);
    else if (m->kind == MSG_WHEEL)
        buf_printf(out, "%d,%d,%d", m->code, m->x, m->y);
    else
        put_code(out, m->code);
}

/* Read in pieces of so many bytes; silence follows the last. */
static void take(struct buf *out, const char *s, size_t n, size_t piece)
{
    struct input in = {0};
    struct message m;
    buf_clear(out);
    buf_str(out);
    for (size_t at = 0; at < n; at += piece) {
        size_t k = n - at < piece ? n - at : piece;
        assert_int_equal(input_feed(&in, s + at, k), k);
        while (input_next(&in, false, &m))
            put_message(out, &m);
    }
    while (input_next(&in, true, &m))
        put_message(out, &m);
    assert_false(input_pending(&in));
}

struct meaning {
    const char *bytes, *words;
};

static void assert_meanings(const struct meaning *m, size_t n)
{
    struct buf b = {0};
    for (size_t i = 0; i < n; i++)
        for (size_t piece = 1; piece <= 64; piece = piece == 1 ? 2 : piece == 2 ? 3 : 64) {
            take(&b, m[i].bytes, strlen(m[i].bytes), piece);
            if (strcmp(buf_str(&b), m[i].words))
                fail_msg("case %zu in pieces of %zu: “%s” instead of “%s”", i, piece, buf_str(&b),
                         m[i].words);
            if (piece == 64)
                break;
        }
    buf_free(&b);
}

#define MEAN(...)                                          \
    do {                                                   \
        static const struct meaning all[] = {__VA_ARGS__}; \
        assert_meanings(all, sizeof all / sizeof *all);    \
    } while (0)

/* ---- reading ---- */

static void assert_next(struct input *in, int code)
{
    struct message m;
    assert_true(input_next(in, false, &m));
    assert_int_equal(m.code, code);
}

TEST(what_comes_before_the_last_was_taken_stands_behind_it)
{
    struct input in = {0};
    struct message m;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "ab\033[", 4), 4);
    assert_int_equal(input_read(&in, ends[0]), 4);
    assert_next(&in, 'a');
    assert_int_equal(write(ends[1], "Ac", 2), 2);
    assert_int_equal(input_read(&in, ends[0]), 2);
    assert_next(&in, 'b');
    assert_next(&in, CODE_UP);
    assert_next(&in, 'c');
    assert_false(input_next(&in, false, &m));
    assert_int_equal(close(ends[1]), 0);
    assert_int_equal(input_read(&in, ends[0]), -1);
    assert_int_equal(close(ends[0]), 0);
}

TEST(no_more_is_read_than_there_is_room_for)
{
    static char many[sizeof(struct input)];
    struct input in = {0};
    int ends[2];
    size_t room = sizeof in.bytes;
    memset(many, 'x', sizeof many);
    assert_int_equal(input_feed(&in, many, room - 3), room - 3);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "yyyyy", 5), 5);
    assert_int_equal(input_read(&in, ends[0]), 3);
    assert_int_equal(input_feed(&in, many, 1), 0);
    assert_next(&in, 'x');
    close(ends[0]);
    close(ends[1]);
}

/* ---- keys ---- */

TEST(a_key_is_what_every_terminal_sends_for_it_however_it_is_cut)
{
    MEAN({"s", "s"}, {"\r", "enter"}, {"\n", "enter"}, {"\t", "tab"}, {"\b", "backspace"},
         {"\177", "backspace"}, {"\033", "esc"}, {"\033[A", "up"}, {"\033OA", "up"},
         {"\033[1;5C", "right"}, {"\033[4~", "end"}, {"\033[8~", "end"}, {"\033[3~", "delete"},
         {"\033[[A", "f1"}, {"\033OP", "f1"}, {"\033[11~", "f1"}, {"\033[21~", "f10"},
         {"\033OM", "enter"}, {"\033[Z", "shift-tab"}, {"→世", "→ 世"}, {"\033\033", "esc esc"},
         {"\033s", "esc s"}, {"\033\033[C", "esc right"});
}

TEST(a_key_that_ends_in_a_letter_is_the_same_behind_esc_bracket_and_esc_o)
{
    MEAN({"\033[B", "down"}, {"\033OB", "down"}, {"\033[C", "right"}, {"\033OC", "right"},
         {"\033[D", "left"}, {"\033OD", "left"}, {"\033[H", "home"}, {"\033OH", "home"},
         {"\033[F", "end"}, {"\033OF", "end"}, {"\033OZ", "shift-tab"}, {"\033[P", "f1"},
         {"\033[5D", "left"}, {"\033[1;2H", "home"}, {"\033O2P", "f1"}, {"\033[E", ""},
         {"\033[G", ""}, {"\033[@", ""}, {"\033[Q", ""}, {"\033[Y", ""}, {"\033[^", ""},
         {"\033[a", ""}, {"\033[z", ""}, {"\033Oz", ""}, {"\033[1[s", "s"});
}

TEST(a_key_that_has_a_number_is_that_of_its_number_and_of_no_other)
{
    MEAN({"\033[1~", "home"}, {"\033[2~", ""}, {"\033[3~", "delete"}, {"\033[5~", "pgup"},
         {"\033[6~", "pgdn"}, {"\033[7~", "home"}, {"\033[9~", ""}, {"\033[10~", ""},
         {"\033[12~", ""}, {"\033[20~", ""}, {"\033[22~", ""}, {"\033[23~", ""}, {"\033[0~", ""},
         {"\033[~", ""}, {"\033[5;5~", "pgup"}, {"\033[199~s", "s"}, {"\033[202~s", "s"},
         {"\033[[A", "f1"}, {"\033[[B", ""}, {"\033[[As", "f1 s"});
}

TEST(a_character_is_of_one_to_four_bytes_and_what_is_none_is_dropped)
{
    MEAN({"\303\251", "é"}, {"\342\206\222", "→"}, {"\360\235\204\236", "𝄞"}, {"\303\303\251", "é"},
         {"\342\206\303\251", "é"}, {"\303", ""}, {"\360\235\204s", "s"}, {"\251s", "s"},
         {"\303s", "s"}, {"\355\240\200s", "s"}, {"\364\220\200\200s", "s"}, {"\300\257s", "s"},
         {"\001", "\001"}, {"é→𝄞s", "é → 𝄞 s"}, {"\340\244\205s", "अ s"}, {"\340\244s", "s"});
}

TEST(what_a_finger_may_have_typed_behind_esc_is_typed_once_nothing_follows)
{
    MEAN({"\033^", "esc ^"}, {"\033_", "esc _"}, {"\033X", "esc X"}, {"\033]1", ""}, {"\033[1", ""},
         {"\033O1", ""}, {"\033[", "esc ["}, {"\033O", "esc O"}, {"\033]", "esc ]"},
         {"\033P", "esc P"});
}

TEST(what_nobody_typed_is_nothing)
{
    MEAN({"\033[99~", ""}, {"\033[1;2;3;4;5;6;7;8;9y", ""}, {"\033[?1;2c", ""}, {"\033O5", ""},
         {"\377\300\200", ""}, {"\344\270s", "s"}, {"\344\270\033[C", "right"}, {"\033[200", ""},
         {"\033[12\033[C", "right"}, {"\033[12\rs", "enter s"}, {"\033[O", ""},
         {"\033[99999999999999999999~s", "s"}, {"\033[<0;1;1m", ""}, {"\033[>0;1;1M", ""});
}

/* ---- kitty ---- */

TEST(a_key_of_kittys_protocol_is_pressed_and_repeated_but_not_let_go)
{
    MEAN({"\033[115u", "s"}, {"\033[115;1:1u", "s"}, {"\033[115;1:2u", "s"}, {"\033[115;1:3u", ""},
         {"\033[27u", "esc"}, {"\033[13u", "enter"}, {"\033[9u", "tab"}, {"\033[9;2u", "shift-tab"},
         {"\033[127u", "backspace"}, {"\033[1;1:1C", "right"}, {"\033[1;1:2C", "right"},
         {"\033[1;1:3C", ""}, {"\033[5;1:3~", ""}, {"\033[5;1:1~", "pgup"}, {"\033[P", "f1"});
}

TEST(modifiers_make_the_character_that_they_make)
{
    MEAN({"\033[97;2u", "A"}, {"\033[97:65;2u", "A"}, {"\033[47:63;2u", "?"},
         {"\033[47;2;63u", "?"}, {"\033[97;65u", "a"}, {"\033[97;65;65u", "A"},
         {"\033[108;5u", "ctrl-l"}, {"\033[105;5u", "tab"}, {"\033[97;3u", ""}, {"\033[97;9u", ""},
         {"\033[27;2;65~", "A"}, {"\033[27;5;108~", "ctrl-l"}, {"\033[57414u", "enter"},
         {"\033[57419u", "up"}, {"\033[57401u", "2"}, {"\033[57441;2u", ""}, {"\033[57358u", ""},
         {"\033[1114112u", ""});
}

TEST(a_code_that_is_no_character_presses_nothing)
{
    MEAN({"\033[55295u", "\355\237\277"}, {"\033[55296u", ""}, {"\033[57343u", ""},
         {"\033[57343u", ""}, {"\033[57344u", ""}, {"\033[63743u", ""},
         {"\033[63744u", "\357\244\200"}, {"\033[1114111u", "\364\217\277\277"},
         {"\033[1114112u", ""}, {"\033[97;1;1114113u", ""}, {"\033[97:1114113;2u", ""},
         {"\033[0u", ""}, {"\033[u", ""});
}

TEST(control_makes_a_key_of_a_letter_and_of_nothing_else)
{
    MEAN({"\033[76;5u", "ctrl-l"}, {"\033[108;6u", "ctrl-l"}, {"\033[108;69u", "ctrl-l"},
         {"\033[49;5u", ""}, {"\033[64;5u", ""}, {"\033[91;5u", ""}, {"\033[96;5u", ""},
         {"\033[236;5u", ""}, {"\033[9;5u", ""}, {"\033[9;6u", "shift-tab"}, {"\033[9;1u", "tab"},
         {"\033[115;5u", "\023"}, {"\033[97;17u", ""}, {"\033[97;129u", "a"});
}

TEST(with_shift_the_terminal_knows_better_than_the_alphabet_what_is_typed)
{
    MEAN({"\033[97:81;2u", "Q"}, {"\033[97:81u", "a"}, {"\033[97:81;2;82u", "R"},
         {"\033[97;1;31u", "a"}, {"\033[97;1;32u", "space"}, {"\033[228;2u", "ä"},
         {"\033[49;2u", "1"}, {"\033[122;2u", "Z"}, {"\033[27;1;97~", "a"},
         {"\033[27;2;9~", "shift-tab"}, {"\033[97:::9;1:1:9;97:9:9;1;1u", "a"});
}

TEST(a_key_of_the_keypad_is_what_is_printed_on_it)
{
    static const char *const words[] = {"0",    "1",     "2",    "3",    "4",    "5",     "6",
                                        "7",    "8",     "9",    ".",    "/",    "*",     "-",
                                        "+",    "enter", "=",    ",",    "left", "right", "up",
                                        "down", "pgup",  "pgdn", "home", "end",  "",      "delete"};
    struct buf b = {0};
    for (int key = 57390; key < 57440; key++) {
        char bytes[16];
        size_t i = (size_t)(key - 57399), n = sizeof words / sizeof *words;
        snprintf(bytes, sizeof bytes, "\033[%du", key);
        take(&b, bytes, strlen(bytes), 64);
        assert_string_equal(buf_str(&b), i < n ? words[i] : "");
    }
    buf_free(&b);
}

/* ---- pasting ---- */

TEST(pasted_text_is_text_its_lines_on_one_and_no_key)
{
    MEAN({"\033[200~ab\033[201~s", "paste:a paste:b s"},
         {"\033[200~a\r\nb\nc\rd\te\033[201~", "paste:a paste:space paste:b paste:space paste:c "
                                               "paste:space paste:d paste:space paste:e"},
         {"\033[200~\003\177\033[C\033q→\033[201~q", "paste:q paste:→ q"},
         {"\033[200~\033]0;x\033[201~q", "q"}, {"\033[200~a", "paste:a"}, {"\033[201~s", "s"});
}

/* ---- answers ---- */

TEST(an_answer_is_swallowed_to_its_end_or_the_next_key)
{
    MEAN({"\033]0;sss\as", "s"}, {"\033]0;sss\033\\s", "s"}, {"\033P>|xterm(3)\033\\s", "s"},
         {"\033_Gi=1;OK\033\\s", "s"}, {"\033^q\033\\s", "s"}, {"\033Xq\033\\s", "s"},
         {"\033]0;sss\033[Cs", "right s"}, {"\033]0;sss\030s", "s"}, {"\033]0;sss", ""},
         {"\033]0;→\377\as", "s"}, {"\033]0;sss\033", "esc"}, {"\033\\s", "esc \\ s"});
}

TEST(an_answer_of_any_length_is_swallowed)
{
    static char s[5000];
    struct input in = {0};
    struct message m;
    memset(s, 's', sizeof s);
    memcpy(s, "\033]52;", 5);
    s[sizeof s - 1] = '\a';
    for (size_t at = 0; at < sizeof s; at += input_feed(&in, s + at, sizeof s - at))
        assert_false(input_next(&in, false, &m));
    assert_false(input_next(&in, false, &m));
    assert_false(input_pending(&in));
}

TEST(the_terminal_says_how_light_its_background_is)
{
    MEAN({"\033]11;rgb:1e1e/1e1e/2e2e\033\\", "dark"}, {"\033]11;rgb:ffff/ffff/ffff\a", "light"},
         {"\033]11;rgb:fd/f6/e3\033\\", "light"}, {"\033]11;rgb:0/0/f\033\\", "dark"},
         {"\033]11;rgba:ffff/ffff/ffff/ffff\033\\", "light"}, {"\033]11;rgb:/f/f\033\\", ""},
         {"\033]11;rgb:12345/0/0\033\\", ""}, {"\033]11;?\033\\", ""}, {"\033]10;rgb:f/f/f\a", ""},
         {"\033]11;rgb:ffff/ffff\a", ""});
}

/* Light is what has more than 127 of 255: 0.299 red, 0.587 green, 0.114 blue. */
TEST(a_background_is_light_from_the_half_on_as_the_eye_sees_it)
{
    MEAN({"\033]11;rgb:80/80/80\a", "light"}, {"\033]11;rgb:7f/7f/7f\a", "dark"},
         {"\033]11;rgb:8/8/8\a", "light"}, {"\033]11;rgb:7/7/7\a", "dark"},
         {"\033]11;rgb:808/808/808\a", "light"}, {"\033]11;rgb:807/807/807\a", "dark"},
         {"\033]11;rgb:8080/8080/8080\a", "light"}, {"\033]11;rgb:807f/807f/807f\a", "dark"},
         {"\033]11;rgb:ff/58/01\a", "light"}, {"\033]11;rgb:ff/58/00\a", "dark"},
         {"\033]11;rgb:05/a6/ff\a", "light"}, {"\033]11;rgb:01/a8/ff\a", "dark"},
         {"\033]11;rgb:F/F/F\a", "light"}, {"\033]11;rgb:g/f/f\a", ""}, {"\033]11;rgb:f:f:f\a", ""},
         {"\033]11;rgb/f/f/f\a", ""}, {"\033]11;rgb:f/f/\a", ""});
}

/* ---- the mouse ---- */

TEST(the_mouse_clicks_and_turns_its_wheel)
{
    MEAN({"\033[<0;5;7M\033[<0;5;7m", "click:4,6"}, {"\033[<64;1;1M", "wheel:-1,0,0"},
         {"\033[<65;300;2M", "wheel:1,299,1"}, {"\033[<16;5;7M", "click:4,6"},
         {"\033[<32;5;7M", ""}, {"\033[<2;5;7M", ""}, {"\033[<66;5;7M", ""},
         {"\033[<4;5;7M", "click:4,6"}, {"\033[<8;5;7M", "click:4,6"},
         {"\033[<28;5;7M", "click:4,6"}, {"\033[<80;5;7M", "wheel:-1,4,6"},
         {"\033[<69;5;7M", "wheel:1,4,6"}, {"\033[<1;5;7M", ""}, {"\033[<3;5;7M", ""},
         {"\033[<63;5;7M", ""}, {"\033[<64;5;7m", ""}, {"\033[<65;5;7m", ""}, {"\033[<0;5;7y", ""});
}

TEST(three_bytes_of_an_old_mouse_are_swallowed_whatever_they_are)
{
    MEAN({"\033[M !!s", "s"}, {"\033[M\033qrs", "s"}, {"\033[M\377\377\377s", "s"},
         {"\033[M !", ""});
}

TEST(being_looked_at_again_paints_again)
{
    MEAN({"\033[I", "repaint"}, {"\033[O", ""});
}

/* ---- patience ---- */

static int patience_after(const char *bytes)
{
    struct input in = {0};
    struct message m;
    input_feed(&in, bytes, strlen(bytes));
    input_next(&in, false, &m);
    assert_true(input_pending(&in));
    return input_patience(&in);
}

TEST(a_lone_esc_is_waited_for_as_escdelay_says_and_longer_over_ssh)
{
    unsetenv("ESCDELAY");
    unsetenv("SSH_CONNECTION");
    int local = patience_after("\033");
    assert_int_equal(local, 100);
    assert_int_equal(patience_after("\033[1"), 1000);
    assert_int_equal(patience_after("\033["), local);
    assert_int_equal(patience_after("\033O"), local);
    assert_int_equal(patience_after("\033O1"), 1000);
    assert_int_equal(patience_after("\033]"), local);
    assert_int_equal(patience_after("\033]1"), 1000);
    assert_int_equal(patience_after("\303"), 1000);
    assert_int_equal(patience_after("\033[200~"), 1000);
    assert_int_equal(patience_after("\033[200~\033"), 1000);
    assert_true(patience_after("\033[1") > local);
    assert_true(patience_after("\033]11;") > local);
    assert_true(patience_after("\033[200~") > local);
    setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22", 1);
    assert_int_equal(patience_after("\033"), 500);
    assert_int_equal(patience_after("\033[1"), 1000);
    setenv("ESCDELAY", "999", 1);
    assert_int_equal(patience_after("\033[1"), 1000);
    setenv("ESCDELAY", "2000", 1);
    assert_int_equal(patience_after("\033[1"), 2000);
    setenv("ESCDELAY", "29999", 1);
    assert_int_equal(patience_after("\033"), 29999);
    setenv("ESCDELAY", "30", 1);
    assert_int_equal(patience_after("\033"), 30);
    setenv("ESCDELAY", "1", 1);
    assert_int_equal(patience_after("\033"), 1);
    setenv("ESCDELAY", "0", 1);
    assert_true(patience_after("\033") > local);
    setenv("ESCDELAY", "nonsense", 1);
    assert_true(patience_after("\033") > local);
    setenv("ESCDELAY", "99999999", 1);
    assert_int_equal(patience_after("\033"), 30000);
    unsetenv("ESCDELAY");
    unsetenv("SSH_CONNECTION");
}

/* ---- reading ---- */

static void hear_nothing(int signum)
{
    (void)signum;
}

/* Without end, so that none of them comes before one reads, and the last one. */
static void ring_every_millisecond(bool rings)
{
    struct timeval often = {0, rings ? 1000 : 0};
    sigaction(SIGALRM, &(struct sigaction){.sa_handler = hear_nothing}, NULL);
    setitimer(ITIMER_REAL, &(struct itimerval){often, often}, NULL);
}

/* Whatever errno was before: where read says 0 there is an end, and no error. */
TEST(nothing_yet_is_not_the_end)
{
    static const int errors[] = {0, EAGAIN, EINTR, EIO};
    struct input in = {0};
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    ring_every_millisecond(true);
    assert_int_equal(input_read(&in, ends[0]), 0);
    ring_every_millisecond(false);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    assert_int_equal(input_read(&in, ends[0]), 0);
    for (int n = 1; n <= 3; n++) {
        assert_int_equal(write(ends[1], "abc", (size_t)n), n);
        assert_int_equal(input_read(&in, ends[0]), n);
    }
    close(ends[1]);
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        errno = errors[i];
        assert_int_equal(input_read(&in, ends[0]), -1);
    }
    close(ends[0]);
    assert_int_equal(input_read(&in, ends[0]), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_before_the_last_was_taken_stands_behind_it),
        cmocka_unit_test(no_more_is_read_than_there_is_room_for),
        cmocka_unit_test(a_key_is_what_every_terminal_sends_for_it_however_it_is_cut),
        cmocka_unit_test(a_key_that_ends_in_a_letter_is_the_same_behind_esc_bracket_and_esc_o),
        cmocka_unit_test(a_key_that_has_a_number_is_that_of_its_number_and_of_no_other),
        cmocka_unit_test(a_character_is_of_one_to_four_bytes_and_what_is_none_is_dropped),
        cmocka_unit_test(a_code_that_is_no_character_presses_nothing),
        cmocka_unit_test(control_makes_a_key_of_a_letter_and_of_nothing_else),
        cmocka_unit_test(with_shift_the_terminal_knows_better_than_the_alphabet_what_is_typed),
        cmocka_unit_test(a_key_of_the_keypad_is_what_is_printed_on_it),
        cmocka_unit_test(a_background_is_light_from_the_half_on_as_the_eye_sees_it),
        cmocka_unit_test(what_a_finger_may_have_typed_behind_esc_is_typed_once_nothing_follows),
        cmocka_unit_test(what_nobody_typed_is_nothing),
        cmocka_unit_test(a_key_of_kittys_protocol_is_pressed_and_repeated_but_not_let_go),
        cmocka_unit_test(modifiers_make_the_character_that_they_make),
        cmocka_unit_test(pasted_text_is_text_its_lines_on_one_and_no_key),
        cmocka_unit_test(an_answer_is_swallowed_to_its_end_or_the_next_key),
        cmocka_unit_test(an_answer_of_any_length_is_swallowed),
        cmocka_unit_test(the_terminal_says_how_light_its_background_is),
        cmocka_unit_test(the_mouse_clicks_and_turns_its_wheel),
        cmocka_unit_test(three_bytes_of_an_old_mouse_are_swallowed_whatever_they_are),
        cmocka_unit_test(being_looked_at_again_paints_again),
        cmocka_unit_test(a_lone_esc_is_waited_for_as_escdelay_says_and_longer_over_ssh),
        cmocka_unit_test(nothing_yet_is_not_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
