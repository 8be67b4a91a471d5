/* SPDX-License-Identifier: MIT */
/* The whole screen, made of its views. */
#pragma once
#include "view/view.h"

/* Draws the whole screen. */
void frame_draw(struct screen *s, const struct player *p, const struct ui *ui);
/* Over that, what a recording has not: a sign that there is one, and what is said of it. */
void frame_draw_aside(struct screen *s, const struct ui *ui);

/* What is at line y and column x, as it was drawn: of what lies over the panes, if it has something
 * there, else below it. */
struct hit frame_hit(struct screen *s, const struct player *p, const struct ui *ui, int y, int x);
/* The pane there, and its window; PANES: none is. */
enum pane frame_pane(struct screen *s, const struct ui *ui, int y, int x, struct win *w);

/* How far the pane with the focus can be scrolled. */
struct range frame_range(struct screen *s, const struct player *p, const struct ui *ui);

/* The panes there are. */
extern const struct view *const panes[PANES];
