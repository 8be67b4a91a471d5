/* SPDX-License-Identifier: MIT */
/* A scene is looked for in the gallery, by its name and by its summary. */
#pragma once
#include "ui/state.h"

/* The next one that has the text is chosen, and from now on n and N go on from one to the next. Reaction bits. */
unsigned gallery_search(struct app *a, const char *text);
/* To the next that has what was looked for last, or the one before, around the end. Reaction bits. */
unsigned gallery_find(struct app *a, int by);
