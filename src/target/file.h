/* SPDX-License-Identifier: MIT */
/* A file as a target: a trace, which is told again, or a scenario. */
#pragma once
#include "player/target.h"
#include "target/wish.h"

/* As target_open. */
int file_open(struct target **t, const struct wish *w);
