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
