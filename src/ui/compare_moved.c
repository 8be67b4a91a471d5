/* SPDX-License-Identifier: MIT */
#include "ui/compare_moved.h"

#include "compare/compare.h"

void compare_cursors(const struct app *a, uint32_t at[2])
{
    for (int i = 0; i < 2; i++)
        at[i] = a->comparison->run[i].player.model.cursor;
}

unsigned compare_stepped(struct app *a, const uint32_t before[2])
{
    struct comparison *c = a->comparison;
    for (int i = 0; i < 2; i++) {
        uint32_t cursor = c->run[i].player.model.cursor;
        a->comparing.runs[i].before = before[i] < cursor ? before[i] : cursor;
        a->comparing.runs[i].scroll[PANE_OUTPUT] = 0;
    }
    size_t at = compare_stands_at(c);
    for (int i = 0; i < 2; i++)
        a->comparing.differs[i].now =
            at && !c->differences.turns ? c->differences.at[at - 1] : TRACE_NONE;
    return REACT_REDRAW;
}

unsigned compare_moved(struct app *a)
{
    uint32_t here[2];
    compare_cursors(a, here);
    return compare_stepped(a, here);
}
