/* SPDX-License-Identifier: MIT */
/* Files of a folder in one run of bytes, each behind its length: what a format gives that makes several. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"

/* Appends a file. */
void folder_add(struct buf *out, const struct buf *file);
/* The next file, from `*at` on, which is 0 at first; false: there is none. What it gets is a part of `all`. */
bool folder_next(const struct buf *all, size_t *at, const char **file, size_t *n);
