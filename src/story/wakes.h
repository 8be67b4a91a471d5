/* SPDX-License-Identifier: MIT */
/* What can wake a loop that sleeps, beside a timer, in words. */
#pragma once
#include "story/words.h"

/* For what the clock jumps, given the note of a JUMP: "a thread goes on"; NULL: for a timer. */
const char *wakes_why(const struct note *n);
/* Given the note of an IDLE: "SIGTERM, a connection on port 8080 or 4 more"; false: it does not say. */
bool wakes_put(struct buf *b, const struct note *n);
