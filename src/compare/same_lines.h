/* SPDX-License-Identifier: MIT */
/* Which lines of two texts the other has not: what is left when the longest common subsequence is
 * taken away. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct line_marks {
    bool *differs; /* by line, from 1 */
    uint32_t n;    /* lines */
};

/* Marks the lines of two texts, NULL for one that is not known: then none is marked. Blank ones never
 * are. Where very long parts differ they are compared line by line. */
void same_lines(const char *a, const char *b, struct line_marks *of_a, struct line_marks *of_b);
void line_marks_close(struct line_marks *m);
