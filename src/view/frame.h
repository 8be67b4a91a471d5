/* SPDX-License-Identifier: MIT */
/* The whole screen, made of its views. */
#pragma once
#include "view/view.h"

/* Draws the whole screen. */
void frame_draw(struct screen *s, const struct player *p, const struct ui *ui);

/* The panes there are. */
extern const struct view *const panes[PANES];
