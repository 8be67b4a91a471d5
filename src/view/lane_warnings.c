/* SPDX-License-Identifier: MIT */
/* What is drawn over a lane where there is a warning about its task. */
#include "view/lane.h"

enum { COLUMN_LOOK = 16 }; /* warnings looked at for one that is about the lane's task */

/* The task that a warning is about, 0: none. */
static uint32_t about(const struct trace *t, uint32_t i)
{
    const struct event *e = trace_at(t, i);
    return e->kind != EV_LOOP_ERROR ? e->actor : e->ref & REF_TASK ? e->ref & ~REF_TASK : 0;
}

void lane_draw_warnings(struct win w, int y, const struct axis *a, const struct player *p,
                        uint32_t task)
{
    const struct trace *t = a->trace;
    uint32_t seen = p->model.warnings, k = axis_warnings(a, 0, seen);
    for (int n = 0, at = -1; k < seen;) {
        int col = axis_column(a, axis_event_x(a, t->warnings[k]));
        n = col == at ? n + 1 : 1;
        at = col;
        if (col >= a->w)
            return;
        if (about(t, t->warnings[k]) == task)
            win_putc(w, y, col, BOLD(ROLE_WARNING), '!');
        k = n == COLUMN_LOOK ? axis_warnings(a, col + 1, seen) : k + 1;
    }
}
