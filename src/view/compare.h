/* SPDX-License-Identifier: MIT */
/* Two runs that are compared: all of the screen but its last line. */
#pragma once
#include "view/view.h"

extern const struct view view_compare;
/* How far the pane with the focus can be scrolled. */
struct range view_compare_range(struct win w, const struct ui *ui);
