/* SPDX-License-Identifier: MIT */
/* The lanes of two runs that are compared. */
#pragma once
#include "view/view.h"

/* The lanes of both, below each other on one axis. */
void view_one_axis(struct win w, const struct ui *ui);
/* Lines it takes to show all of them, its frame included; narrow: without what could go. */
int one_axis_height(const struct ui *ui, bool airy);
/* How far the lanes of a run can be scrolled. */
struct range one_axis_range(struct win w, const struct ui *ui, int run);
/* The run whose lanes are on a line of the screen; below all of them, the second. */
int one_axis_run(struct win w, const struct ui *ui, int y);
/* The event in a column of the screen, or the last before it; TRACE_NONE: that column is no lane's. */
uint32_t one_axis_event(struct win w, const struct ui *ui, int run, int x);
