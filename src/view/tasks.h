/* SPDX-License-Identifier: MIT */
/* The rows of the tasks pane, for whoever points at them. */
#pragma once
#include "view/view.h"

/* Is the task in the list, as far as the filter and the folding of asyncio.run()'s own tasks go? */
bool view_tasks_lists(const struct player *p, const struct ui *ui, uint32_t task);
/* The task on line y of the pane (its frame included), 0 for none. */
uint32_t view_tasks_at(struct win w, const struct player *p, const struct ui *ui, int y);
