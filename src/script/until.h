/* SPDX-License-Identifier: MIT */
/* What a script can wait for: until TASK resumes, until output /one/, until t >= 1.5, until warning. */
#pragma once
#include "script/reading.h"
#include "ui/app.h"

/* The argument of the verb. */
bool until_read(struct reading *r, struct step *s);
/* How it can be said, for help: row i; NULL behind the last. */
const char *until_form(size_t i);

enum until_is { UNTIL_WAITS, UNTIL_SO, UNTIL_NEVER };

/* Waits for what a step says, from the app's cursor on; to be freed. While the app plays, it waits and
 * then pauses it where it is so; otherwise it goes there. */
struct until *until_begin(struct app *a, const struct step *s);
/* Is it so, by what the app has come to? Where it is not, and the app goes nowhere by itself, it
 * begins to go there. */
enum until_is until_look(struct until *u, struct app *a);
/* Why not, as the end of a sentence. */
void until_put_never(struct buf *out, const struct until *u, const struct app *a);
void until_free(struct until *u);
