/* SPDX-License-Identifier: MIT */
/* The story as lines of a file, and the words and figures that sentences are made of. */
#include <string.h>

#include "player/player.h"
#include "scenes/scene.h"
#include "story/export.h"
#include "story/moment.h"
#include "story/words.h"
#include "tests/support/telling.h"
#include "tests/test.h"

TEST(a_name_takes_the_columns_of_its_cell_whatever_it_is_made_of)
{
    static const struct {
        const char *name, *cell;
    } names[] = {
        {"123456789", "123456789 "},
        {"1234567890", "1234567890"},
        {"12345678901", "1234567890"},
        {"12345678世", "12345678世"},
        {"123456789世", "123456789 "},
        {"a\xcc\x81"
         "b",
         "a\xcc\x81"
         "b        "},
        {"a\x7f\xff\x80"
         "b",
         "a???b     "},
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct player p;
        player_open_empty(&p, 0);
        see_event(&p, (struct event){.kind = EV_TASK, .actor = 1},
                  (struct note){.name = names[i].name});
        buf_clear(&b);
        export_line(&b, &p.model);
        assert_memory_equal(b.s, "      0       0        0.000  ", 30);
        size_t n = strlen(names[i].cell);
        assert_memory_equal(b.s + 30, names[i].cell, n);
        assert_memory_equal(b.s + 30 + n, "  task          ", 16);
        player_close(&p);
    }
    buf_free(&b);
}

TEST(a_line_says_number_tick_time_who_kind_and_what)
{
    struct player p;
    struct buf b = {0};
    open_program(&p, &scene_find("count")->program);
    export_header(&b);
    assert_string_equal(b.s,
                        "  event    tick         time  who         kind          what happened\n");
    buf_clear(&b);
    tell_next(&p, EV_JUMP, 0);
    tell_next(&p, EV_OUT, 2);
    export_line(&b, &p.model);
    assert_string_equal(b.s, "     50       4        1.000  Task-2      out           "
                             "Task-2 goes on and prints “Two”.\n");
    buf_free(&b);
    player_close(&p);
}

TEST(points_in_time_have_three_decimals_and_more_only_if_needed)
{
    static const struct {
        double seconds;
        const char *text;
    } times[] = {{0, "0.000"},
                 {12.5, "12.500"},
                 {1.000000001, "1.000000001"},
                 {0.1 + 0.2, "0.300"},
                 {0.0625, "0.0625"},
                 {86400, "86400.000"},
                 {1e300, "1e+300"},
                 {999999999999999, "999999999999999.000"},
                 {1e15, "1e+15"},
                 {-1.5, "-1.500"},
                 {-0.0625, "-0.0625"},
                 {1.0000000001, "1.000"},
                 {0.9999999999, "1.000"},
                 {0.001, "0.001"},
                 {0.0001, "0.0001"},
                 {1.10, "1.100"}};
    struct buf b = {0};
    struct trace real = {.real = true};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        buf_clear(&b);
        words_time(&b, NULL, times[i].seconds);
        assert_string_equal(b.s, times[i].text);
    }
    buf_clear(&b);
    words_time(&b, &real, 1.219700567);
    assert_string_equal(b.s, "1.220");
    buf_free(&b);
}

TEST(delays_are_written_as_a_program_would)
{
    static const struct {
        double seconds;
        const char *text;
    } delays[] = {{0, "0"},     {1, "1"},       {10, "10"},   {2.5, "2.5"},
                  {0.5, "0.5"}, {0.05, "0.05"}, {100, "100"}, {1e22, "1e+22"}};
    struct buf b = {0};
    for (size_t i = 0; i < sizeof delays / sizeof *delays; i++) {
        buf_clear(&b);
        words_put(&b, NULL, "%d", delays[i].seconds);
        assert_string_equal(b.s, delays[i].text);
    }
    buf_free(&b);
}

TEST(a_sentence_ends_once_and_begins_with_a_capital)
{
    static const char *const ends[][2] = {
        {"x", "x."},      {"“x”", "“x”."}, {"“x.”", "“x.”"}, {"“x!”", "“x!”"}, {"“x?”", "“x?”"},
        {"“x…”", "“x…”"}, {"x!", "x!."},   {"”", "”."},      {"", "."},        {".”", ".”"},
    };
    static const char *const begins[][2] = {
        {"the loop", "The loop"}, {"a task", "A task"}, {"its sleep", "Its sleep"},
        {"theodor", "theodor"},   {"at", "at"},         {"", ""},
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        buf_clear(&b);
        buf_puts(&b, ends[i][0]);
        words_stop(&b);
        assert_string_equal(b.s, ends[i][1]);
    }
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        buf_clear(&b);
        buf_puts(&b, "the ");
        buf_puts(&b, begins[i][0]);
        words_capital(&b, 4);
        assert_memory_equal(b.s, "the ", 4);
        assert_string_equal(b.s + 4, begins[i][1]);
    }
    buf_free(&b);
}

/* By columns: what is in the middle is cut so that its quotes have room, but to no fewer than eight;
 * then the line is. */
static void put_wanted(struct buf *b, const char *name, const char *text)
{
    int n = (int)strlen(name), len = (int)strlen(text);
    int before = (n > 60 ? 61 : n) + 9, room = MOMENT_COLUMNS - before;
    int cut = room > 8 ? room - 2 : 8;
    buf_printf(b, n > 60 ? "%.60s… prints “" : "%s prints “", name);
    if (len + 2 <= room)
        buf_printf(b, "%s”.", text);
    else if (before + cut + 2 <= MOMENT_COLUMNS)
        buf_printf(b, "%.*s…”", cut, text);
    else
        buf_printf(b, "%.*s…", room - 1, text);
}

TEST(what_is_printed_is_cut_within_its_quotes_whoever_prints_it)
{
    char name[80] = "";
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (int n = 1; n < 79; n++) {
        struct player p;
        struct moment told = {0};
        struct buf wanted = {0};
        memset(name, 'x', (size_t)n);
        player_open_empty(&p, 0);
        see_event(&p, (struct event){.kind = EV_LOOP, .ref = 1}, (struct note){0});
        see_event(&p, (struct event){.kind = EV_TASK, .actor = 1},
                  (struct note){.name = name, .coro = "f"});
        see_event(&p, (struct event){.kind = EV_RUN}, (struct note){0});
        see_event(&p, (struct event){.kind = EV_BEGIN, .actor = 1}, (struct note){0});
        for (int i = 0; i < 2; i++)
            see_event(&p, (struct event){.kind = EV_OUT, .actor = 1},
                      (struct note){.text = letters, .len = sizeof letters - 1});
        player_look_at_moment(&p);
        assert_true(story_moment(&p.model, &p.moments, &told));
        put_wanted(&wanted, name, letters);
        assert_string_equal(buf_str(&told.headline), buf_str(&wanted));
        moment_free(&told);
        buf_free(&wanted);
        player_close(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_takes_the_columns_of_its_cell_whatever_it_is_made_of),
        cmocka_unit_test(a_line_says_number_tick_time_who_kind_and_what),
        cmocka_unit_test(points_in_time_have_three_decimals_and_more_only_if_needed),
        cmocka_unit_test(delays_are_written_as_a_program_would),
        cmocka_unit_test(a_sentence_ends_once_and_begins_with_a_capital),
        cmocka_unit_test(what_is_printed_is_cut_within_its_quotes_whoever_prints_it),
    };
    return cmocka_run_group_tests(tests, NULL, free_words) != 0;
}
