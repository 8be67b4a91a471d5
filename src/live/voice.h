/* SPDX-License-Identifier: MIT */
/* What is told of a program while it runs: what it tells itself, and what only loopscope knows of it (what a
 * child of its printed, a warning, how it ended), in one row; and the same is kept in a file. */
#pragma once
#include "event.h"
#include "live/keep.h"

struct voice {
    struct observer *to;
    const char *program; /* what it is called */
    bool real;           /* it is on its own clock */
    bool started;        /* START has been told */
    struct event last;   /* that it told, for the time and tick of our own */
    struct keep keep;
};

/* An event of its own. The line that it came in is kept by itself (keep_line). */
void voice_pass(struct voice *v, const struct event *e, const struct note *n);
/* It runs: one that makes no loop does not tell so itself. */
void voice_start(struct voice *v);
/* That was printed, and the program did not tell so; line by line, as what is printed is told. */
void voice_printed(struct voice *v, const char *text, size_t n);
void voice_warn(struct voice *v, const char *text);
/* It has ended, as waitpid says; the exit status. */
int voice_ended(struct voice *v, int status);
