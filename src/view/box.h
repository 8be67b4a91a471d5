/* SPDX-License-Identifier: MIT */
/* A box that lies over the panes, in the middle of the screen, with a blank column at either side. */
#pragma once
#include "view/view.h"

/* Draws all there is into w from row y on, which may be above it or below; the row behind the last. */
typedef int view_rows(struct win w, int y, const struct player *p, const struct ui *ui);

/* Clears room for a frame of at most that width around so many rows; the frame's window. */
struct win view_box(struct win w, int wid, int rows);
/* The same without a change of the screen. */
struct win view_box_at(struct win w, int wid, int rows);

/* A text in a box, which scrolls (ui->scroll) where it is higher than the screen; nothing, where there
 * is none. */
void view_text_box(struct win w, const char *title, view_rows *text, const struct player *p,
                   const struct ui *ui);
struct range view_text_box_range(struct win w, view_rows *text, const struct player *p,
                                 const struct ui *ui);
