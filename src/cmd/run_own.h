/* SPDX-License-Identifier: MIT */
/* run, of a program of the user's own: as it is, and if one asks for it, with warnings behind its end. */
#pragma once
#include "cmd/options.h"

/* The exit status, which is the program's. */
int run_own(const struct options *o);
