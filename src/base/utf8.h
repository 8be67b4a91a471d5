/* SPDX-License-Identifier: MIT */
/* UTF-8, one character at a time. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* Decodes the character at s (n > 0 bytes left) into *c and returns how many bytes it took. A byte
 * that starts no valid character (overlong, surrogate, cut short, stray) yields *c = UTF8_BAD and
 * takes one byte. */
#define UTF8_BAD 0xfffffffful
size_t utf8_decode(const char *s, size_t n, uint32_t *c);

/* Encodes c into out (room for UTF8_MOST) and returns the length. */
enum { UTF8_MOST = 4 };
size_t utf8_encode(uint32_t c, char *out);

/* Columns that c takes on a terminal: 0, 1 or 2; -1 for what must not get there: a terminal would
 * obey it, or it would hide or reorder what stands around it. The same in every locale. */
int utf8_width(uint32_t c);

/* Columns that n bytes take; a byte that is no character takes one, and what has no width none. */
int utf8_columns(const char *s, size_t n);

/* The first character of s (n > 0 bytes left) as it may be shown: as it is, or escaped as Python
 * does, \n \x1b \u202e, if it is such a one or no character at all. Returns the length in `out`. */
enum { UTF8_ESCAPE = 12 };
size_t utf8_plain(char out[UTF8_ESCAPE], const char *s, size_t n);
