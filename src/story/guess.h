/* SPDX-License-Identifier: MIT */
/* Foreseeing: who has the next turn? It is a question where two or more could have it: where two or
 * more tasks are ready, so that the order of the ready queue decides; and where none is, but two or
 * more sleep, so that their timers decide. The answer is in the trace, which tells whose turn begins
 * next. Nothing is asked that only chance decides, as it does between two pieces of I/O. */
#pragma once
#include "story/moment.h"
#include "trace/model.h"

enum {
    GUESS_MOST = 9,     /* candidates that are offered */
    GUESS_AHEAD = 4096, /* events looked ahead over for the next turn */
};

struct guess {
    uint32_t begin;  /* with which the turn begins, ahead of the cursor: it is known by that */
    uint32_t answer; /* whose turn it is */
    uint32_t tasks[GUESS_MOST]; /* that could have it, by number; the answer is among them */
    uint32_t n;
    bool asleep; /* none of them is ready */
};

/* Is there something to foresee at the model's cursor? The trace must go on for GUESS_AHEAD events
 * behind it, if it does at all. */
bool guess_make(const struct model *m, struct guess *g);
/* The question, at the same cursor. */
void guess_ask(const struct guess *g, struct buf *b);
/* Right or wrong, what is right, and why; `said` is a task. Tells it in an empty moment. */
void guess_tell(const struct model *m, const struct guess *g, uint32_t said, struct moment *to);
