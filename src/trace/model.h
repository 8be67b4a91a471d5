/* SPDX-License-Identifier: MIT */
/* The model: the world at the cursor. It is a pure fold of the trace up to there: model_apply is
 * the only thing that changes it, and no event is interpreted anywhere else. Rows hold numbers of
 * events, so that a view finds the words for what it shows in the trace. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/handles.h"
#include "trace/trace.h"

enum task_state {
    TASK_NONE,
    TASK_CREATED,
    TASK_READY,
    TASK_RUNNING,
    TASK_WAITING,
    TASK_ENDED,
    TASK_FAILED,
    TASK_CANCELLED,
    TASK_DESTROYED, /* while it was pending */
    TASK_STATES
};

/* Of a task that has ended. */
static inline enum task_state state_of_outcome(unsigned outcome)
{
    return outcome == OUTCOME_FAILED      ? TASK_FAILED
           : outcome == OUTCOME_CANCELLED ? TASK_CANCELLED
           : outcome == OUTCOME_DESTROYED ? TASK_DESTROYED
                                          : TASK_ENDED;
}

static inline bool state_is_over(unsigned s)
{
    return s >= TASK_ENDED && s < TASK_STATES;
}

/* A task at the cursor. Numbers of events are TRACE_NONE where there was none. */
struct row {
    uint32_t place : 20; /* where it stands: its innermost user frame … */
    uint32_t framed : 1; /* … or, if there was none yet, its def */
    uint32_t state : 4;  /* enum task_state */
    uint32_t on : 7;     /* enum awaited: what it waits for, or waited for before it became ready */
    uint32_t ref;        /* the future it waits or waited for (REF_TASK for a task) */
    uint32_t last;       /* the last event about it */
    uint32_t woken;      /* the SOON that scheduled its latest turn */
    uint32_t ran;        /* the BEGIN of its latest turn */
    uint32_t stopped;    /* the END of its latest turn: its note has the frames */
    uint32_t ended;      /* its TASK_DONE */
    uint32_t cancel;     /* the latest CANCEL of it */
};

_Static_assert(sizeof(struct row) == 32, "there may be a million of them");

struct model;

enum phase { PHASE_PROGRAM, PHASE_POLL, PHASE_TIMERS, PHASE_RUN, PHASE_OVER };

/* Which rows of a model are there, where they come when somebody looks at them. */
struct sight {
    void (*look)(struct model *m, uint32_t task); /* so that its row is there */
    void (*close)(struct sight *s);
};

struct model {
    const struct trace *trace;
    uint32_t cursor; /* events applied: all before this one */
    double time;     /* seconds */
    uint32_t tick;
    enum phase phase;
    uint32_t frozen, ran; /* handles of this tick; how many of them have begun */
    uint32_t handle;      /* that runs now, 0: none */
    uint32_t task;        /* whose step it is, 0: a callback's, or nobody's */
    uint32_t begin;       /* its BEGIN … */
    double began;         /* … and when that was */
    uint32_t poll;        /* the JUMP or IDLE of this tick, TRACE_NONE: poll did not sleep */
    uint32_t place;       /* the line that ran last */
    uint32_t line_task;   /* whose line that is, 0: the program's own */
    uint32_t main;        /* the main thread of a program that starts threads; 0: it has none */
    uint32_t switches;    /* of threads */
    bool variables;       /* one that tasks or threads share was read or written */
    bool loop;            /* a loop exists */
    bool synced;          /* a lock, a queue … has changed, and not only a transfer */
    bool closing;         /* the main task has ended: asyncio.run() is shutting down */
    int status;           /* of the program, once PHASE_OVER */

    uint32_t nrows, nobjects;
    uint32_t counts[TASK_STATES];
    uint32_t processes[2];   /* among the running and the waiting of these */
    uint32_t computing;      /* among the former: computes on cores that all of them share */
    uint32_t outs, warnings; /* how many of the trace's are before the cursor */
    struct ready_entries ready;
    struct set_timers timers;

    /* What is before this is all that says how it stands but for the rows. */
    struct row *rows; /* by actor id - 1 */
    size_t rows_cap;
    struct soonest *soonest; /* of the timers; NULL: nobody has asked for them */
    struct sight *sight;     /* which rows are there (trace/archive.h); NULL: all */
};

/* The members of a model before its rows. */
enum { MODEL_PLAIN = offsetof(struct model, rows) };

void model_init(struct model *m, const struct trace *t);
void model_close(struct model *m);

/* Applies event number m->cursor, which must be in the trace. */
void model_apply(struct model *m);
/* The same for all that are before the cursor. */
void model_fold(struct model *m, uint32_t cursor);

/* What is read is good until the model is changed, or its trace grows. */

/* Do threads act here that the program started? Not while it runs a loop beside them. */
static inline bool model_of_threads(const struct model *m)
{
    return m->trace->threads && !m->loop;
}

/* NULL if it was not created yet. */
const struct row *model_row(const struct model *m, uint32_t task);
/* The k-th handle of the ready queue, k < ready.n. */
struct entry model_ready(const struct model *m, uint32_t k);
/* Is this handle of the ready queue cancelled? */
static inline bool model_uncalled(const struct model *m, struct entry e)
{
    return e.uncalled < m->cursor;
}
/* The `most` timers that fall due first, in that order; returns how many there are. */
uint32_t model_timers(const struct model *m, struct timer_entry *out, uint32_t most);
/* Those from the k-th on, from 0, looking at each of them. */
uint32_t model_timers_from(const struct model *m, uint32_t k, struct timer_entry *out,
                           uint32_t most);

/* The latest SYNC event of object `number`, or TRACE_NONE. */
uint32_t model_object(const struct model *m, uint32_t number);

/* The same world? For tests: compares everything. */
bool model_same(const struct model *a, const struct model *b);

/* What it takes. */
size_t model_bytes(const struct model *m);

extern const char *const state_names[TASK_STATES];
