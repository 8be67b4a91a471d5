/* SPDX-License-Identifier: MIT */
/* What the files of this room share, and nobody else needs. */
#pragma once
#include "player/player.h"

enum {
    PLAYER_AHEAD = 4096
}; /* how much trace is made at a time when a move needs more than there is */

/* Of a target that is held: how many events it tells at a time, where a move looks at each, where it looks
 * for something, and where it just plays. */
enum { LETS_ONE = 1, LETS_SOME = 16, LETS_RUN = 256 };

/* Is there one more event behind the cursor, or can it be made? */
bool player_more(struct player *p, uint32_t events);
/* Of a target that is held. */
void player_allow(struct player *p, uint32_t events);
/* Where a breakpoint or what is watched stops a move for the sake of event i; TRACE_NONE: it does not. */
uint32_t player_stop_at(const struct player *p, uint32_t i, const struct move *m);
