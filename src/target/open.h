/* SPDX-License-Identifier: MIT */
/* Targets by their names: a scene, "quiz", a scenario, a trace. */
#pragma once
#include "player.h"
#include "target/wish.h"

/* Finds it, reads it if it is a scenario, and starts nothing. *t is to be freed by its type's free();
 * what the wish points to must outlive it. 0, or an exit status after a sentence on stderr. */
int target_open(struct target **t, const struct wish *w);
