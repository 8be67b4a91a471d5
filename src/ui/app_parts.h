/* SPDX-License-Identifier: MIT */
/* What the parts of the app call of each other: app.c (keys, size, mouse), app_play.c (time),
 * app_prompt.c (typing). */
#pragma once
#include "ui/app.h"

enum { AHEAD = 1 << 20 }; /* events that are made before they are shown */

/* One line for the user, until the next key. */
void app_say(struct app *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Reaction bits behind a move of the cursor from `from`; why_not is said if there was none. */
unsigned app_moved(struct app *a, uint32_t from, bool could, const char *why_not);
/* A breakpoint on the line is set or taken away. */
unsigned app_break(struct app *a, uint32_t line);

/* app_play.c: makes more of the run, where that does not take real time. */
void app_look_ahead(struct app *a);
void app_play(struct app *a);
void app_pause(struct app *a);
unsigned app_time(struct app *a, double seconds);
/* When the scene's clock stands behind event i, in seconds. */
double app_time_behind(const struct player *p, uint32_t i);

/* app_prompt.c */
void app_open_prompt(struct app *a, char kind);
unsigned app_type(struct app *a, int code);
/* On to the next event that has what is searched for, or back. */
unsigned app_find(struct app *a, int by);
