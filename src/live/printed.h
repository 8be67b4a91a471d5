/* SPDX-License-Identifier: MIT */
/* What comes from a program's terminal, beside what the program tells that it prints. Most is the same;
 * what nobody has told of (a child's, os.write) is found by taking away what was. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"

struct printed {
    struct buf told, seen;   /* and not yet found in the other */
    size_t told_at, seen_at; /* so many bytes of them are done with */
    uint64_t came;           /* bytes, from the terminal */
};

void printed_close(struct printed *p);
/* The program says that it prints this. */
void printed_told(struct printed *p, const char *s, size_t n);
/* This has come from its terminal. */
void printed_seen(struct printed *p, const char *s, size_t n);
/* Is there something of which it is not known yet who printed it? */
bool printed_open(const struct printed *p);
/* How much has come from the terminal, ever. */
uint64_t printed_so_far(const struct printed *p);
/* Some bytes of which nobody told, or NULL: there are none. Of what had come up to `certain`, counted as
 * printed_so_far does, the program has told all that it was going to. They are good until the next
 * call. */
const char *printed_rest(struct printed *p, uint64_t certain, size_t *n);
