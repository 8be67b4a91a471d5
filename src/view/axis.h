/* SPDX-License-Identifier: MIT */
/* The horizontal axis on which the lanes of the tasks pane lie.
 *
 * Only one task of a loop runs at a time, and much happens at the same instant of virtual time. So
 * the axis is made of two things that both only grow: deeds (trace.h: the turns of tasks, callbacks
 * and what the program does itself), which stand side by side, and seconds. An event of the k-th
 * deed lies at
 *
 *     x = floor(k * columns per deed + time * columns per second)
 *         + its part of the deed * columns per deed
 *
 * which keeps the order of events, shows a sleep as long as it is, and is found without a scan. The
 * floor keeps the columns of a deed together; it must go where several deeds share a column. */
#pragma once
#include "view/view.h"

struct groups;

struct axis {
    const struct trace *trace;
    double deed, second;          /* columns that each takes */
    double start;                 /* seconds at its left end */
    double origin;                /* x of the left edge, whole */
    double length;                /* of the trace, in columns */
    bool own;                     /* asyncio.run()'s own turns have columns too */
    uint32_t end, ndeeds, nwaits; /* of the trace, as much of it as is counted on … */
    double time;                  /* … and its seconds */
    int w;
    int here;                    /* the column of the cursor; -1: none */
    const struct groups *shared; /* with another run; NULL: the axis is the trace's alone */
    int run;                     /* which of the two it is */
};

/* The trace of p, which has an event, in w columns around the cursor. Borrows the trace. */
struct axis axis_make(const struct player *p, const struct ui *ui, int w);
/* Of one of two runs that are compared: both have the same groups and gaps, and the cursor is that of
 * the run that has come further. */
struct axis axis_make_shared(const struct comparison *c, int run, int zoom, int w);
/* Where event i lies, in columns from the left edge; less than 0 or more than w: outside. */
double axis_event_x(const struct axis *a, uint32_t i);
/* The column that holds x. -1 and w stand for whatever is outside. */
int axis_column(const struct axis *a, double x);
/* The first event at column x or behind it, trace.end if there is none. */
uint32_t axis_event_at(const struct axis *a, int x);

/* The first warning at column x or behind it, by its place among the trace's; `seen` if of the first
 * so many there is none. */
uint32_t axis_warnings(const struct axis *a, int x, uint32_t seen);

/* Brackets under the deeds of one instant, with marks and warnings, into the first line of w; into
 * the second, when that was. */
/* The same for the axis that two runs share, as far as one of them has come. */
void axis_draw_shared(struct win w, const struct axis *a, const struct comparison *c);
void axis_draw(struct win w, const struct axis *a, const struct player *p, const struct ui *ui);
