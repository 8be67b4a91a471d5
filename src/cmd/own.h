/* SPDX-License-Identifier: MIT */
/* A program of the user's own on a command line: it is named by a file, by -m or behind "--", and all that
 * follows is the program's, whatever it looks like. */
#pragma once
#include "cmd/options.h"

/* As getopt_long with words in their order: 1 is one, in optarg. */
typedef int own_next(int argc, char **argv);

/* Takes the program and its words, if one is named there: ours end before it. */
void own_take(struct options *o, own_next *next, int *argc, char **argv);
/* Once the options are read: what is different for such a program. 0, or USAGE after a sentence. */
int own_settle(struct options *o, bool clock_given);
