/* SPDX-License-Identifier: MIT */
/* Parts of the pane of tasks that stand without its rows. */
#pragma once
#include <stdint.h>

#include "view/view.h"

/* The program and its generators, a lane each. */
void tasks_draw_program(struct win w, const struct player *p, const struct ui *ui);
/* The column in which those lanes begin. */
int tasks_program_lane(struct win w, const struct player *p);
/* The marked task, in as much detail as there is room for in w. */
void tasks_draw_facts(struct win w, const struct player *p, uint32_t task);
