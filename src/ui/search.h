/* SPDX-License-Identifier: MIT */
/* Searching for a text: in the pane with the focus, by its row in the table of panes. */
#pragma once
#include "ui/state.h"

/* On to the next event that has what is searched for, or back. */
unsigned search_go(struct app *a, int by);
/* On to the next event of which the story has the text, which must live until the move is over. */
unsigned search_until(struct app *a, const char *text);

unsigned press_find(struct app *a), press_find_back(struct app *a);

/* While nobody does anything: is there something yet that makes searches of a long trace fast (player/prints.h)?
 * Some milliseconds of it. */
bool search_prepares(const struct app *a);
void search_prepare(struct app *a);
