/* SPDX-License-Identifier: MIT */
/* Searching for a text. */
#pragma once
#include "ui/state.h"

/* For a move: has event i the text that m->data is? */
bool search_hit(const struct player *p, uint32_t i, const struct move *m);
/* On to the next event that has what is searched for, or back. */
unsigned search_go(struct app *a, int by);

unsigned press_find(struct app *a), press_find_back(struct app *a);
