/* SPDX-License-Identifier: MIT */
/* In how many orders threads can go, in a line. */
#pragma once
#include "view/view.h"

/* The orders of what is watched, or NULL if there is nothing to say of them. */
const struct orders *view_orders_of(const struct player *p);
/* What the threads have read and written so far, and in which order; false: nothing. */
bool view_deeds(struct win w, int y, const struct model *m);
void view_orders(struct win w, int y, const struct orders *o);
