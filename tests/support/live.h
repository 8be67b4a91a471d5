/* SPDX-License-Identifier: MIT */
/* The fold held against the live loop: what the model says of the world is what is read directly
 * off the loop. */
#pragma once
#include "player/player.h"

/* Ticks a freshly opened player to its end; after each tick head and loop must agree on everything. */
void assert_true_at_every_tick(struct player *p);
/* Its counts by state are those of its rows. */
void assert_counts_are_of_the_rows(const struct model *m);
