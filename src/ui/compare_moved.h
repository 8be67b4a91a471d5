/* SPDX-License-Identifier: MIT */
/* Where two runs that are compared stand, and what the screen makes of it that they have moved. */
#pragma once
#include "ui/state.h"

void compare_cursors(const struct app *a, uint32_t at[2]);
/* Behind a step: what lies between is marked as changed. Reaction bits, as below. */
unsigned compare_stepped(struct app *a, const uint32_t before[2]);
/* Behind a jump. */
unsigned compare_moved(struct app *a);
