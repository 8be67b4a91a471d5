/* SPDX-License-Identifier: MIT */
/* Everything about a task, in rows of a label and its text. */
#pragma once
#include "view/view.h"

/* Everything about a task, a label and its text on each row, from row y on, which may be above
 * the window. Returns the row behind the last, also if w has fewer. */
int view_sheet(struct win w, int y, const struct model *m, uint32_t task);
/* The same from the top, without what can be spared where that is too much for w. Returns how many
 * rows it took; 0, and nothing is drawn: w has fewer. */
int view_sheet_in(struct win w, const struct model *m, uint32_t task);
