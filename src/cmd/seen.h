/* SPDX-License-Identifier: MIT */
/* Which scenes somebody has seen to their end: names, a line each, in
 * $XDG_STATE_HOME/loopscope/seen, or else ~/.local/state/loopscope/seen. */
#pragma once
#include <stdbool.h>

#include "player/offer.h"

/* seen[i] becomes true for offer i of the catalogue. What cannot be read is nothing. */
void seen_read(bool *seen, const struct catalogue *c);
/* Adds those that are not in the file yet. It is no matter if that fails: they are not marked then. */
void seen_write(const bool *seen, const struct catalogue *c);
