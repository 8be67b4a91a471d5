/* SPDX-License-Identifier: MIT */
/* What stands behind the name of a command. */
#pragma once
#include "ui/state.h"

/* Is s a number, and nothing else, that counts something? */
bool argument_number(const char *s, double *n);
/* Says that it is missing or will not do, and how the command goes. Reaction bits. */
unsigned argument_wrong(struct app *a, const char *argument, const char *usage);
