/* SPDX-License-Identifier: MIT */
/* What stands out in either of two runs, and the way from one to the next in the order of time: beginnings of ticks,
 * warnings, times. Both runs go to the moment that it is in. */
#pragma once
#include "compare/compare.h"

enum landmark { LANDMARK_TICK, LANDMARK_WARNING };

/* Both are false if nothing has moved. */
bool landmark_go(struct comparison *c, enum landmark what, int by);
/* To the first moment of either with an event at that time or later; false: both end before. */
bool landmark_go_to_time(struct comparison *c, double seconds);
