/* SPDX-License-Identifier: MIT */
/* Panes are drawn anew where anything that they show of lists has changed, wherever in them. */
#include <string.h>

#include "tests/support/pane.h"
#include "tests/test.h"
#include "view/stamp.h"

enum { MANY = 4, MEMBERS = 4 };

static uint64_t lists_of(const struct ui *ui)
{
    struct stamp s;
    stamp_make(&s, &screen, &player, ui);
    return s.lists;
}

static void change(struct breakpoint *b, int member)
{
    static char condition;
    if (member == 0)
        b->place += 1;
    else if (member == 1)
        b->condition = b->condition ? NULL : (struct condition *)(void *)&condition;
    else if (member == 2)
        b->before += 1;
    else
        b->after += 1;
}

TEST(a_breakpoint_that_is_changed_is_no_longer_what_it_was)
{
    struct ui ui = {0};
    struct breakpoint at[MANY] = {
        {3, NULL, 0, 1}, {4, NULL, 0, 0}, {9, NULL, 2, 2}, {12, NULL, 1, 0}};
    pane_trace();
    struct breaks before = player.breaks;
    player.breaks.at = at;
    for (player.breaks.n = 1; player.breaks.n <= MANY; player.breaks.n++)
        for (size_t k = 0; k < MANY; k++)
            for (int member = 0; member < MEMBERS; member++) {
                struct breakpoint was = at[k];
                uint64_t lists = lists_of(&ui);
                assert_true(lists_of(&ui) == lists);
                change(&at[k], member);
                bool same = lists_of(&ui) == lists, shown = k < player.breaks.n;
                at[k] = was;
                if (same != shown)
                    continue;
                size_t n = player.breaks.n;
                player.breaks = before;
                fail_msg("member %d of number %zu of %zu", member, k, n);
            }
    player.breaks = before;
}

TEST(so_is_a_mark_and_the_local_that_is_watched)
{
    uint32_t marks[MANY] = {1, 5, 6, 70};
    char watched[] = "name";
    struct ui ui = {.run.marks = marks, .run.nmarks = MANY};
    pane_trace();
    for (int k = 0; k < MANY; k++) {
        uint64_t lists = lists_of(&ui);
        marks[k]++;
        assert_true(lists_of(&ui) != lists);
    }
    uint64_t none = lists_of(&ui);
    player.breaks.watched = watched;
    for (size_t k = 0; watched[k]; k++) {
        uint64_t lists = lists_of(&ui);
        assert_true(lists != none);
        watched[k]++;
        assert_true(lists_of(&ui) != lists);
    }
    uint64_t lists = lists_of(&ui);
    *watched = 0;
    assert_true(lists_of(&ui) != lists && lists_of(&ui) != none);
    player.breaks.watched = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PANES(a_breakpoint_that_is_changed_is_no_longer_what_it_was),
        PANES(so_is_a_mark_and_the_local_that_is_watched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
