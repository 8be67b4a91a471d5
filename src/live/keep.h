/* SPDX-License-Identifier: MIT */
/* A trace that is written while it happens: whole lines, each in the file at once; and beside it, in a
 * file of its own (NAME.out), what the program wrote to its terminal. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct keep {
    int trace, output; /* -1: not kept */
    int error;         /* the errno that ended it; 0: none did */
};

/* NULL: nothing is kept. 0, or an exit status after a sentence. */
int keep_open(struct keep *k, const char *path);
void keep_close(struct keep *k);
/* A line without its end. */
void keep_line(struct keep *k, const char *s, size_t n);
void keep_output(struct keep *k, const char *s, size_t n);
