/* SPDX-License-Identifier: MIT */
/* Searching for a text in the stories of two runs that are compared, in the order of time. */
#pragma once
#include "ui/state.h"

/* On to the next moment of either that has what is searched for, or back; round at the end. */
unsigned compare_search(struct app *a, int by);
/* Does it go on? Then a slice of it is done while time goes by. */
bool compare_searches(const struct app *a);
unsigned compare_search_on(struct app *a);
/* Both are where it began. */
void compare_search_stop(struct app *a);
