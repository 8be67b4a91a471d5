/* SPDX-License-Identifier: MIT */
/* What tests ask of a text. */
#pragma once
#include "base/buf.h"

/* How many newlines it has, and what stands behind the first. */
size_t lines(const struct buf *b);
const char *second_line(const struct buf *b);

/* No control character but the newline, nothing that hides or reorders, no bytes that are no text;
 * else the test fails and says in what. */
void assert_plain(const char *what, const struct buf *b);
