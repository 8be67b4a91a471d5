/* SPDX-License-Identifier: MIT */
/* What the threads that a program started did to the variables that they share, in the order in which
 * they did it: reads and writes, as far as the cursor; and what a variable would be if no update had been
 * lost. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "trace/model.h"

enum { DEEDS_SHOWN = 24 };

struct deeds {
    uint32_t n, reads, writes, early; /* reads before the first write */
    char letters[DEEDS_SHOWN];        /* 'r' and 'w', the first ones */
    bool lost;                        /* an update was */

    bool counts;     /* each write made a number of the one that its thread had read */
    bool adds;       /* … by adding 1 */
    int64_t is, due; /* the variable; and with all that was made of it */
};

/* Of one variable, by its number; 0: of all, and `counts` is of none. false: there are none, or the
 * trace is too long to look at all. */
bool deeds_of(const struct model *m, uint32_t object, struct deeds *d);
/* "both reads before the first write"; nothing if there is nothing to say. */
void deeds_tell(const struct deeds *d, struct buf *out);
/* "two adds: it should be 2", where it is something else. */
void deeds_tell_due(const struct model *m, const struct deeds *d, struct buf *out);
