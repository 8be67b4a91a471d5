/* SPDX-License-Identifier: MIT */
/* What is counted, and which words were met, while a trace is cut into moments: so that each of
 * them, and the end, can be told without looking through the trace. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/trace.h"

/* Words that a learner cannot know. Each is explained where it is first met in the trace. */
enum word {
    WORD_LOOP,
    WORD_QUEUE,
    WORD_AWAIT,
    WORD_FUTURE,
    WORD_TICK,
    WORD_SLEEP,
    WORD_POLL,
    WORD_CALL,  /* an awaited call of an async def: no task */
    WORD_PLAIN, /* a line outside every loop */
    WORD_BLOCK,
    WORD_CANCEL,
    WORD_SWITCH, /* a thread that could go on is made to wait */
    WORD_REQUEST,
    WORDS
};

struct tally {
    uint32_t met[WORDS]; /* the event that makes the moment it was first met in, + 1; 0: not yet */
    uint32_t tasks, turns;    /* without those that asyncio.run() closes with */
    uint32_t ended[OUTCOMES]; /* of these, in each way */
    uint32_t threads;         /* of the tasks, these are */
    double slept, blocked;    /* seconds, of all together */
    double longest;           /* … of the longest block */
    double computed;          /* seconds of computing, of all together */
    uint32_t sleeps;
    bool overlapped; /* two slept at once */
    bool beside;     /* threads computed beside each other, with no GIL */
    bool asked;      /* among the sleeps are waits for an answer, or for a thread of the pool */
    bool deadlocked;

    double time;       /* of the event seen last */
    uint32_t sleepers; /* at that time */
    bool *asleep;      /* by actor - 1 */
    size_t asleep_cap;
};

void tally_close(struct tally *y);
/* Takes in event i; own: its task is one that asyncio.run() closes with. */
void tally_see(struct tally *y, const struct trace *t, uint32_t i, bool own);

/* The END of the turn before the one that begins with this BEGIN; TRACE_NONE: there was none, or it
 * is no longer kept. */
uint32_t turn_before(const struct trace *t, uint32_t begin);
/* Is it the first turn of its task, for certain? begin may be TRACE_NONE. */
bool turn_is_first(const struct trace *t, uint32_t begin);
/* The moment that event `head` makes meets the word. */
static inline void tally_meet(struct tally *y, enum word word, uint32_t head)
{
    if (!y->met[word])
        y->met[word] = head + 1;
}
static inline bool tally_first(const struct tally *y, enum word word, uint32_t head)
{
    return y->met[word] == head + 1;
}
/* The words that are met in the moment which event `head` makes; begin: that of its turn, or
 * TRACE_NONE. */
void tally_words(struct tally *y, const struct trace *t, uint32_t head, uint32_t begin);
