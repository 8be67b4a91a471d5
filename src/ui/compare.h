/* SPDX-License-Identifier: MIT */
/* Two runs that are compared: what keys and time make of them. */
#pragma once
#include "ui/state.h"

/* What a key of the table does here, by what it does where one run is watched; NULL: nothing. */
unsigned (*compare_meaning(unsigned (*press)(struct app *a)))(struct app *a);
/* Real seconds have gone by. Reaction bits. */
unsigned compare_time_goes_by(struct app *a, double seconds);
/* Is it still to be found out what there is to compare? */
bool compare_looks(const struct app *a);
/* Seconds until it wants to be told of time; negative: never. */
double compare_due(const struct app *a);
/* What is drawn depends on where both stand. */
void compare_look_at_cursors(struct app *a);
unsigned compare_scroll(struct app *a, int by);
unsigned compare_click(struct app *a, int y, int x);
unsigned compare_wheel(struct app *a, int y, int x, int by);

unsigned press_difference(struct app *a), press_difference_back(struct app *a);
