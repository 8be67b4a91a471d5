/* SPDX-License-Identifier: MIT */
/* The end: what a run came to, and what its lesson has shown. */
#pragma once
#include "view/view.h"

/* Fills w, behind the last event of a program that ended well. */
void view_recap(struct win w, const struct player *p, const struct ui *ui);
