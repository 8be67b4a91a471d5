/* SPDX-License-Identifier: MIT */
/* Targets by their names: a scene, "quiz", a scenario, a trace. */
#pragma once
#include "base/nearest.h"
#include "player/target.h"
#include "target/wish.h"

/* Finds it, reads it if it is a scenario, and starts nothing. *t is to be freed by its type's free();
 * what the wish points to must outlive it. 0, or an exit status after a sentence on stderr. */
int target_open(struct target **t, const struct wish *w);
/* Is that the name of a file rather than of a scene? */
bool target_is_file(const char *name);
/* Tries the names of all scenes. */
void target_nearest(struct nearest *n);
/* Says that there is no scene of that name, and which may have been meant; returns USAGE. */
int target_unknown(const char *name);
