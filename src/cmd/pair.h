/* SPDX-License-Identifier: MIT */
/* Two runs that are compared, from a command line: their targets, and what they are called. */
#pragma once
#include "cmd/options.h"
#include "compare/compare.h"

struct pair {
    struct comparison comparison;
    struct target *targets[2];
    char *names[2], *title;
};

/* Opens what the options wish for; pair_close frees it, NULL too, in any case. 0, or an exit status
 * after a sentence on stderr. */
int pair_open(struct pair **p, const struct options *o);
void pair_close(struct pair *p);
/* What differs, in words, on standard output. The exit status. */
int pair_print(const struct options *o);
