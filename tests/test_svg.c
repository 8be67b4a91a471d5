/* SPDX-License-Identifier: MIT */
/* Pictures: what stands in an SVG document for the cells of a screen. */
#include <stdio.h>
#include <string.h>

#include "record/svg.h"
#include "tests/support/frames.h"
#include "tests/support/markup.h"
#include "tests/test.h"

#define STYLE(r) ((struct style){.role = ROLE_##r})

TEST(a_picture_is_well_formed_and_needs_nothing_from_outside)
{
    struct screen s;
    struct buf b = {0}, again = {0};
    screen_init(&s, 12, 90);
    for (int i = 0; themes[i]; i++) {
        buf_clear(&b);
        buf_clear(&again);
        draw_frame(&s, i);
        scribble(&s);
        svg_write(&b, &s, &(struct look){.theme = themes[i]});
        svg_write(&again, &s, &(struct look){.theme = themes[i]});
        assert_string_equal(b.s, again.s);
        assert_well_formed(b.s);
        assert_lacks(&b, "<script");
        assert_lacks(&b, "href");
        assert_lacks(&b, "url(");
        assert_int_equal(count_text(b.s, "http"), 1);
    }
    buf_free(&b);
    buf_free(&again);
    screen_close(&s);
}

TEST(text_in_a_picture_is_escaped_and_as_wide_as_its_cells)
{
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 1, 40);
    win_puts(win_whole(&s), 0, 1, STYLE(TEXT), "a<b&c>\"d\"  two words 世 ✓x");
    win_putc(win_whole(&s), 0, 30, STYLE(TEXT), 0xffff); /* which XML does not allow */
    svg_write(&b, &s, &(struct look){.theme = theme_find("dark")});
    assert_contains(&b,
                    "<text class=\"c0\" x=\"9\" textLength=\"81\">a&lt;b&amp;c&gt;\"d\"</text>");
    assert_contains(&b, "x=\"108\" textLength=\"81\">two words</text>");
    assert_contains(&b, "<text class=\"c0 m\" x=\"207\">世</text>");
    assert_contains(&b, "<text class=\"c0 m\" x=\"229.5\">✓</text>");
    assert_contains(&b, "<text class=\"c0\" x=\"234\">x</text>");
    assert_contains(&b, "\\uffff</text>");
    buf_free(&b);
    screen_close(&s);
}

TEST(a_wide_character_at_the_right_edge_is_in_the_middle_of_both_its_cells)
{
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 1, 4);
    win_puts(win_whole(&s), 0, 2, STYLE(TEXT), "世");
    svg_write(&b, &s, &(struct look){.theme = theme_find("dark")});
    assert_contains(&b, "<text class=\"c0 m\" x=\"27\">世</text>");
    buf_free(&b);
    screen_close(&s);
}

TEST(frames_and_bars_are_shapes)
{
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 3, 12);
    win_box(win_whole(&s), STYLE(FRAME), false);
    win_fill(win_whole(&s), 1, 1, 3, STYLE(RUNNING), u'█');
    win_fill(win_whole(&s), 1, 4, 2, STYLE(READY), u'▒');
    win_putc(win_whole(&s), 1, 6, STYLE(READY), u'▄');
    win_fill(win_whole(&s), 1, 7, 4, STYLE(WAITING), u'╌');
    win_fill(win_whole(&s), 0, 4, 2, STYLE(FOCUS), u'━');
    svg_write(&b, &s, &(struct look){.theme = theme_find("dark")});
    assert_lacks(&b, "<text ");
    assert_contains(&b, "<path class=\"c11\" d=\"M0-14m4.5 19v-5q0-4.5 4.5-4.5M9-4.5h27M54-4.5h45");
    assert_contains(&b, "<path class=\"c12 h\" d=\"M36-4.5h18\"/>");
    assert_contains(&b, "<path class=\"c3 d\" d=\"M63-4.5h36\"/>");
    assert_contains(&b, "<rect class=\"c1\" x=\"9\" y=\"-14\" width=\"27\" height=\"19\"/>");
    assert_contains(&b, "<rect class=\"c2 q\" x=\"36\" y=\"-14\" width=\"18\" height=\"19\"/>");
    assert_contains(&b, "<rect class=\"c2\" x=\"54\" y=\"-4.5\" width=\"9\" height=\"9.5\"/>");
    buf_free(&b);
    screen_close(&s);
}

/* A cell is 9 by 19, and its letters stand 14 below its upper edge. */
TEST(each_block_fills_its_eighths_of_a_cell)
{
    static const struct {
        const char *block, *where;
    } table[] = {
        {"▀", "\" x=\"9\" y=\"-14\" width=\"9\" height=\"9.5\""},
        {"▁", "\" x=\"9\" y=\"2.62\" width=\"9\" height=\"2.37\""},
        {"▂", "\" x=\"9\" y=\"0.25\" width=\"9\" height=\"4.75\""},
        {"▃", "\" x=\"9\" y=\"-2.13\" width=\"9\" height=\"7.12\""},
        {"▄", "\" x=\"9\" y=\"-4.5\" width=\"9\" height=\"9.5\""},
        {"▅", "\" x=\"9\" y=\"-6.88\" width=\"9\" height=\"11.87\""},
        {"▆", "\" x=\"9\" y=\"-9.25\" width=\"9\" height=\"14.25\""},
        {"▇", "\" x=\"9\" y=\"-11.63\" width=\"9\" height=\"16.62\""},
        {"█", "\" x=\"9\" y=\"-14\" width=\"9\" height=\"19\""},
        {"▉", "\" x=\"9\" y=\"-14\" width=\"7.87\" height=\"19\""},
        {"▊", "\" x=\"9\" y=\"-14\" width=\"6.75\" height=\"19\""},
        {"▋", "\" x=\"9\" y=\"-14\" width=\"5.62\" height=\"19\""},
        {"▌", "\" x=\"9\" y=\"-14\" width=\"4.5\" height=\"19\""},
        {"▍", "\" x=\"9\" y=\"-14\" width=\"3.37\" height=\"19\""},
        {"▎", "\" x=\"9\" y=\"-14\" width=\"2.25\" height=\"19\""},
        {"▏", "\" x=\"9\" y=\"-14\" width=\"1.12\" height=\"19\""},
        {"▐", "\" x=\"13.5\" y=\"-14\" width=\"4.5\" height=\"19\""},
        {"░", " p\" x=\"9\" y=\"-14\" width=\"9\" height=\"19\""},
        {"▒", " q\" x=\"9\" y=\"-14\" width=\"9\" height=\"19\""},
        {"▓", " t\" x=\"9\" y=\"-14\" width=\"9\" height=\"19\""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct screen s;
        struct buf b = {0};
        char want[128];
        screen_init(&s, 1, 3);
        win_puts(win_whole(&s), 0, 1, STYLE(TEXT), table[i].block);
        svg_write(&b, &s, &(struct look){.theme = theme_find("dark")});
        snprintf(want, sizeof want, "<rect class=\"c0%s/></g>", table[i].where);
        assert_contains(&b, want);
        assert_lacks(&b, "<text ");
        buf_free(&b);
        screen_close(&s);
    }
}

/* Their neighbours among the characters are text; two that are not whole are drawn one by one. */
TEST(blocks_end_where_unicode_s_do_and_only_whole_ones_are_joined)
{
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 1, 8);
    win_puts(win_whole(&s), 0, 0, STYLE(TEXT), "╿▔▌▌▁▁");
    svg_write(&b, &s, &(struct look){.theme = theme_find("dark")});
    assert_contains(&b, ">╿</text>");
    assert_contains(&b, ">▔</text>");
    assert_contains(&b, "x=\"18\" y=\"-14\" width=\"4.5\"");
    assert_contains(&b, "x=\"27\" y=\"-14\" width=\"4.5\"");
    assert_contains(&b, "x=\"36\" y=\"2.62\" width=\"18\"");
    buf_free(&b);
    screen_close(&s);
}

/* Two blanks, another colour, weight or line, and what is not in every font, end a piece of text. */
TEST(a_piece_of_text_is_of_one_ink_and_has_no_two_blanks)
{
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 1, 24);
    struct win w = win_whole(&s);
    int x = win_puts(w, 0, 0, STYLE(TEXT), "a b");
    x = win_puts(w, 0, x, STYLE(DIM), "c");
    x = win_puts(w, 0, x, (struct style){.role = ROLE_DIM, .attr = ATTR_BOLD}, "d");
    x = win_puts(w, 0, x, (struct style){.role = ROLE_DIM, .attr = ATTR_ITALIC}, "e");
    x = win_puts(w, 0, x, (struct style){.role = ROLE_DIM, .attr = ATTR_UNDERLINE}, "f  g");
    win_puts(w, 0, x, STYLE(TEXT), "“h”  i");
    svg_write(&b, &s, &(struct look){.theme = theme_find("dark")});
    assert_contains(&b, "<text class=\"c0\" x=\"0\" textLength=\"27\">a b</text>"
                        "<text class=\"c9\" x=\"27\">c</text>"
                        "<text class=\"c9 b\" x=\"36\">d</text>"
                        "<text class=\"c9 i\" x=\"45\">e</text>"
                        "<text class=\"c9 u\" x=\"54\" textLength=\"36\">f  g</text>"
                        "<text class=\"c0\" x=\"90\" textLength=\"27\">“h”</text>"
                        "<text class=\"c0\" x=\"135\">i</text>");
    buf_free(&b);
    screen_close(&s);
}

TEST(reversed_text_swaps_its_colours)
{
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 1, 8);
    struct style st = {.role = ROLE_READY, .ground = GROUND_BAR, .attr = ATTR_REVERSE};
    win_puts(win_whole(&s), 0, 0, st, "ab");
    svg_write(&b, &s, &(struct look){.theme = theme_find("dark")});
    assert_contains(&b, "<rect class=\"c2\" x=\"0\" y=\"-14\" width=\"18\" height=\"19\"/>");
    assert_contains(&b, "<text class=\"c43\" x=\"0\" textLength=\"18\">ab</text>");
    assert_contains(&b, ".c43{color:#1b1f26}");
    buf_free(&b);
    screen_close(&s);
}

TEST(a_picture_has_the_same_margin_on_all_sides)
{
    struct screen s;
    struct buf b = {0};
    int width, height, x, y, w, h;
    screen_init(&s, 3, 40); /* cells of 9 by 19 */
    svg_write(&b, &s, &(struct look){.theme = theme_find("dark")});
    assert_int_equal(sscanf(strstr(b.s, "width="),
                            "width=\"%d\" height=\"%d\" viewBox=\"%d %d %d %d\"", &width, &height,
                            &x, &y, &w, &h),
                     6);
    assert_true(x < 0 && y == x);
    assert_int_equal(w, 40 * 9 - 2 * x);
    assert_int_equal(h, 3 * 19 - 2 * y);
    assert_int_equal(width, w);
    assert_int_equal(height, h);
    buf_free(&b);
    screen_close(&s);
}

TEST(a_picture_says_what_it_shows_and_may_have_a_window)
{
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 2, 20);
    svg_write(&b, &s,
              &(struct look){.theme = theme_find("dark"),
                             .title = "a <b> & c",
                             .about = "one\ntwo\033[2J",
                             .window = true});
    assert_well_formed(b.s);
    assert_contains(&b, " role=\"img\" ");
    assert_contains(&b, "<title>a &lt;b> &amp; c</title>\n<desc>one\ntwo\\x1b[2J</desc>\n");
    assert_contains(&b, "</text>\n");
    assert_int_equal(count_text(b.s, "<circle "), 3);
    buf_clear(&b);
    svg_write(&b, &s, &(struct look){.theme = theme_find("dark")});
    assert_contains(&b, "<title>loopscope</title>\n<style>");
    assert_lacks(&b, "<circle ");
    buf_free(&b);
    screen_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_is_well_formed_and_needs_nothing_from_outside),
        cmocka_unit_test(text_in_a_picture_is_escaped_and_as_wide_as_its_cells),
        cmocka_unit_test(a_wide_character_at_the_right_edge_is_in_the_middle_of_both_its_cells),
        cmocka_unit_test(frames_and_bars_are_shapes),
        cmocka_unit_test(each_block_fills_its_eighths_of_a_cell),
        cmocka_unit_test(blocks_end_where_unicode_s_do_and_only_whole_ones_are_joined),
        cmocka_unit_test(a_piece_of_text_is_of_one_ink_and_has_no_two_blanks),
        cmocka_unit_test(reversed_text_swaps_its_colours),
        cmocka_unit_test(a_picture_has_the_same_margin_on_all_sides),
        cmocka_unit_test(a_picture_says_what_it_shows_and_may_have_a_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
