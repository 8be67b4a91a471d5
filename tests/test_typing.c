/* SPDX-License-Identifier: MIT */
/* What is typed, searched and filtered, and how it is taken back. */
#include <stdio.h>
#include <string.h>

#include "tests/support/bench.h"
#include "tests/test.h"
#include "ui/app.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "player/offer.h"

static const struct typing {
    const char *keys, *text;
    size_t caret;
} typings[] = {
    {": \"tick 4\"", "tick 4", 6},
    {": \"tick 4\" left left \"x\"", "tickx 4", 5},
    {": \"tick 4\" home \"x\"", "xtick 4", 1},
    {": \"tick 4\" home right right \"x\" end \"y\"", "tixck 4y", 8},
    {": \"tick 4\" ctrl-a ctrl-f delete ctrl-e ctrl-b \"x\"", "tck x4", 5},
    {": \"tick 4\" left backspace", "tick4", 4},
    {": \"tick 4\" home backspace", "tick 4", 0},
    {": \"tick 4\" delete", "tick 4", 6},
    {": \"tick 4\" home ctrl-d", "ick 4", 0},
    {": \"tick 4\" left ctrl-u", "4", 0},
    {": \"tick 4\" left left ctrl-k", "tick", 4},
    {": \"until the end\" ctrl-w", "until the ", 10},
    {": \"until the  \" ctrl-w", "until ", 6},
    {": \"until the end\" 3*ctrl-w ctrl-w", "", 0},
    {"/ \"“é” \" left left backspace", "“” ", 3},
    {"/ \"“é” \" home right delete", "“” ", 3},
    /* the lines typed before, each prompt's own */
    {": \"tick 4\" enter : up", "tick 4", 6},
    {": \"tick 4\" enter : \"5\" enter : up up", "tick 4", 6},
    {": \"tick 4\" enter : \"5\" enter : 3*up down", "5", 1},
    {": \"tick 4\" enter : \"un\" up down", "un", 2},
    {": \"tick 4\" enter : \"un\" up \"0\"", "tick 40", 7},
    {": \"tick 4\" enter : \"tick 4\" enter : \"7\" enter : up up up", "tick 4", 6},
    {": \"tick 4\" esc : up", "", 0},
    {": \"tick 4\" enter : enter : up", "tick 4", 6},
    {": \"5\" enter : \"tick 4\" enter : \"tick 4\" enter : up up", "5", 1},
    {": \"tick 4\" enter : up esc : up", "tick 4", 6},
    {": \"tick 4\" enter / up", "", 0},
    {"/ \"One\" enter : \"5\" enter / up", "One", 3},
    /* the filter in force is what one goes on with */
    {"\\ \"ma\" enter \\ \"in\"", "main", 4},
    /* names of commands */
    {": \"ti\" tab", "tick", 4},
    {": \"q\" tab", "quit", 4},
    {": \"t\" tab", "t", 1},
    {": \"x\" tab", "x", 1},
    {"/ \"ti\" tab", "ti", 2},
};

TEST(what_is_typed_is_edited_as_everywhere)
{
    for (size_t i = 0; i < sizeof typings / sizeof *typings; i++) {
        struct bench b;
        bench_open(&b, "count", 10);
        bench_press(&b, typings[i].keys);
        if (strcmp(b.app.ui.input, typings[i].text) || b.app.ui.caret != typings[i].caret)
            fail_msg("“%s”: “%s”, %zu; wanted “%s”, %zu", typings[i].keys, b.app.ui.input,
                     b.app.ui.caret, typings[i].text, typings[i].caret);
        app_draw(&b.app);
        bench_close(&b);
    }
}

TEST(no_more_is_typed_than_there_is_room_for)
{
    struct bench b;
    bench_open(&b, "count", 10);
    bench_press(&b, "/ 200*\"é\" home \"x\"");
    assert_int_equal(strlen(b.app.ui.input), 127); /* 63 of two bytes each, and one */
    assert_int_equal(b.app.ui.input[0], 'x');
    bench_close(&b);
}

TEST(of_the_lines_typed_before_the_oldest_go)
{
    struct bench b;
    bench_open(&b, "count", 10);
    for (int i = 1; i <= 33; i++) {
        char script[32];
        snprintf(script, sizeof script, ": \"%d\" enter", i);
        bench_press(&b, script);
    }
    bench_press(&b, ": 99*up");
    assert_string_equal(b.app.ui.input, "2");
    bench_press(&b, "99*down");
    assert_string_equal(b.app.ui.input, "");
    bench_close(&b);
}

TEST(a_filter_is_in_force_while_it_is_typed_and_esc_brings_back_the_one_before)
{
    static const struct {
        const char *keys, *filter;
    } filters[] = {
        {"\\ \"ma\"", "ma"},
        {"\\ \"ma\" backspace", "m"},
        {"\\ \"ma\" esc", ""},
        {"\\ \"ma\" ctrl-c", ""},
        {"\\ \"ma\" enter", "ma"},
        {"\\ \"ma\" enter \\ \"in\"", "main"},
        {"\\ \"ma\" enter \\ ctrl-u", ""},
        {"\\ \"ma\" enter \\ ctrl-u esc", "ma"},
        {"\\ \"ma\" enter \\ ctrl-u enter", ""},
        {"\\ \"ma\" enter \\ 3*backspace", ""},
        {"\\ \"x\" enter \\ ctrl-u up", "x"},
    };
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        struct bench b;
        bench_open(&b, "count", 10);
        bench_press(&b, filters[i].keys);
        if (strcmp(b.app.ui.run.filter, filters[i].filter))
            fail_msg("“%s”: “%s”", filters[i].keys, b.app.ui.run.filter);
        bench_close(&b);
    }
}

/* Where nothing can change, no frame is drawn either. */
TEST(a_key_that_means_nothing_asks_for_nothing)
{
    static const char *const silent[] = {"esc", "space", "s", "S", "]", "\\", ":", "m", "b",
                                         "r",   "tab",   "z", "x", "e", "u",  "w", "c", "o"};
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        struct bench b;
        bench_open(&b, NULL, 0);
        bench_press(&b, silent[i]);
        if (b.reaction || b.app.ui.mode != &mode_gallery.layers)
            fail_msg("“%s”: %u", silent[i], b.reaction);
        bench_close(&b);
    }
}

TEST(choosing_in_the_gallery_goes_round)
{
    static const struct {
        const char *keys;
        int line; /* less than none: from the end */
    } choices[] = {{"", 0},    {"down", 1}, {"4*j", 4},      {"up down", 0},
                   {"up", -1}, {"2*k", -2}, {"2*j 3*k", -1}, {"down up", 0}};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        struct bench b;
        bench_open(&b, NULL, 0);
        int n = (int)b.app.ui.catalogue->n;
        bench_press(&b, choices[i].keys);
        assert_int_equal(b.app.ui.gallery, (choices[i].line + n) % n);
        assert_int_equal(b.reaction, *choices[i].keys ? REACT_REDRAW : 0);
        bench_close(&b);
    }
}

/* Esc takes back one thing at a time: the filter, then the search, then who is selected. */
TEST(esc_takes_back_the_filter_the_search_and_the_selection_in_turn)
{
    struct bench b;
    bench_open(&b, "count", 1);
    bench_press(&b, ": \"task 3\" enter / \"Two\" enter \\ \"count\" enter");
    assert_string_equal(b.app.ui.run.filter, "count");
    assert_string_equal(b.app.ui.run.search, "Two");
    bench_press(&b, "esc");
    assert_string_equal(b.app.ui.run.filter, "");
    assert_string_equal(b.app.ui.run.search, "Two");
    bench_press(&b, "esc");
    assert_string_equal(b.app.ui.run.search, "");
    assert_int_equal(b.app.ui.run.task, 3);
    bench_press(&b, "esc");
    assert_int_equal(b.app.ui.run.task, 0);
    bench_close(&b);
}

/* Only how fast, and by which clock, it plays is the screen's own. */
TEST(another_run_begins_with_nothing_of_the_last)
{
    static const char *const says[][2] = {
        {"'", "there is no marker yet: m sets one"},
        {"U", "u goes to the cause first"},
        {"n", "nothing is searched for yet: press /"},
    };
    struct bench b, fresh;
    bench_open(&b, "count", 50);
    bench_press(&b,
                "u m z e x tab down : \"task 3\" enter / \"Two\" enter \\ \"count\" enter + p ?");
    app_attach(&b.app, NULL);
    player_close(&b.player);
    bench_watch(&b, "count", 0);
    bench_open(&fresh, "count", 0);
    bench_press(&fresh, "+ p s");
    bench_press(&b, "s");
    app_draw(&fresh.app);
    app_draw(&b.app);
    assert_true(screen_same(&b.app.screen, &fresh.app.screen));
    for (size_t i = 0; i < sizeof says / sizeof *says; i++) {
        bench_press(&b, says[i][0]);
        assert_string_equal(b.app.ui.message, says[i][1]);
    }
    bench_close(&fresh);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_typed_is_edited_as_everywhere),
        cmocka_unit_test(no_more_is_typed_than_there_is_room_for),
        cmocka_unit_test(of_the_lines_typed_before_the_oldest_go),
        cmocka_unit_test(a_filter_is_in_force_while_it_is_typed_and_esc_brings_back_the_one_before),
        cmocka_unit_test(a_key_that_means_nothing_asks_for_nothing),
        cmocka_unit_test(choosing_in_the_gallery_goes_round),
        cmocka_unit_test(esc_takes_back_the_filter_the_search_and_the_selection_in_turn),
        cmocka_unit_test(another_run_begins_with_nothing_of_the_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
