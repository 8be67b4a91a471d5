/* SPDX-License-Identifier: MIT */
/* Reads a command line. */
#pragma once
#include <stdio.h>

#include "cmd/command.h"

/* `commands` ends with a NULL; the first is meant where none is named. 0, or USAGE after a line and
 * a hint on stderr. */
int parse(struct options *o, const struct command *const commands[], int argc, char **argv);
/* The options, a line each. */
void parse_help(FILE *out);
/* The same for tools/tables: short name, name, argument, what it is, what the man page says beside,
 * and the words that the argument may be, with tabs between. */
void parse_list(FILE *out);
