/* SPDX-License-Identifier: MIT */
/* All commands, in the order of the help; the first is meant where none is named. */
#pragma once
#include "cmd/command.h"

/* Ends with a NULL. */
extern const struct command *const commands[];
