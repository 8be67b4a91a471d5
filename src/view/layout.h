/* SPDX-License-Identifier: MIT */
/* Where the panes are: each is carved from what is left, so none can overlap another. */
#pragma once
#include "view/view.h"

/* Where the panes are on a screen of this size; one that did not fit has h = 0. */
struct layout {
    struct win header, footer, panes[PANES];
};
void layout_make(struct layout *l, struct screen *s, const struct ui *ui);
/* Has the screen room for the details beside the other panes? */
bool layout_takes_details(const struct screen *s);
/* … and are they there? */
bool layout_has_details(const struct screen *s, const struct ui *ui);

/* The smallest screen that shows anything but the wish for a larger one. */
enum { LEAST_W = 40, LEAST_H = 12 };
