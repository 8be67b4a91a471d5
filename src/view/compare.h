/* SPDX-License-Identifier: MIT */
/* Two runs that are compared: all of the screen but its last line. */
#pragma once
#include "view/view.h"

extern const struct view view_compare;
/* How far the pane with the focus can be scrolled. */
struct range view_compare_range(struct win w, const struct ui *ui);

/* What there is at a place of the screen, for the mouse. */
struct spot {
    enum pane pane; /* PANES: none */
    int run;
    uint32_t event; /* of that run, in its lane there; TRACE_NONE: none */
};
struct spot view_compare_at(struct win w, const struct ui *ui, int y, int x);
