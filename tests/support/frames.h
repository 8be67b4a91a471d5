/* SPDX-License-Identifier: MIT */
/* Screens to record, the same on every machine, and a look at what a terminal made of them. */
#pragma once
#include "draw/screen.h"
#include "draw/theme.h"
#include "tests/support/vt.h"

/* A frame as the views draw it: boxes, a highlighted line, a bar that grows with n. */
void draw_frame(struct screen *s, int n);
/* 0 … sides - 1, the same in each run. */
unsigned dice(unsigned sides);
/* Changes a few places of s in any style. */
void scribble(struct screen *s);

/* The terminal shows s, in characters, colours and attributes. */
void assert_vt_shows(const struct vt *v, const struct screen *s, const struct theme *t,
                     enum depth depth);

/* Appends what turns a terminal that shows `before` into one that shows `after`; of NULL, or of another size, it
 * knows nothing. */
void ansi_diff(struct buf *out, const struct screen *before, const struct screen *after,
               const struct theme *t, enum depth depth);
