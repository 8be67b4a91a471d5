/* SPDX-License-Identifier: MIT */
/* What the watched program prints, in its own colours. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "draw/ansi.h"
#include "tests/support/pane.h"
#include "tests/test.h"
#include "view/find.h"
#include "view/panes.h"
#include "view/view.h"

/* ---- the output ---- */

TEST(a_line_says_when_who_and_what)
{
    struct ui ui = {.run.before = 50};
    pane_scene("count", 51);
    pane_draw(&view_output, 8, 40, &ui);
    assert_string_equal(pane_row(0), "╭─ Output ─────────────────────────────╮");
    assert_string_equal(pane_row(1), "│ 0.000  Task-2  One                   │");
    assert_string_equal(pane_row(2), "│ 0.000  Task-3  One                   │");
    assert_string_equal(pane_row(3), "│ 0.000  Task-4  One                   │");
    assert_string_equal(pane_row(4), "│ 1.000  Task-2  Two                   │");
    assert_string_equal(pane_row(5), "│                                      │");
}

TEST(what_the_last_step_printed_is_highlighted)
{
    struct ui ui = {.run.before = 50};
    pane_scene("count", 51);
    pane_draw(&view_output, 8, 40, &ui);
    for (int x = 1; x < 39; x++) {
        assert_int_equal(screen_at(&screen, 3, x)->style.ground, GROUND_NONE);
        assert_int_equal(screen_at(&screen, 4, x)->style.ground, GROUND_SELECTED);
    }
    ui.run.before = 52;
    pane_draw(&view_output, 8, 40, &ui);
    assert_int_equal(pane_find(4, "Two")->style.ground, GROUND_NONE);
}

TEST(the_programs_own_lines_and_errors_look_different)
{
    struct ui ui = {.run.before = 9};
    pane_trace();
    pane_print(EV_OUT, 0, "hello\n");
    pane_print(EV_ERR, 0, "Traceback\n");
    pane_see_all();
    pane_draw(&view_output, 5, 40, &ui);
    assert_string_equal(pane_row(1), "│ 1.000  program  hello                │");
    assert_string_equal(pane_row(2), "│ 1.000  program  Traceback            │");
    assert_int_equal(pane_find(1, "hello")->style.role, ROLE_TEXT);
    assert_int_equal(pane_find(2, "Traceback")->style.role, ROLE_FAILED);
}

TEST(a_line_that_a_callback_prints_has_the_name_of_its_function)
{
    struct ui ui = {.run.before = 99};
    pane_trace();
    pane_see((struct event){.kind = EV_BEGIN, .handle = 1},
             (struct note){.name = "main.<locals>.ring"});
    pane_print(EV_OUT, 0, "one\n");
    pane_print(EV_OUT, 0, "two\n");
    pane_tell((struct event){.kind = EV_END, .handle = 1}, NULL);
    pane_print(EV_OUT, 0, "three\n");
    pane_tell((struct event){.kind = EV_BEGIN, .handle = 2}, NULL);
    pane_print(EV_OUT, 0, "four\n");
    pane_see_all();
    pane_draw(&view_output, 6, 40, &ui);
    assert_string_equal(pane_row(1), "│ 1.000  ring()      one               │");
    assert_string_equal(pane_row(2), "│ 1.000  ring()      two               │");
    assert_string_equal(pane_row(3), "│ 1.000  program     three             │");
    assert_string_equal(pane_row(4), "│ 1.000  a callback  four              │");
    assert_true(view_output.has(&player, player.trace.outs[0], "ring()"));
    assert_false(view_output.has(&player, player.trace.outs[2], "ring()"));
}

/* 20 columns are the frame's, the time's and the name's. */
static void assert_breaks_between(const char *text, int before)
{
    struct ui ui = {.run.before = 99};
    pane_trace();
    pane_print(EV_OUT, 0, text);
    pane_see_all();
    for (int w = 40; w < 52; w++) {
        int fits = (w - 20) / 2, left = 20, y = 1;
        pane_draw(&view_output, 8, w, &ui);
        for (int room = (w - 20 - before) / 2; left > 0; left -= room, room = fits)
            assert_int_equal(pane_count(y++, u'漢'), left < room ? left : room);
        assert_int_equal(pane_count(y, u'漢'), 0);
    }
}

TEST(a_line_of_wide_characters_breaks_between_them_at_every_width)
{
    assert_breaks_between("漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢\n", 0);
    pane_close(NULL);
    assert_breaks_between("a漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢\n", 1);
}

/* 20 columns are left of 38: the time takes 7 with its gap, the name 9, and so does the last. */
TEST(a_printed_line_breaks_at_its_blanks)
{
    struct ui ui = {.run.before = 99};
    pane_trace();
    pane_print(EV_OUT, 0,
               "it exceptionalistically wraps exactlythere and-not-within-any-of-its-words\n");
    pane_see_all();
    pane_draw(&view_output, 8, 40, &ui);
    assert_string_equal(pane_row(1), "│ 1.000  program  it                   │");
    assert_string_equal(pane_row(2), "│                 exceptionalistically │");
    assert_string_equal(pane_row(3), "│                 wraps exactlythere   │");
    assert_string_equal(pane_row(4), "│                 and-not-within-any-o │");
    assert_string_equal(pane_row(5), "│                 f-its-words          │");
}

TEST(the_program_s_own_colour_is_a_bar_until_it_is_switched_off)
{
    struct ui ui = {.run.before = 99};
    pane_trace();
    pane_print(EV_OUT, 1, "a \033[91mred\n");
    pane_print(EV_OUT, 1, "on\n");
    pane_print(EV_OUT, 1, "\033[1mbold\033[22m not\033[0m off\n");
    pane_print(EV_OUT, 1, "plain\n");
    pane_see_all();
    pane_draw(&view_output, 6, 40, &ui);
    assert_string_equal(pane_row(1), "│ 1.000  Task-1 │a red                 │");
    assert_int_equal(pane_find(1, "│a ")->style.role, ROLE_ANSI + 9);
    assert_int_equal(pane_find(1, "red")->style.role, ROLE_TEXT);
    assert_int_equal(pane_find(2, "│on")->style.role, ROLE_ANSI + 9);
    assert_int_equal(pane_find(3, "bold")->style.attr, ATTR_BOLD);
    assert_int_equal(pane_find(3, "not")->style.attr, 0);
    assert_int_equal(pane_find(3, "│bold")->style.role, ROLE_ANSI + 9);
    assert_string_equal(pane_row(4), "│ 1.000  Task-1  plain                 │");
    pane_draw(&view_output, 4, 40, &ui);
    assert_string_equal(pane_row(1), "│ 1.000  Task-1 │bold not off          │");
    assert_int_equal(pane_find(1, "│bold")->style.role, ROLE_ANSI + 9);
}

TEST(a_colour_that_was_switched_on_above_the_pane_is_still_on)
{
    struct ui ui = {.run.before = 99};
    for (int red = 0; red < 20; red++) {
        pane_trace();
        for (int i = 0; i < 20; i++)
            pane_print(EV_OUT, 1, i == red ? "first \033[31mline\n" : "line\n");
        pane_see_all();
        pane_draw(&view_output, 6, 40, &ui);
        struct cell *bar = pane_find(4, "│line");
        assert_int_equal(bar != NULL, red < 19);
        assert_true(!bar || bar->style.role == ROLE_ANSI + 1);
        player_close(&player);
    }
    pane_trace();
}

TEST(the_newest_line_is_at_the_bottom_and_whole)
{
    struct ui ui = {.run.before = 99};
    pane_trace();
    for (char text[] = "line a, which is longer than its pane\n"; text[5] <= 'f'; text[5]++)
        pane_print(EV_OUT, 1, text);
    pane_see_all();
    pane_draw(&view_output, 6, 40, &ui);
    assert_string_equal(pane_row(1), "│ 1.000  Task-1  line d, which is lon… │");
    assert_string_equal(pane_row(2), "│ 1.000  Task-1  line e, which is lon… │");
    assert_string_equal(pane_row(3), "│ 1.000  Task-1  line f, which is      │");
    assert_string_equal(pane_row(4), "│                longer than its pane  │");
    ui.run.scroll[PANE_OUTPUT] = -2;
    pane_draw(&view_output, 6, 40, &ui);
    assert_string_equal(pane_row(0), "╭─ Output ─────────────────── 2 newer ─╮");
    assert_string_equal(pane_row(3), "│ 1.000  Task-1  line d, which is      │");
    ui.run.scroll[PANE_OUTPUT] = -1000;
    pane_draw(&view_output, 6, 40, &ui);
    assert_string_equal(pane_row(1), "│ 1.000  Task-1  line a, which is lon… │");
    assert_string_equal(pane_row(3), "│ 1.000  Task-1  line c, which is      │");
}

/* A row's cells that are marked, as #. */
static void assert_marks(const char *row, const char *text, const char *want)
{
    screen_resize(&screen, 1, 20);
    struct win w = win_whole(&screen);
    win_puts(w, 0, 0, STYLE(ROLE_TEXT), row);
    view_mark_found(w, text);
    for (int x = 0; x < screen.w; x++)
        if ((screen_at(&screen, 0, x)->style.attr == ATTR_REVERSE) !=
            (x < (int)strlen(want) && want[x] == '#'))
            fail_msg("“%s” in “%s”: column %d", text, row, x);
}

TEST(what_is_searched_is_marked_wherever_it_stands)
{
    assert_marks("one Two twotwo", "two", "    ### ######");
    assert_marks("one Two twotwo", "Two", "    ###       ");
    assert_marks("one Two twotwo", "twos", "");
    assert_marks("one Two twotwo", "", "");
    assert_marks("aaa", "aa", "## ");
    assert_marks("ends with two", "two", "          ###");
    assert_marks("ends with tw", "two", "");
    assert_marks("● ready “é”", "“é”", "        ###");
    assert_marks("漢字 漢", "漢", "#    #"); /* a wide one by its first cell */
}

TEST(what_a_terminal_would_obey_is_drawn_as_text)
{
    struct ui ui = {.run.before = 99};
    pane_trace();
    pane_print(EV_OUT, 1, "a\033[2Jb\033]0;title\007c\rd\ne\t\xff\xc2\23331m\n");
    pane_see_all();
    pane_draw(&view_output, 4, 90, &ui);
    assert_true(pane_shows("a^[[2Jb^[]0;title^Gc^Md^Je^I\\xff\\x9b31m"));
    for (int i = 0; i < screen.h * screen.w; i++)
        assert_true(utf8_width(screen.cells[i].ch) > 0);
}

/* ---- colours of the watched program ---- */

static struct ansi after(const char *s)
{
    struct ansi a = {0};
    ansi_skip(&a, s, strlen(s));
    return a;
}

TEST(the_sixteen_colours_become_roles)
{
    for (int i = 0; i < 8; i++) {
        char s[32];
        snprintf(s, sizeof s, "\033[1;%dm", 30 + i);
        struct ansi a = after(s);
        assert_int_equal(ansi_style(&a, STYLE(ROLE_TEXT)).role, ROLE_ANSI + i);
        assert_int_equal(ansi_style(&a, STYLE(ROLE_TEXT)).attr, ATTR_BOLD);
        snprintf(s, sizeof s, "\033[44;%dm", 90 + i);
        a = after(s);
        assert_int_equal(ansi_style(&a, STYLE(ROLE_TEXT)).role, ROLE_ANSI + 8 + i);
        assert_int_equal(ansi_style(&a, STYLE(ROLE_TEXT)).attr, 0);
    }
}

TEST(colours_are_switched_off)
{
    static const char *const off[] = {"\033[31m\033[0m",  "\033[1;31m\033[m",      "\033[31;1;0m",
                                      "\033[91m\033[39m", "\033[1;32m\033[22;39m", "\033[31;m"};
    for (size_t i = 0; i < sizeof off / sizeof *off; i++) {
        struct ansi a = after(off[i]);
        struct style st = ansi_style(&a, STYLE(ROLE_FAILED));
        assert_int_equal(st.role, ROLE_FAILED);
        assert_int_equal(st.attr, 0);
    }
}

TEST(no_other_sequence_is_taken_from_the_text)
{
    static const char *const others[] = {
        "\033",      "\033[",         "\033[3",   "\033[31",    "\033[31\033", "\033[2J",
        "\033[?25l", "\033[38;5;1mx", "\033[4m",  "\033[31;4m", "\033[31:1m",  "\033[ 31m",
        "\033[-1m",  "\033[38m",      "\033[48m", "\033[98m",   "\033[108m",   "\033[4294967327m",
        "\033[31M",  "\033]8;;x\a",   "\23331m",  "\033(0",     "\033[1031m",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct ansi a = {0};
        const char *text;
        size_t len, n = strlen(others[i]);
        assert_int_equal(ansi_next(&a, others[i], n, &text, &len), n);
        assert_ptr_equal(text, others[i]);
        assert_int_equal(len, n);
        assert_false(a.colored || a.bold);
    }
}

TEST(text_is_found_between_the_sequences)
{
    static const char s[] = "a\033[31m\033[1mb\033[2Kc\033[0m";
    static const char *const runs[] = {"a", "b\033[2Kc", ""};
    struct ansi a = {0};
    size_t at = 0, len;
    for (size_t i = 0; i < 3; i++) {
        const char *text;
        at += ansi_next(&a, s + at, sizeof s - 1 - at, &text, &len);
        assert_int_equal(len, strlen(runs[i]));
        assert_memory_equal(text, runs[i], len);
        assert_int_equal(a.colored, i == 1);
    }
    assert_int_equal(at, sizeof s - 1);
}

enum { LINES = 5 };

static void draw_lines(int w, int *rows, int *texts)
{
    struct ui ui = {0};
    *rows = *texts = 0;
    pane_draw(&view_output, LINES + 2, w, &ui);
    for (int y = 1; y <= LINES; y++) {
        *rows += pane_column(y, '.') >= 0; /* of a time */
        *texts += pane_column(y, 'x') >= 0;
    }
}

static void print_late(const char *text)
{
    pane_tell((struct event){.kind = EV_OUT, .actor = 1, .time = 1e18}, text);
}

/* With 38 columns it has one, in which the newest line takes all rows. */
TEST(where_times_and_names_leave_the_text_no_room_each_line_is_still_a_row)
{
    int rows, texts;
    pane_trace();
    for (int i = 0; i < LINES; i++)
        print_late("xxx xxx xxx xxx\n");
    pane_see_all();
    for (int w = 36; w <= 38; w++) {
        draw_lines(w, &rows, &texts);
        assert_int_equal(rows, w < 38 ? LINES : 1);
        assert_int_equal(texts, w < 38 ? 0 : LINES - 1); /* and a blank */
    }
    print_late("\n");
    pane_see_all();
    draw_lines(60, &rows, &texts);
    assert_int_equal(rows, LINES);
    assert_int_equal(texts, LINES - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PANES(a_line_says_when_who_and_what),
        PANES(what_the_last_step_printed_is_highlighted),
        PANES(the_programs_own_lines_and_errors_look_different),
        PANES(a_line_that_a_callback_prints_has_the_name_of_its_function),
        PANES(a_line_of_wide_characters_breaks_between_them_at_every_width),
        PANES(a_printed_line_breaks_at_its_blanks),
        PANES(the_program_s_own_colour_is_a_bar_until_it_is_switched_off),
        PANES(a_colour_that_was_switched_on_above_the_pane_is_still_on),
        PANES(the_newest_line_is_at_the_bottom_and_whole),
        PANES(what_is_searched_is_marked_wherever_it_stands),
        PANES(what_a_terminal_would_obey_is_drawn_as_text),
        PANES(the_sixteen_colours_become_roles),
        PANES(colours_are_switched_off),
        PANES(no_other_sequence_is_taken_from_the_text),
        PANES(text_is_found_between_the_sequences),
        PANES(where_times_and_names_leave_the_text_no_room_each_line_is_still_a_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
