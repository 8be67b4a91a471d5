/* SPDX-License-Identifier: MIT */
/* What is typed behind a colon where two runs are compared. An event and a tick are of the chosen side, and both go
 * there. All return reaction bits; what they cannot do they say. */
#pragma once
#include "ui/state.h"

unsigned both_event(struct app *a, const char *number),
    both_tick(struct app *a, const char *number);
unsigned both_time(struct app *a, const char *seconds), both_until(struct app *a, const char *text);
unsigned both_difference(struct app *a, const char *number);
