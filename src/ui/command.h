/* SPDX-License-Identifier: MIT */
/* The commands that are typed behind a colon. */
#pragma once
#include "ui/state.h"

/* Reaction bits; what it is not able to do it says. */
unsigned app_command(struct app *a, const char *c);
