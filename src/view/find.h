/* SPDX-License-Identifier: MIT */
/* Looking for a text. One without capitals is found in either case; one with capitals only as it
 * stands. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "draw/screen.h"

/* Where the text is in the n bytes of s; n: it is not, or it is empty. */
size_t view_find(const char *s, size_t n, const char *text);
/* Is it in s? NULL has nothing. */
bool view_has(const char *s, const char *text);
/* Marks it wherever it stands on a row of the window. */
void view_mark_found(struct win w, const char *text);
