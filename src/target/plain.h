/* SPDX-License-Identifier: MIT */
/* A program of the user's own that nobody watches: its descriptors are ours as they are. */
#pragma once
#include "target/wish.h"

/* Runs it, and writes its trace if the wish says where. The exit status; where a signal ends the program,
 * it ends this one, too. */
int plain_run(const struct wish *w);
