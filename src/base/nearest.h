/* SPDX-License-Identifier: MIT */
/* What somebody may have meant who typed a name that there is not: of the names tried, the one with
 * the least letters wrong, missing, too many or changed with their neighbours: Damerau's distance
 * (F. J. Damerau, "A technique for computer detection and correction of spelling errors", 1964). */
#pragma once
#include <stddef.h>

enum { NEAREST_MOST = 32 }; /* letters of a name */

struct nearest {
    const char *word;
    size_t len;
    const char *name; /* NULL: none is near enough */
    size_t wrong;     /* letters of it */
    char said[NEAREST_MOST + 32];
};

void nearest_begin(struct nearest *n, const char *word, size_t len);
void nearest_try(struct nearest *n, const char *name);
/* "; did you mean 'NAME'?", or "". Good while n is. */
const char *nearest_said(struct nearest *n);
