/* SPDX-License-Identifier: MIT */
/* The journal: how to step back. Before it lets the model apply an event it writes down what that
 * event can touch: the model's plain members, the rows of the tasks and the object it is about, and
 * what is known of its handle. Undoing it puts that back, which costs the same among ten tasks and
 * among a million.
 *
 * It keeps the last JOURNAL_MOST events and no more: farther back it is a checkpoint's turn. On a
 * long way only the last of it is written down, so that a long fold costs no more than one without a
 * journal. It reads nothing of the trace when it undoes: what was dropped there may be undone. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "trace/model.h"

enum { JOURNAL_MOST = 2048 }; /* a power of two */

struct journal {
    struct change *at; /* a ring: what event i did is at[i % JOURNAL_MOST] */
    uint32_t n;        /* how many are known: those of the last events before the model's cursor */
};

/* One that is all zero is empty. */
void journal_close(struct journal *j);
/* To be called when the model was changed otherwise than through its journal. */
static inline void journal_clear(struct journal *j)
{
    j->n = 0;
}

/* The model goes forth to the cursor, which must be in its trace. */
void journal_fold(struct journal *j, struct model *m, uint32_t cursor);
/* The model goes back to the cursor. false, and nothing was done: the journal does not reach so far. */
bool journal_undo(struct journal *j, struct model *m, uint32_t cursor);
