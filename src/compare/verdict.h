/* SPDX-License-Identifier: MIT */
/* A comparison in words, one sentence each: what two runs have in common, and one of their
 * differences. */
#pragma once
#include "base/buf.h"
#include "compare/compare.h"

/* "count ends at 1.000, count-sync at 3.000: 6 of 7 lines are the same, in another order." */
void verdict_of_all(struct buf *out, const struct comparison *c);
/* Where the time goes that one of them needs longer, or, where neither does, what else is another thing: "Neither
 * spends time computing: what is won is waiting, not work." Nothing where there is nothing to say. */
void verdict_of_time(struct buf *out, const struct comparison *c);
/* Of difference i, from 1. "First difference: the second line of output: “One” at 0.000 (count), …"
 * Nothing where there is none. most: columns of a line that is quoted. */
void verdict_of_one(struct buf *out, const struct comparison *c, size_t i, int most);
