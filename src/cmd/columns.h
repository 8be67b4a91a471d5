/* SPDX-License-Identifier: MIT */
/* What the program says of itself on standard output, in lines of at most 80 columns. */
#pragma once
#include <stdio.h>

enum { COLUMNS_MOST = 80 };

/* A line that begins with `left` and has the text from column `at` on, wrapped at blanks; a left
 * part that is too long has a line of its own. */
void columns_put(FILE *f, int at, const char *left, const char *text);
