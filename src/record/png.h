/* SPDX-License-Identifier: MIT */
/* Pixels of cairo's as a PNG. What we paint is flat but for letters: rows as they are, deflated, make a smaller
 * file than rows that are foretold from their neighbours, as cairo writes them, in a third of the time. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"

/* Appends it: w times h pixels of CAIRO_FORMAT_ARGB32, the rows `stride` bytes apart. rsvg_load() must have found
 * all it needs. False: zlib could not. */
bool png_write(struct buf *out, const unsigned char *pixels, int w, int h, int stride);
