/* SPDX-License-Identifier: MIT */
/* A small program that nobody wrote: three coroutines that print and sleep, started in one of a few
 * ways, and sometimes a lock. It is plain Python, and its listing runs under CPython as it stands. */
#pragma once
#include "python/random.h"
#include "scenario/scenario.h"

/* Draws one; the same draws make the same program. scenario_close when done. */
void quiz_make(struct scenario *s, struct random *draws);
