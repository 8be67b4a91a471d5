/* SPDX-License-Identifier: MIT */
/* A random program with enough places to foresee who runs next, as a target. */
#pragma once
#include "player/target.h"
#include "target/wish.h"

enum { QUIZ_LEAST = 5, QUIZ_MOST = 14 }; /* questions */

/* As target_open. Of one seed it is always the same; without a seed, that of 1. */
int quiz_open(struct target **t, const struct wish *w);
