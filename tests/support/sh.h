/* SPDX-License-Identifier: MIT */
/* The real program (LOOPSCOPE, or build/loopscope) in a line of shell: what it prints, what it says of
 * mistakes, and its exit status. To be run at the root of the project. */
#pragma once
#include "base/buf.h"

struct result {
    struct buf out, err;
    int status; /* as a shell has it: 128 + n after a signal */
};

/* To be called before all tests: $L is the program in what follows. */
int sh_find_program(void **state);
struct result sh(const char *line);
void result_free(struct result *r);
/* It ends well, says nothing on standard error, and has this in its output. */
void assert_line_prints(const char *line, const char *part);
