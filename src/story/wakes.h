/* SPDX-License-Identifier: MIT */
/* What can wake a loop that sleeps, beside a timer, in words. */
#pragma once
#include "story/words.h"

/* Given the note of an IDLE: "SIGTERM, a connection on port 8080 or 4 more"; false: it does not say. */
bool wakes_put(struct buf *b, const struct note *n);
