/* SPDX-License-Identifier: MIT */
/* A model that has all of its rows, to be folded on from where a player's history begins. */
#pragma once
#include "player/player.h"

/* What it was before is closed. */
void whole_at_first(const struct player *p, struct model *m);
