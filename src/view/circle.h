/* SPDX-License-Identifier: MIT */
/* The circle of threads, or tasks, that wait for each other's locks for ever. */
#pragma once
#include "view/about.h"

/* Into the first lines of w. How many; 0: there is no circle. */
int view_circle(struct win w, const struct model *m);
