/* SPDX-License-Identifier: MIT */
/* The watched local: what it is in the tasks that have it. */
#pragma once
#include "view/view.h"

/* Draws "i: Task-3 7 was 4  Task-4 0" from column x on, the marked task's first if there is no room for all;
 * returns the column behind it. One that has changed in the last move is marked, with what it was. */
int view_watch(struct win w, int y, int x, const struct player *p, const struct ui *ui);
