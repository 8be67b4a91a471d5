/* SPDX-License-Identifier: MIT */
/* Results that are kept in files, compared byte for byte. Who runs a test with UPDATE_GOLDEN=1 writes
 * them anew, and the test fails all the same: somebody has to look at what changed. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"

/* Compares with a file, or writes it. The test fails at the first line that differs. */
void golden_check(const char *path, const struct buf *now);
/* The same of what is there of it so far, that a test fails early; nothing is written. */
void golden_check_so_far(const char *path, const struct buf *now);
/* Fails if something was written. */
void golden_end(void);
