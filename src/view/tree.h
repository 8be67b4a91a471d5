/* SPDX-License-Identifier: MIT */
/* Who waits for whom, as a tree: from a task down to the timers and locks at its leaves. */
#pragma once
#include "view/view.h"

/* What a task waits for, what that waits for, and so on down to timers and locks, as a tree with
 * the task at its root; one that is already above itself is marked ↺. Returns the rows it takes,
 * also if w has fewer; 0: it waits for nothing. */
int view_await_tree(struct win w, const struct model *m, uint32_t task);
