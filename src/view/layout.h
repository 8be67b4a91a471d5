/* SPDX-License-Identifier: MIT */
/* Where the panes are: each is carved from what is left, so none can overlap another. */
#pragma once
#include "view/view.h"

/* Where the panes are on a screen of this size; one that did not fit has h = 0. */
struct layout {
    struct win header, footer, panes[PANES];
    bool beside; /* the details have a column of the screen for themselves */
};
void layout_make(struct layout *l, struct screen *s, const struct ui *ui);
/* Has the screen room for the details beside the other panes? */
bool layout_takes_details(const struct screen *s);
/* … and do they stand there? */
bool layout_has_details(struct screen *s, const struct ui *ui);
/* Have lanes room between them? */
bool layout_is_high(const struct screen *s);
/* Has the pane a place? */
bool layout_shows(struct screen *s, const struct ui *ui, enum pane pane);

/* The smallest screen that shows anything but the wish for a larger one. */
enum { LEAST_W = 40, LEAST_H = 12 };
