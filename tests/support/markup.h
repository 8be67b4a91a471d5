/* SPDX-License-Identifier: MIT */
/* What tests ask of an SVG document. */
#pragma once
#include <stddef.h>

#include "base/buf.h"

/* How often `what` stands in s. */
size_t count_text(const char *s, const char *what);
void assert_contains(const struct buf *b, const char *what);
void assert_lacks(const struct buf *b, const char *what);
/* Every element that is opened is closed, in order, and every attribute is quoted. */
void assert_well_formed(const char *s);
