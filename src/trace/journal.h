/* SPDX-License-Identifier: MIT */
/* The journal: how to step back. Before it lets the model apply an event it writes down what that
 * event can touch: the model's plain members, the rows of the tasks and the object it is about, and
 * what is known of its handle. Undoing it puts that back, which costs the same among ten tasks and
 * among a million.
 *
 * It keeps the last JOURNAL_MOST events, or more of a big model, up to JOURNAL_LONGEST: farther back it
 * is a checkpoint's turn, and a copy of that costs more the bigger it is. On a long way only the last
 * of it is written down, so that a long fold costs no more than one without a journal. It reads
 * nothing of the trace when it undoes: what was dropped there may be undone. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "trace/model.h"

enum { JOURNAL_MOST = 2048, JOURNAL_LONGEST = 1 << 16 }; /* powers of two */

struct journal {
    struct change *at; /* a ring: what event i did is at[i % most] */
    uint32_t most;     /* 0: nothing was written yet */
    uint32_t n;        /* how many are known: those of the last events before the model's cursor */
};

/* One that is all zero is empty. */
void journal_close(struct journal *j);
/* To be called when the model was changed otherwise than through its journal. */
static inline void journal_clear(struct journal *j)
{
    j->n = 0;
}

/* How many events it shall keep where the model is so big. */
uint32_t journal_room(const struct model *m);
/* From here on it keeps so many, if it is empty; never fewer than before. */
void journal_make_room(struct journal *j, uint32_t most);
/* The model goes forth to the cursor, which must be in its trace. */
void journal_fold(struct journal *j, struct model *m, uint32_t cursor);
/* The model goes back to the cursor. false, and nothing was done: the journal does not reach so far. */
bool journal_undo(struct journal *j, struct model *m, uint32_t cursor);
