/* SPDX-License-Identifier: MIT */
/* A moment in words: what happened, in one sentence, and why, in two lines at the most. It is a
 * pure function of trace and cursor, never of what somebody has seen before. Each line is printable
 * text of at most MOMENT_COLUMNS columns; what the program itself made is escaped and cut. */
#pragma once
#include "base/buf.h"
#include "story/moments.h"
#include "trace/model.h"

struct moment {
    bool veiled; /* to be set before: nothing is told of the order of those who are ready */
    struct buf headline, why[2]; /* the second line of why may be there without the first */
};

/* Tells the moment that ends at the model's cursor, in an empty one; false, and nothing is told: none
 * does. Of the moments must have been seen the event behind the cursor, if there
 * is one. */
bool story_moment(const struct model *m, const struct moments *moments, struct moment *to);
void moment_free(struct moment *to);

/* Appends all that is told at the model's cursor, a line each: of the moment that ends there, or else of the
 * event. */
void story_lines(const struct model *m, const struct moments *moments, struct buf *out);
