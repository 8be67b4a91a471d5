/* SPDX-License-Identifier: MIT */
/* Playing: how time moves the cursor. */
#pragma once
#include "ui/state.h"

/* Makes a little of the run behind the cursor, where that does not take real time, and begins to
 * make much of it. */
void play_look_ahead(struct app *a);
/* How far is shown stays behind the cursor, where a move lets go of what it passes. */
void play_keep_horizon(struct app *a);
/* Some milliseconds of that. Reaction bits. */
unsigned play_look_on(struct app *a);
void play_start(struct app *a);
void play_pause(struct app *a);
/* Real seconds have gone by. Reaction bits. */
unsigned play_time(struct app *a, double seconds);
/* Seconds until it wants to be told of time; negative: never. */
double play_due(const struct app *a);
/* A real clock stands still for a while, or goes on. */
void play_stand_still(struct app *a, bool still);
/* When the scene's clock stands behind event i, in seconds. */
double play_time_behind(const struct player *p, uint32_t i);

unsigned press_play(struct app *a);
unsigned press_faster(struct app *a), press_slower(struct app *a), press_speed(struct app *a);
unsigned press_pace(struct app *a);
