/* SPDX-License-Identifier: MIT */
/* Settings: what somebody wants whenever something is watched. They stand in a file, and as options
 * in a variable of the environment, which counts more. Only commands that TAKES_SETTINGS read them:
 * pictures and recordings depend on nothing but their arguments. */
#pragma once
#include <stdio.h>

#include "cmd/options.h"

/* Takes over what $XDG_CONFIG_HOME/loopscope/config (else ~/.config/loopscope/config) and
 * LOOPSCOPE_OPTIONS say. What is wrong there gets a sentence with its line on standard error, the
 * first one in o->wrong too, and changes nothing. */
void config_read(struct options *o);
/* A file that says what there is by default, with comments. */
void config_print(FILE *out);
