/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "draw/screen.h"
#include "draw/theme.h"
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
        win_box(w, plain);
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
    win_box(win_sub(w, 1, 20, 3, 4), plain);
    assert_string_equal(row(&s, 1) + 20, "+--+");
    assert_string_equal(row(&s, 2) + 20, "|  |");
    for (uint32_t ch = 0; ch < 0x3000; ch++) {
        win_putc(w, 3, 0, plain, ch);
        win_fill(w, 3, 12, 1, plain, ch);
        for (int x = 0; x < s.w; x++)
            assert_in_range(screen_at(&s, 3, x)->ch, ' ', '~');
    }
    screen_close(&s);
}

TEST(a_box_has_round_corners_and_needs_two_by_two)
{
    struct screen s;
    screen_init(&s, 4, 6);
    win_box(win_sub(win_whole(&s), 0, 0, 3, 4), plain);
    assert_string_equal(row(&s, 0), "╭──╮  ");
    assert_string_equal(row(&s, 1), "│  │  ");
    assert_string_equal(row(&s, 2), "╰──╯  ");
    win_box(win_sub(win_whole(&s), 3, 0, 1, 6), plain);
    assert_string_equal(row(&s, 3), "      ");
    win_box(win_sub(win_whole(&s), 0, 4, 2, 2), plain);
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

/* --- themes ----------------------------------------------------------------------------------- */

/* https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
static double luminance(struct rgb c)
{
    uint8_t v[3] = {c.r, c.g, c.b};
    double weight[3] = {0.2126, 0.7152, 0.0722}, sum = 0;
    for (int i = 0; i < 3; i++) {
        double x = v[i] / 255.0;
        sum += weight[i] * (x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(struct rgb a, struct rgb b)
{
    double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}

static bool same_rgb(struct rgb a, struct rgb b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

TEST(every_text_can_be_read)
{
    for (int i = 0; themes[i]; i++) {
        const struct theme *t = themes[i];
        assert_true(same_rgb(t->roles[ROLE_TEXT], t->text));
        assert_true(same_rgb(t->grounds[GROUND_NONE], t->back));
        assert_true(contrast(t->roles[ROLE_DIM], t->back) >= 3);
        for (int role = 0; role < ROLES; role++) {
            if (role == ROLE_FRAME || role == ROLE_DIM)
                continue;
            if (contrast(t->roles[role], t->back) < 4.5)
                fail_msg("%s: role %d cannot be read", t->name, role);
            for (int g = 0; g < GROUNDS; g++)
                if (contrast(t->roles[role], t->grounds[g]) < 3)
                    fail_msg("%s: role %d cannot be read on ground %d", t->name, role, g);
        }
    }
}

TEST(text_can_be_read_in_256_colours)
{
    for (int i = 0; themes[i]; i++)
        for (int role = 0; role < ROLE_ANSI; role++) {
            if (role == ROLE_FRAME)
                continue;
            for (int g = 0; g < GROUNDS; g++) {
                struct style st = {.role = (uint8_t)role, .ground = (uint8_t)g};
                int fg, bg, attr;
                theme_colors(themes[i], DEPTH_256, st, &fg, &bg, &attr);
                struct rgb on = bg < 0 ? themes[i]->back : theme_rgb(bg);
                struct rgb ink = fg < 0 ? themes[i]->text : theme_rgb(fg);
                if (contrast(ink, on) < (role == ROLE_DIM ? 2.4 : 3))
                    fail_msg("%s: role %d cannot be read on %d", themes[i]->name, role, g);
            }
        }
}

TEST(the_states_of_a_task_differ_in_every_theme_and_depth)
{
    static const enum depth depths[] = {DEPTH_MONO, DEPTH_8, DEPTH_16, DEPTH_256};
    for (int i = 0; themes[i]; i++)
        for (int d = 0; d < 4; d++)
            for (int a = ROLE_RUNNING; a <= ROLE_CREATED; a++)
                for (int b = ROLE_RUNNING; b < a; b++) {
                    struct style sa = {.role = (uint8_t)a}, sb = {.role = (uint8_t)b};
                    int fa, fb, ba, bb, aa, ab;
                    theme_colors(themes[i], depths[d], sa, &fa, &ba, &aa);
                    theme_colors(themes[i], depths[d], sb, &fb, &bb, &ab);
                    if (fa == fb && aa == ab)
                        fail_msg("%s at %d: %d is as %d", themes[i]->name, (int)depths[d], a, b);
                }
}

TEST(colours_stay_within_their_depth)
{
    static const int depths[] = {0, 8, 16, 256};
    for (int i = 0; themes[i]; i++)
        for (int d = 0; d < 4; d++)
            for (int n = 0; n < ROLES * GROUNDS; n++) {
                struct style st = {(uint8_t)(n % ROLES), (uint8_t)(n / ROLES), ATTR_ITALIC};
                int fg, bg, attr, most = strcmp(themes[i]->name, "mono") ? depths[d] : 0;
                theme_colors(themes[i], (enum depth)depths[d], st, &fg, &bg, &attr);
                assert_true(fg >= -1 && fg < (most ? most : 0));
                assert_true(bg >= -1 && bg < (most ? most : 0));
                assert_true(attr & ATTR_ITALIC);
                if (st.role == ROLE_TEXT)
                    assert_int_equal(fg, -1);
                if (st.ground == GROUND_NONE)
                    assert_int_equal(bg, -1);
                if (st.ground == GROUND_CURRENT)
                    assert_true(bg >= 0 || attr & ATTR_REVERSE);
            }
}

TEST(bold_stands_for_bright_where_there_are_eight_colours)
{
    const struct theme *t = theme_find("dark");
    int fg, bg, attr;
    theme_colors(t, DEPTH_16, (struct style){.role = ROLE_DONE}, &fg, &bg, &attr);
    assert_int_equal(fg, 10);
    assert_int_equal(attr, 0);
    theme_colors(t, DEPTH_8, (struct style){.role = ROLE_DONE}, &fg, &bg, &attr);
    assert_int_equal(fg, 2);
    assert_int_equal(attr, ATTR_BOLD);
    theme_colors(t, DEPTH_8, (struct style){.role = ROLE_DIM}, &fg, &bg, &attr);
    assert_int_equal(fg, -1);
}

static int distance(struct rgb a, struct rgb b)
{
    int r = a.r - b.r, g = a.g - b.g, bl = a.b - b.b;
    return r * r + g * g + bl * bl;
}

TEST(no_other_of_the_256_is_nearer)
{
    for (int n = 0; n < 100000; n++) {
        struct rgb c = {(uint8_t)dice(256), (uint8_t)dice(256), (uint8_t)dice(256)};
        if (n % 4 == 0)
            c.b = c.g = c.r;
        int got = theme_256(c), least = distance(c, theme_rgb(got));
        assert_in_range(got, 16, 255);
        for (int i = 16; i < 256; i++)
            if (distance(c, theme_rgb(i)) < least)
                fail_msg("%d %d %d: %d is nearer than %d", c.r, c.g, c.b, i, got);
    }
    for (int i = 16; i < 256; i++)
        assert_true(same_rgb(theme_rgb(theme_256(theme_rgb(i))), theme_rgb(i)));
}

TEST(a_role_has_the_nearest_of_the_256_whichever_theme_was_asked_before)
{
    for (int n = 0; n < 2 * ROLE_ANSI; n++)
        for (int i = 0; i < 3; i++) {
            struct style st = {.role = (uint8_t)(n % ROLE_ANSI)};
            int fg, bg, attr;
            theme_colors(themes[i], DEPTH_256, st, &fg, &bg, &attr);
            if (fg >= 0)
                assert_int_equal(fg, theme_256(themes[i]->roles[st.role]));
            else
                assert_int_equal(themes[i]->roles16[st.role], 255);
        }
}

TEST(a_theme_is_found_by_its_name)
{
    static const char *const names[] = {"dark", "light", "colorblind", "mono"};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(theme_find(names[i])->name, names[i]);
    assert_null(theme_find("pink"));
    for (int i = 0; themes[i]; i++)
        assert_ptr_equal(theme_find(themes[i]->name), themes[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_cut_at_the_edges_of_its_window),
        cmocka_unit_test(the_column_behind_a_text_counts_what_was_cut),
        cmocka_unit_test(any_int_is_a_coordinate),
        cmocka_unit_test(a_window_in_a_window_keeps_within_it),
        cmocka_unit_test(a_wide_character_takes_two_cells),
        cmocka_unit_test(half_a_wide_character_at_an_edge_is_a_blank),
        cmocka_unit_test(what_is_left_of_an_overwritten_wide_character_is_a_blank),
        cmocka_unit_test(whatever_is_drawn_no_half_character_is_left),
        cmocka_unit_test(combining_characters_are_dropped),
        cmocka_unit_test(control_characters_and_invalid_bytes_are_escaped),
        cmocka_unit_test(an_ascii_screen_shows_ascii_and_a_cell_for_a_character),
        cmocka_unit_test(a_box_has_round_corners_and_needs_two_by_two),
        cmocka_unit_test(a_highlight_keeps_characters_and_colours),
        cmocka_unit_test(printf_draws_texts_of_any_length),
        cmocka_unit_test(screens_are_the_same_if_their_cells_are),
        cmocka_unit_test(every_text_can_be_read),
        cmocka_unit_test(text_can_be_read_in_256_colours),
        cmocka_unit_test(the_states_of_a_task_differ_in_every_theme_and_depth),
        cmocka_unit_test(colours_stay_within_their_depth),
        cmocka_unit_test(bold_stands_for_bright_where_there_are_eight_colours),
        cmocka_unit_test(no_other_of_the_256_is_nearer),
        cmocka_unit_test(a_role_has_the_nearest_of_the_256_whichever_theme_was_asked_before),
        cmocka_unit_test(a_theme_is_found_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
