/* SPDX-License-Identifier: MIT */
/* Moving the cursor. A move of which nobody knows how long it takes goes on while time goes by, until
 * it has arrived or a key stops it. */
#pragma once
#include "ui/state.h"

/* One line for the user, until the next key. */
void app_say(struct app *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Reaction bits behind a step of the cursor from `from`, and what lies between is marked as changed;
 * why_not is said if there was none. */
unsigned app_moved(struct app *a, uint32_t from, bool could, const char *why_not);
/* The same behind a jump: nothing is marked. */
unsigned app_jumped(struct app *a, bool could, const char *why_not);
/* Begins a move; why_not is said if it leads nowhere. Playing pauses. */
unsigned app_go(struct app *a, struct move m, const char *why_not);
/* The same from another place than the cursor. */
unsigned app_go_from(struct app *a, uint32_t at, struct move m, const char *why_not);
/* Some milliseconds of one that goes on. */
unsigned app_go_on(struct app *a);
/* Does something as soon as as much of the run has been made as shall be: what comes of it depends
 * on that. */
unsigned app_once_known(struct app *a, unsigned (*then)(struct app *a));
/* … if it has now. */
unsigned app_if_known(struct app *a);
/* Gives one up that goes on; the cursor is where it was. */
void app_stop(struct app *a);

/* Ten of a hundred on, or back. */
unsigned app_percent(struct app *a, int by);
/* How often the key that is pressed shall be, if it does all of that at once. */
int app_times(struct app *a);

unsigned press_count(struct app *a);
unsigned press_step(struct app *a), press_back(struct app *a), press_event(struct app *a),
    press_event_back(struct app *a);
unsigned press_tick(struct app *a), press_tick_back(struct app *a);
unsigned press_turn(struct app *a), press_turn_back(struct app *a);
unsigned press_start(struct app *a), press_end(struct app *a);
unsigned press_warning(struct app *a), press_warning_back(struct app *a);
unsigned press_cause(struct app *a), press_cause_back(struct app *a);
unsigned press_mark(struct app *a), press_mark_next(struct app *a);
unsigned press_restart(struct app *a);
