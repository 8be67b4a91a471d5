/* SPDX-License-Identifier: MIT */
/* A scenario as a target. */
#pragma once
#include <stdio.h>

#include "player/target.h"
#include "target/wish.h"

/* As target_open; it is read from f, which stays open. */
int scenario_open(struct target **t, FILE *f, const struct wish *w);
