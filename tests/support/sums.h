/* SPDX-License-Identifier: MIT */
/* Check sums of what nobody could read through (FNV-1a), and chance that is the same everywhere. */
#pragma once
#include <stdint.h>

#include "base/buf.h"
#include "draw/screen.h"
#include "view/view.h"

#define NO_SUM UINT32_C(0x811c9dc5)

void sum_number(uint32_t *sum, uint32_t n);
void sum_text(uint32_t *sum, const char *s);
/* Characters and styles. */
void sum_cells(uint32_t *sum, const struct screen *s);
void sum_hit(uint32_t *sum, struct hit hit);
/* " name 01ab" */
void sum_put(struct buf *out, const char *name, uint32_t sum);

/* From 0 to n - 1. Any number is a beginning. Never twice among the arguments of one call: which of them comes first is
 * the compiler's to choose. */
int chance(uint32_t *dice, int n);
/* A blank one of at least that height and width, and of less than so many more lines and columns. */
void any_screen(struct screen *s, int h, int higher, int w, int wider, uint32_t *dice);
