/* SPDX-License-Identifier: MIT */
/* Whole files, and what commands print, for tests. */
#pragma once
#include <stdio.h>

#include "base/buf.h"

/* Appends what is left in f, which stays open. */
void read_stream(struct buf *b, FILE *f);
/* To be freed; the test fails if there is no such file. */
struct buf read_file(const char *path);
/* What a line of shell prints; to be freed. */
struct buf output_of(const char *command);
/* CC, or "cc". */
const char *compiler(void);
