/* SPDX-License-Identifier: MIT */
/* Warnings in the lanes of those whom they are about, however many of others there are beside them. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/pane.h"
#include "tests/test.h"
#include "view/panes.h"

static void warn(uint32_t tick, uint32_t task)
{
    pane_tell((struct event){.kind = EV_WARNING, .tick = tick, .time = tick, .actor = task},
              "slow");
}

/* The lanes of two tasks and the axis; the first has so many warnings in one second, the second has one in each
 * second of those that there is room for. */
static void draw(char lanes[3][400], uint32_t warnings)
{
    struct ui ui = {.run.zoom = -3}; /* a column for each second */
    pane_trace();
    pane_tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
    pane_tell((struct event){.kind = EV_TASK, .actor = 2}, NULL);
    for (uint32_t tick = 1; tick <= 40; tick++) {
        pane_turn(tick, tick, 1 + tick % 2);
        for (uint32_t n = 0; tick == 38 && n < warnings; n++)
            warn(tick, 1);
        if (tick >= 36 && tick != 38)
            warn(tick, 2);
    }
    pane_see_all();
    pane_draw(&view_tasks, 7, 100, &ui);
    for (int i = 0; i < 3; i++)
        snprintf(lanes[i], sizeof lanes[i], "%s", pane_row(i + 1));
    pane_close(NULL);
}

static int count(const char *s)
{
    int n = 0;
    for (; *s; s++)
        n += *s == '!';
    return n;
}

TEST(however_many_are_in_one_column_those_behind_it_are_in_their_lanes)
{
    char lanes[3][400], none[3][400];
    draw(none, 0);
    assert_int_equal(count(none[0]), 0);
    assert_int_equal(count(none[1]), 4);
    for (uint32_t n = 1; n <= 40; n++) {
        draw(lanes, n);
        if (strcmp(lanes[1], none[1]) != 0 || count(lanes[0]) != 1 || count(lanes[2]) != 5)
            fail_msg("%u\n%s\n%s\n%s", n, lanes[0], lanes[1], lanes[2]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(however_many_are_in_one_column_those_behind_it_are_in_their_lanes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
