/* SPDX-License-Identifier: MIT */
/* The horizontal axis of the timeline.
 *
 * Much happens at the same instant of virtual time, so the axis is made of two things that both
 * only grow: ticks, and seconds. An event lies at
 *
 *     x = floor(tick * columns per tick + time * columns per second)
 *         + its part of the tick * columns per tick
 *
 * which keeps the order of events, shows a sleep as long as it is, and is found without a scan. The
 * floor keeps the columns of a tick together; it must go where several ticks share a column. */
#pragma once
#include "view/view.h"

struct axis {
    const struct trace *trace;
    double tick, second; /* columns that each takes */
    double origin;       /* x of the left edge, whole */
    double length;       /* of the trace, in columns */
    uint32_t end;        /* events, ticks and seconds that it counts on */
    uint32_t nticks;
    double time;
    int w;
    int here; /* the column of the cursor; -1: none */
};

/* The trace of p, which has an event, in w columns around the cursor. Borrows the trace. */
struct axis axis_make(const struct player *p, const struct ui *ui, int w);
/* Where event i lies, in columns from the left edge; less than 0 or more than w: outside. */
double axis_event_x(const struct axis *a, uint32_t i);
/* The column that holds x. -1 and w stand for whatever is outside. */
int axis_column(const struct axis *a, double x);

/* Times, marks and warnings, into the first line of w. */
void axis_draw(struct win w, const struct axis *a, const struct player *p, const struct ui *ui);
/* "you are ▲ here" into line y, the ▲ in column x. */
void axis_draw_here(struct win w, int y, int x);
