/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "draw/screen.h"
#include "tests/support/frames.h"
#include "tests/test.h"

static const struct style plain = {0};

/* What row y shows, a right half as '_'. */
static const char *row(const struct screen *s, int y)
{
    static char out[1024];
    size_t n = 0;
    for (int x = 0; x < s->w; x++) {
        uint32_t ch = screen_at(s, y, x)->ch;
        n += utf8_encode(ch ? ch : '_', out + n);
    }
    out[n] = 0;
    return out;
}

TEST(text_is_cut_at_the_edges_of_its_window)
{
    struct screen s;
    screen_init(&s, 3, 10);
    struct win w = win_sub(win_whole(&s), 1, 2, 1, 5);
    win_puts(w, 0, -2, plain, "abcdefghijkl");
    win_puts(w, 1, 0, plain, "below");
    win_puts(w, -1, 0, plain, "above");
    assert_string_equal(row(&s, 0), "          ");
    assert_string_equal(row(&s, 1), "  cdefg   ");
    assert_string_equal(row(&s, 2), "          ");
    screen_close(&s);
}

TEST(the_column_behind_a_text_counts_what_was_cut)
{
    struct screen s;
    screen_init(&s, 1, 4);
    struct win w = win_whole(&s);
    assert_int_equal(win_puts(w, 0, 2, plain, "abcdef"), 8);
    assert_int_equal(win_puts(w, 7, -3, plain, "ab"), -1);
    assert_int_equal(win_puts(w, 0, 0, plain, "世界"), 4);
    assert_int_equal(win_puts(w, 0, INT_MAX - 1, plain, "abcdef"), INT_MAX);
    assert_int_equal(win_putn(w, 0, 1, plain, "abcdef", 2), 3);
    assert_int_equal(win_puts(w, 0, 3, plain, ""), 3);
    screen_close(&s);
}

TEST(any_int_is_a_coordinate)
{
    static const int far[] = {INT_MIN, INT_MIN + 1, -5, -1, 0, 1, 3, 5, INT_MAX - 1, INT_MAX};
    enum { N = sizeof far / sizeof *far };
    struct screen s;
    screen_init(&s, 4, 6);
    for (int i = 0; i < N * N * N * N; i++) {
        int y = far[i % N], x = far[i / N % N], h = far[i / N / N % N], wid = far[i / N / N / N];
        struct win w = win_sub(win_whole(&s), y, x, h, wid);
        assert_true(w.y >= 0 && w.h >= 0 && w.y + w.h <= s.h);
        assert_true(w.x >= 0 && w.w >= 0 && w.x + w.w <= s.w);
        win_puts(w, y, x, plain, "a世b");
        win_fill(w, h, x, wid, plain, '.');
        win_ground(w, h, x, wid, GROUND_BAR);
        win_putc(w, y, wid, plain, 'c');
        win_box(w, plain, false);
    }
    screen_close(&s);
}

TEST(a_window_in_a_window_keeps_within_it)
{
    struct screen s;
    screen_init(&s, 4, 8);
    struct win outer = win_sub(win_whole(&s), 1, 2, 2, 4), inner = win_sub(outer, -1, 1, 9, 9);
    assert_int_equal(inner.h, 2);
    assert_int_equal(inner.w, 3);
    for (int y = -9; y < 9; y++)
        win_fill(inner, y, -9, 99, plain, 'x');
    assert_string_equal(row(&s, 0), "        ");
    assert_string_equal(row(&s, 1), "   xxx  ");
    assert_string_equal(row(&s, 2), "   xxx  ");
    assert_string_equal(row(&s, 3), "        ");
    screen_close(&s);
}

TEST(a_wide_character_takes_two_cells)
{
    struct screen s;
    screen_init(&s, 1, 8);
    win_puts(win_whole(&s), 0, 1, plain, "a世b界");
    assert_string_equal(row(&s, 0), " a世_b界_ ");
    screen_close(&s);
}

TEST(half_a_wide_character_at_an_edge_is_a_blank)
{
    struct screen s;
    screen_init(&s, 2, 5);
    struct win w = win_sub(win_whole(&s), 0, 1, 2, 3);
    struct style dim = {.role = ROLE_DIM};
    win_puts(w, 0, 0, dim, "ab世");
    win_puts(w, 1, -1, dim, "世ab");
    assert_string_equal(row(&s, 0), " ab  ");
    assert_string_equal(row(&s, 1), "  ab ");
    assert_int_equal(screen_at(&s, 0, 3)->style.role, ROLE_DIM);
    assert_int_equal(screen_at(&s, 0, 4)->style.role, ROLE_TEXT);
    assert_int_equal(screen_at(&s, 1, 1)->style.role, ROLE_DIM);
    screen_close(&s);
}

TEST(what_is_left_of_an_overwritten_wide_character_is_a_blank)
{
    struct screen s;
    screen_init(&s, 1, 6);
    struct win w = win_whole(&s);
    win_puts(w, 0, 0, plain, "世界世");
    win_puts(w, 0, 1, plain, "ab");
    assert_string_equal(row(&s, 0), " ab 世_");
    win_putc(win_sub(w, 0, 5, 1, 1), 0, 0, plain, 'c');
    assert_string_equal(row(&s, 0), " ab  c");
    screen_close(&s);
}

/* Deterministic; the same on every machine. */
TEST(nothing_is_drawn_over_nothing)
{
    struct screen s;
    screen_init(&s, 1, 6);
    struct win w = win_whole(&s);
    win_puts(w, 0, 0, plain, "世界!");
    for (int x = -1; x < 7; x++) {
        win_puts(w, 0, x, plain, "");
        win_putn(w, 0, x, plain, "abc", 0);
        win_fill(w, 0, x, 0, plain, 'x');
    }
    assert_string_equal(row(&s, 0), "世_界_! ");
    screen_close(&s);
}

TEST(whatever_is_drawn_no_half_character_is_left)
{
    static const char *const words[] = {"ab", "世",        "a世",  "世界",
                                        "─╮", "e\xcc\x81", "\x01", "\xff"};
    struct screen s;
    screen_init(&s, 3, 11);
    for (int i = 0; i < 20000; i++) {
        struct win w = win_whole(&s);
        w = win_sub(w, (int)dice(4) - 1, (int)dice(13) - 1, 2, (int)dice(12));
        int y = (int)dice(3), x = (int)dice(14) - 2;
        if (dice(4))
            win_puts(w, y, x, plain, words[dice(sizeof words / sizeof *words)]);
        else
            win_fill(w, y, x, (int)dice(5), plain, dice(3) ? '.' : 0x4e16);
        for (int c = 0; c < s.w * s.h; c++) {
            bool wide = s.cells[c].ch && utf8_width(s.cells[c].ch) == 2;
            bool cut = c % s.w + 1 == s.w || s.cells[c + 1].ch;
            assert_false(wide && cut);
            assert_false(!wide && !cut);
        }
        assert_true(s.cells[0].ch != 0);
    }
    screen_close(&s);
}

TEST(combining_characters_are_dropped)
{
    struct screen s;
    screen_init(&s, 1, 4);
    assert_int_equal(win_puts(win_whole(&s), 0, 0, plain, "e\xcc\x81x\xe2\x80\x8by"), 3);
    assert_string_equal(row(&s, 0), "exy ");
    screen_close(&s);
}

TEST(control_characters_and_invalid_bytes_are_escaped)
{
    struct screen s;
    screen_init(&s, 1, 24);
    int x = win_putn(win_whole(&s), 0, 0, plain, "\t\x1b[\0\x7f|\xff\xe4\xb8|", 10);
    assert_int_equal(x, 23);
    assert_string_equal(row(&s, 0), "^I^[[^@^?|\\xff\\xe4\\xb8| ");
    win_puts(win_whole(&s), 0, 0, plain, "\xc2\x9b");
    assert_memory_equal(row(&s, 0), "\\x9b", 4);
    win_putc(win_whole(&s), 0, 0, plain, 0xd800);
    assert_int_equal(screen_at(&s, 0, 0)->ch, 0xfffd);
    screen_close(&s);
}

TEST(an_ascii_screen_shows_ascii_and_a_cell_for_a_character)
{
    struct screen s;
    screen_init(&s, 4, 24);
    s.ascii = true;
    struct win w = win_whole(&s);
    assert_int_equal(win_puts(w, 0, 0, plain, "●○◷✓✗⊘ ▶▸▲ ‖×1 “a”’ →↑…世"), 24);
    assert_string_equal(row(&s, 0), "*ozvx- >>^ |x1 \"a\"' >^~?");
    win_fill(w, 1, 0, 3, plain, 0x2588);
    win_fill(w, 1, 3, 3, plain, 0x254c);
    win_putc(w, 1, 6, plain, 0x2592);
    assert_string_equal(row(&s, 1), "###...%                 ");
    win_box(win_sub(w, 1, 20, 3, 4), plain, false);
    assert_string_equal(row(&s, 1) + 20, "+--+");
    assert_string_equal(row(&s, 2) + 20, "|  |");
    win_box(win_sub(w, 1, 20, 3, 4), plain, true);
    assert_string_equal(row(&s, 1) + 20, "+==+");
    for (uint32_t ch = 0; ch < 0x3000; ch++) {
        win_putc(w, 3, 0, plain, ch);
        win_fill(w, 3, 12, 1, plain, ch);
        for (int x = 0; x < s.w; x++)
            assert_in_range(screen_at(&s, 3, x)->ch, ' ', '~');
    }
    screen_close(&s);
}

TEST(a_box_is_round_or_heavy_and_needs_two_by_two)
{
    struct screen s;
    screen_init(&s, 4, 6);
    win_box(win_sub(win_whole(&s), 0, 0, 3, 4), plain, false);
    assert_string_equal(row(&s, 0), "╭──╮  ");
    assert_string_equal(row(&s, 1), "│  │  ");
    assert_string_equal(row(&s, 2), "╰──╯  ");
    win_box(win_sub(win_whole(&s), 0, 0, 3, 4), plain, true);
    assert_string_equal(row(&s, 0), "┏━━┓  ");
    assert_string_equal(row(&s, 1), "┃  ┃  ");
    assert_string_equal(row(&s, 2), "┗━━┛  ");
    win_box(win_sub(win_whole(&s), 0, 0, 3, 4), plain, false);
    win_box(win_sub(win_whole(&s), 3, 0, 1, 6), plain, false);
    assert_string_equal(row(&s, 3), "      ");
    win_box(win_sub(win_whole(&s), 0, 4, 2, 2), plain, false);
    assert_string_equal(row(&s, 0), "╭──╮╭╮");
    screen_close(&s);
}

TEST(a_highlight_keeps_characters_and_colours)
{
    struct screen s;
    screen_init(&s, 1, 4);
    struct style st = {.role = ROLE_READY, .attr = ATTR_BOLD};
    win_puts(win_whole(&s), 0, 0, st, "abcd");
    win_ground(win_whole(&s), 0, 1, 2, GROUND_CURRENT);
    for (int x = 0; x < 4; x++) {
        const struct cell *c = screen_at(&s, 0, x);
        assert_int_equal(c->ch, 'a' + x);
        assert_int_equal(c->style.role, ROLE_READY);
        assert_int_equal(c->style.attr, ATTR_BOLD);
        assert_int_equal(c->style.ground, x == 1 || x == 2 ? GROUND_CURRENT : GROUND_NONE);
    }
    screen_close(&s);
}

TEST(printf_draws_texts_of_any_length)
{
    struct screen s;
    screen_init(&s, 1, 5);
    assert_int_equal(win_printf(win_whole(&s), 0, 0, plain, "%d+%d", 1, 2), 3);
    assert_string_equal(row(&s, 0), "1+2  ");
    assert_int_equal(win_printf(win_whole(&s), 0, -1996, plain, "%2000s", "abcd"), 4);
    assert_string_equal(row(&s, 0), "abcd ");
    screen_close(&s);
}

TEST(screens_are_the_same_if_their_cells_are)
{
    struct screen a, b;
    screen_init(&a, 2, 3);
    screen_init(&b, 2, 3);
    win_puts(win_whole(&a), 1, 0, plain, "x");
    assert_false(screen_same(&a, &b));
    win_puts(win_whole(&b), 1, 0, (struct style){.role = ROLE_DIM}, "x");
    assert_false(screen_same(&a, &b));
    win_puts(win_whole(&b), 1, 0, plain, "x");
    assert_true(screen_same(&a, &b));
    screen_erase(&a);
    assert_false(screen_same(&a, &b));
    screen_resize(&b, 3, 2);
    assert_false(screen_same(&a, &b));
    assert_string_equal(row(&b, 1), "  ");
    screen_resize(&a, -1, INT_MIN);
    screen_resize(&b, 0, 0);
    assert_true(screen_same(&a, &b));
    screen_close(&a);
    screen_close(&b);
}

TEST(of_a_text_longer_than_any_screen_is_only_known_that_it_is)
{
    enum { CHARACTERS = 200000 };
    struct screen s;
    struct buf text = {0};
    for (int i = 0; i < CHARACTERS; i++)
        buf_puts(&text, "漢");
    screen_init(&s, 1, 80);
    assert_true(win_puts(win_whole(&s), 0, -3, (struct style){0}, text.s) > SCREEN_MAX);
    assert_int_equal(screen_at(&s, 0, 0)->ch, ' ');
    assert_int_equal(screen_at(&s, 0, 1)->ch, 0x6f22);
    assert_int_equal(screen_at(&s, 0, 79)->ch, ' ');
    assert_int_equal(win_putn(win_whole(&s), 0, 0, (struct style){0}, text.s, 3 * SCREEN_MAX),
                     2 * SCREEN_MAX);
    assert_int_equal(win_puts(win_whole(&s), 0, 0, (struct style){0}, "12"), 2);
    screen_close(&s);
    buf_free(&text);
}

TEST(a_screen_shows_again_what_it_kept_of_the_same_and_of_nothing_else)
{
    struct screen s, other;
    screen_init(&s, 2, 10);
    screen_init(&other, 2, 10);
    assert_false(screen_recall(&s, "one", 3));
    win_puts(win_whole(&s), 0, 0, (struct style){0}, "first");
    win_puts(win_whole(&other), 0, 0, (struct style){0}, "first");
    screen_keep(&s, "one", 3);
    win_puts(win_whole(&s), 1, 0, (struct style){0}, "more");
    assert_false(screen_recall(&s, "two", 3));
    assert_false(screen_recall(&s, "on", 2));
    assert_false(screen_same(&s, &other));
    assert_true(screen_recall(&s, "one", 3));
    assert_true(screen_same(&s, &other));
    screen_keep(&s, "four", 4);
    assert_false(screen_recall(&s, "one", 3));
    assert_true(screen_recall(&s, "four", 4));
    screen_resize(&s, 3, 10);
    assert_false(screen_recall(&s, "four", 4));
    screen_close(&s);
    screen_close(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_a_text_longer_than_any_screen_is_only_known_that_it_is),
        cmocka_unit_test(a_screen_shows_again_what_it_kept_of_the_same_and_of_nothing_else),
        cmocka_unit_test(text_is_cut_at_the_edges_of_its_window),
        cmocka_unit_test(the_column_behind_a_text_counts_what_was_cut),
        cmocka_unit_test(any_int_is_a_coordinate),
        cmocka_unit_test(a_window_in_a_window_keeps_within_it),
        cmocka_unit_test(a_wide_character_takes_two_cells),
        cmocka_unit_test(half_a_wide_character_at_an_edge_is_a_blank),
        cmocka_unit_test(what_is_left_of_an_overwritten_wide_character_is_a_blank),
        cmocka_unit_test(nothing_is_drawn_over_nothing),
        cmocka_unit_test(whatever_is_drawn_no_half_character_is_left),
        cmocka_unit_test(combining_characters_are_dropped),
        cmocka_unit_test(control_characters_and_invalid_bytes_are_escaped),
        cmocka_unit_test(an_ascii_screen_shows_ascii_and_a_cell_for_a_character),
        cmocka_unit_test(a_box_is_round_or_heavy_and_needs_two_by_two),
        cmocka_unit_test(a_highlight_keeps_characters_and_colours),
        cmocka_unit_test(printf_draws_texts_of_any_length),
        cmocka_unit_test(screens_are_the_same_if_their_cells_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
