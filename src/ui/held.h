/* SPDX-License-Identifier: MIT */
/* A program that goes on by itself, and no further than it may: what it tells comes when it likes. */
#pragma once
#include "ui/state.h"

/* It has been started: to its first moment. */
void held_begin(struct app *a);
/* It may have told something. Reaction bits: of what is shown while it plays there may be more
 * than a screen could show, and held_redraw says when. */
unsigned held_news(struct app *a);
unsigned held_redraw(struct app *a);
/* What one would not think of it, once, where nothing moves and nothing else is said. */
unsigned held_say(struct app *a);
/* As app_due. */
double held_due(const struct app *a);
/* Does a move wait for it? */
bool held_waits(const struct app *a);
/* Types a line for it. */
unsigned held_type(struct app *a, const char *line);

unsigned press_interrupt(struct app *a);
