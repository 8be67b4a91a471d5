/* SPDX-License-Identifier: MIT */
/* What each command of the command line does. All return the exit status. */
#pragma once
#include "options.h"

int command_run(const struct options *o);
int command_trace(const struct options *o);
int command_snap(const struct options *o);
int command_record(const struct options *o);
int command_list(void);
int command_help(const struct options *o);
/* The UI in a terminal; where standard output is none, the same story as text. */
int command_watch(const struct options *o);

/* Standard output is flushed; 1 after a sentence if that failed. */
int finish_output(int status);
