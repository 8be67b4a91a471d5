/* SPDX-License-Identifier: MIT */
/* Screens as text, as a map of styles, and as escape sequences that a terminal understands. */
#include <string.h>

#include "base/buf.h"
#include "record/ink.h"
#include "record/text.h"
#include "tests/support/frames.h"
#include "tests/test.h"

#define STYLE(r) ((struct style){.role = ROLE_##r})

static const enum depth depths[] = {DEPTH_MONO, DEPTH_8, DEPTH_16, DEPTH_256};

TEST(text_is_the_characters_trimmed_at_the_right)
{
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 3, 10);
    win_puts(win_whole(&s), 0, 1, STYLE(TEXT), "a世 b");
    win_ground(win_whole(&s), 0, 0, 10, GROUND_CURRENT);
    win_puts(win_whole(&s), 2, 6, STYLE(TEXT), "last");
    text_write(&b, &s);
    assert_string_equal(b.s, " a世 b\n\n      last\n");
    buf_free(&b);
    screen_close(&s);
}

TEST(the_map_of_styles_names_roles_grounds_and_attributes)
{
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 3, 12);
    struct win w = win_whole(&s);
    win_puts(w, 0, 0, STYLE(RUNNING), "● run");
    win_puts(w, 0, 6, STYLE(TEXT), "世");
    win_puts(w, 1, 0, (struct style){.role = ROLE_KEY, .attr = ATTR_BOLD | ATTR_ITALIC}, "k");
    win_ground(w, 1, 0, 2, GROUND_CURRENT);
    win_ground(w, 1, 9, 3, GROUND_BAR);
    win_puts(w, 2, 1, (struct style){.role = ROLE_ANSI + 9}, "e");
    text_write_styles(&b, &s);
    assert_string_equal(b.s, "R RRR ..\n"
                             "k           | current 0+2 bar 9+3 bold 0+1 italic 0+1\n"
                             " !\n");
    buf_free(&b);
    screen_close(&s);
}

TEST(every_role_has_a_letter_of_its_own)
{
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 1, ROLES);
    for (int i = 0; i < ROLES; i++)
        win_putc(win_whole(&s), 0, i, (struct style){.role = (uint8_t)i}, 'x');
    text_write_styles(&b, &s);
    assert_int_equal(b.len, ROLES + 1);
    for (size_t i = 0; i < ROLES; i++)
        assert_ptr_equal(strchr(b.s, b.s[i]), b.s + i);
    buf_free(&b);
    screen_close(&s);
}

/* As ECMA-48 and xterm have them. */
TEST(each_colour_has_the_number_that_a_terminal_knows)
{
    static const struct {
        struct ink ink;
        const char *bytes;
    } rows[] = {
        {{0, 7, 0}, "\033[30;47m"},
        {{8, 15, 0}, "\033[90;107m"},
        {{16, 255, 0}, "\033[38;5;16;48;5;255m"},
        {{COLOR_RGB | 0x010203, 0, 0}, "\033[38;2;1;2;3;40m"},
        {{0, COLOR_RGB | 0xfffefd, 0}, "\033[30;48;2;255;254;253m"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf b = {0};
        struct ink pen = ink_own, half = rows[i].ink;
        ink_set(&b, &pen, rows[i].ink);
        assert_string_equal(b.s, rows[i].bytes);
        buf_clear(&b);
        half.fg = -1; /* the terminal's own */
        ink_set(&b, &pen, half);
        assert_string_equal(b.s, "\033[39m");
        buf_clear(&b);
        half.fg = 1;
        half.bg = -1;
        ink_set(&b, &pen, half);
        assert_string_equal(b.s, "\033[31;49m");
        buf_clear(&b);
        ink_set(&b, &pen, ink_own);
        assert_string_equal(b.s, "\033[m");
        buf_free(&b);
    }
}

TEST(escape_sequences_change_only_what_differs)
{
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 4, 10);
    struct win w = win_whole(&s);
    win_puts(w, 0, 0, STYLE(TEXT), "plain");
    win_puts(w, 1, 0, STYLE(DONE), "a b");
    win_puts(w, 1, 4, STYLE(RUNNING), "c");
    win_puts(w, 1, 5, STYLE(READY), "d");
    win_fill(w, 2, 0, 2, (struct style){.ground = GROUND_SELECTED}, ' ');
    win_putc(w, 3, 0, (struct style){.role = ROLE_ANSI + 1}, 'e');
    ansi_write(&b, &s, theme_find("dark"), DEPTH_16);
    assert_string_equal(b.s, "\033[97;40mplain     \033[m\n"
                             "\033[92;40ma b \033[1;93mc\033[22;96md    \033[m\n"
                             "\033[44m  \033[40m        \033[m\n"
                             "\033[91;40me         \033[m\n");
    buf_clear(&b);
    ansi_write(&b, &s, theme_find("dark"), DEPTH_MONO);
    assert_string_equal(b.s, "plain\n\033[4ma b\033[m \033[1;4mc\033[24md\033[m\n"
                             "\033[7m  \033[m\ne\n");
    buf_free(&b);
    screen_close(&s);
}

/* --- what a terminal makes of it -------------------------------------------------------------- */

TEST(a_terminal_that_gets_the_differences_shows_the_screen)
{
    for (size_t d = 0; d < 4; d++)
        for (int i = 0; themes[i]; i++) {
            struct vt v;
            struct screen before, after;
            struct buf b = {0};
            vt_init(&v, 5, 17);
            screen_init(&before, 5, 17);
            screen_init(&after, 5, 17);
            scribble(&after);
            ansi_diff(&b, NULL, &after, themes[i], depths[d]);
            for (int n = 0; n < 300; n++) {
                vt_feed(&v, b.s, b.len);
                assert_vt_shows(&v, &after, themes[i], depths[d]);
                memcpy(before.cells, after.cells, 5 * 17 * sizeof *after.cells);
                n % 50 ? scribble(&after) : screen_erase(&after);
                buf_clear(&b);
                ansi_diff(&b, &before, &after, themes[i], depths[d]);
            }
            vt_close(&v);
            screen_close(&before);
            screen_close(&after);
            buf_free(&b);
        }
}

TEST(the_difference_between_equal_screens_is_nothing)
{
    struct screen a, b;
    struct buf out = {0};
    screen_init(&a, 12, 80);
    screen_init(&b, 12, 80);
    draw_frame(&a, 3);
    draw_frame(&b, 3);
    ansi_diff(&out, &a, &b, themes[0], DEPTH_256);
    assert_int_equal(out.len, 0);
    win_puts(win_whole(&b), 5, 7, STYLE(TEXT), "X");
    ansi_diff(&out, &a, &b, themes[0], DEPTH_256);
    assert_string_equal(out.s, "\033[38;5;252;48;5;233m\033[6;8HX\033[m");
    screen_close(&a);
    screen_close(&b);
    buf_free(&out);
}

TEST(another_size_is_drawn_from_the_start)
{
    struct screen a, b;
    struct buf all = {0}, diff = {0};
    screen_init(&a, 4, 70);
    screen_init(&b, 5, 70);
    draw_frame(&b, 0);
    ansi_diff(&all, NULL, &b, themes[0], DEPTH_256);
    ansi_diff(&diff, &a, &b, themes[0], DEPTH_256);
    assert_string_equal(all.s, diff.s);
    assert_memory_equal(all.s, "\033[m\033[2J", 7);
    screen_close(&a);
    screen_close(&b);
    buf_free(&all);
    buf_free(&diff);
}

TEST(lines_with_escape_sequences_look_as_the_screen_does)
{
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 6, 30);
    for (int n = 0; n < 100; n++) {
        struct vt v;
        vt_init(&v, 6, 30);
        scribble(&s);
        buf_clear(&b);
        ansi_write(&b, &s, themes[n % 4], depths[n / 4 % 4]);
        const char *line = b.s;
        for (int y = 0; y < 6; y++) {
            size_t len = strcspn(line, "\n");
            vt_feed(&v, line, len);
            vt_feed(&v, "\r\n", y < 5 ? 2 : 0);
            line += len + 1;
        }
        assert_int_equal(*line, 0);
        assert_vt_shows(&v, &s, themes[n % 4], depths[n / 4 % 4]);
        vt_close(&v);
    }
    screen_close(&s);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_the_characters_trimmed_at_the_right),
        cmocka_unit_test(the_map_of_styles_names_roles_grounds_and_attributes),
        cmocka_unit_test(every_role_has_a_letter_of_its_own),
        cmocka_unit_test(each_colour_has_the_number_that_a_terminal_knows),
        cmocka_unit_test(escape_sequences_change_only_what_differs),
        cmocka_unit_test(a_terminal_that_gets_the_differences_shows_the_screen),
        cmocka_unit_test(the_difference_between_equal_screens_is_nothing),
        cmocka_unit_test(another_size_is_drawn_from_the_start),
        cmocka_unit_test(lines_with_escape_sequences_look_as_the_screen_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
