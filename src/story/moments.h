/* SPDX-License-Identifier: MIT */
/* Moments: the larger of the two sizes of step. A moment is a run of neighbouring events that one
 * would tell a learner in a sentence: "Task-2 starts count() and prints “One”." Every event is in
 * exactly one. Its last event is a stop; a step goes from stop to stop.
 *
 * Cutting needs no more than an event, what runs, and what is growing, so the list of stops grows
 * with the trace. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "story/tally.h"
#include "trace/trace.h"

enum { MOMENT_COLUMNS = 78 }; /* that a line about one may take */

/* By what the moment that is growing goes on. */
enum growth {
    GROWS_NOT,
    GROWS_START,    /* the program starts; if a loop is made at once, that is meant */
    GROWS_SETUP,    /* asyncio.run(): to its run */
    GROWS_TASKS,    /* tasks made by one on one line */
    GROWS_DONE,     /* a task is done: who is told, and the end of its turn */
    GROWS_CALLBACK, /* a callback runs, and the same ones behind it */
    GROWS_FUTURES,  /* a task finishes or cancels futures */
    GROWS_SYNC,     /* a lock or the like changes */
    GROWS_SOON,     /* a task puts a callback into the ready queue */
    GROWS_ERROR,    /* the loop reports an error: and what is printed of it */
    GROWS_SWITCH,   /* a thread waits or is done, or the clock jumps: another one goes on */
    GROWS_WRITE,    /* a thread writes, and perhaps loses an update */
    GROWS_TRANSFERS /* requests are on their way */
};

/* A moment. */
struct stop {
    uint32_t last;  /* its last event; the last moment may still grow */
    uint32_t head;  /* the event that makes it */
    uint32_t begin; /* with which the turn of a task begins in it, before the head; or TRACE_NONE */
    uint32_t count; /* how many of the head's kind: tasks made, callbacks run or put into the
                       queue, futures finished; of
                       CLOSE, how many tasks asyncio.run() cancelled; of TASK_DONE, whether the
                       task is asyncio.run()'s */
    uint32_t woken; /* tasks that became ready behind the head */
};

struct moments {
    struct stop *stops;
    size_t n, cap;
    size_t gone;   /* stops before this one were let go of, and are zero */
    uint32_t seen; /* events */
    struct tally tally;

    enum growth growth;
    bool open;          /* the last moment may grow */
    bool ending;        /* the main task is done; asyncio.run() is closing */
    uint32_t actor;     /* the task whose turn it is, 0 if none */
    uint32_t main;      /* asyncio.run()'s task */
    uint32_t made;      /* GROWS_TASKS: the task made last */
    uint32_t by, place; /* … by whom, and where */
    uint32_t done;      /* GROWS_DONE: the task */
    uint32_t begun;     /* the BEGIN of a task's turn that came last, + 1 */
    uint32_t left;      /* tasks that asyncio.run() has cancelled */
    bool threads;       /* it is a program of threads; `actor` is the one that has the baton */
    bool looping;       /* … that runs an event loop meanwhile */
    bool running;       /* GROWS_CALLBACK: it runs */
    bool eventful;      /* … and does more than to finish a future */
};

void moments_close(struct moments *m);
/* Takes in the events before `upto` that it has not seen yet. */
void moments_see(struct moments *m, const struct trace *t, uint32_t upto);

/* To be called before the trace drops the events before `first`: what it has of them goes, too. */
void moments_drop(struct moments *m, const struct trace *t, uint32_t first);
size_t moments_bytes(const struct moments *m);

/* How many end at the cursor or before it. */
size_t moments_before(const struct moments *m, uint32_t cursor);
/* The first stop behind the cursor, the last one before it, as a cursor; UINT32_MAX: none. */
uint32_t moments_next(const struct moments *m, uint32_t cursor);
uint32_t moments_previous(const struct moments *m, uint32_t cursor);
/* May the moment that ends at this cursor still grow? */
static inline bool moments_growing(const struct moments *m, uint32_t cursor)
{
    return m->open && m->n && m->stops[m->n - 1].last + 1 == cursor;
}
/* The moment that ends at this cursor, NULL if none does; *first: its first event. The event
 * behind the cursor must have been seen, if there is one. */
const struct stop *moments_at(const struct moments *m, uint32_t cursor, uint32_t *first);
