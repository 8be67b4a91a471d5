/* SPDX-License-Identifier: MIT */
/* All that the loop has before it, a row for each: what runs, what is ready, which timers are set.
 * However much that is, only the rows that are seen are looked at; but of timers that are scrolled
 * to all are, as they stand in no order. */
#pragma once
#include "view/view.h"

/* Rows that there are. */
int view_queue_rows(const struct model *m);
/* Draws those from `top` on. */
void view_queue(struct win w, const struct player *p, int top);
