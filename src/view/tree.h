/* SPDX-License-Identifier: MIT */
/* Who waits for whom, as a tree: from a task down to the timers and locks at its leaves. */
#pragma once
#include "view/view.h"

/* What a task waits for, what that waits for, and so on down to timers and locks, as a tree with
 * the task at its root; one that is already above itself is marked ↺. From row y on, which may be
 * above the window. Returns the row behind the last, also if w has fewer; y: it waits for nothing. */
int view_await_tree(struct win w, int y, const struct model *m, uint32_t task);
