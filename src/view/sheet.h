/* SPDX-License-Identifier: MIT */
/* Everything about a task, in rows of a label and its text. */
#pragma once
#include "view/view.h"

/* Everything about a task, a label and its text on each row. Returns how many rows that takes, also
 * if w has fewer. */
int view_sheet(struct win w, const struct model *m, uint32_t task);
