/* SPDX-License-Identifier: MIT */
/* A program of the user's own as a target, while it runs: a process that tells what happens in it, and
 * goes no further than it may. */
#pragma once
#include "player/target.h"
#include "target/wish.h"

/* As target_open. */
int live_open(struct target **t, const struct wish *w);
