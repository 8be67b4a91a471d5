/* SPDX-License-Identifier: MIT */
/* How tasks have spent their time: how many turns each had, and how long it was ready, ran and
 * waited. No row of the model carries that, as there are rows by the million; it is found out once
 * for the whole trace, and written down where each turn begins. What has happened to a task since
 * its latest turn began, its row at the cursor knows. */
#pragma once
#include <stdint.h>

#include "trace/model.h"

/* Of one task. */
struct spent {
    double in[3];   /* seconds ready, running and waiting: see spent_in */
    float longest;  /* seconds that its longest turn took */
    uint32_t turns; /* that it has begun */
};

static inline double spent_in(const struct spent *s, enum task_state state)
{
    return state >= TASK_READY && state <= TASK_WAITING ? s->in[state - TASK_READY] : 0;
}

/* The tasks at some event of the trace. */
struct task_clocks {
    struct task_clock *at; /* by actor - 1 */
    size_t cap;
    uint32_t n;    /* the last actor */
    uint32_t seen; /* events */
    bool threads;  /* one of them has started: the main one, which runs */
};

/* All zero: nothing was looked at yet. */
struct turns {
    struct task_clocks front, /* as far as was looked */
        base;                 /* where what is kept of the trace begins */
    struct turn_chunk **chunks;
    size_t nchunks, cap;
    size_t gone; /* clocks that were let go of */
};

void turns_close(struct turns *s);
/* Takes in the events before `upto` that it has not seen yet. */
void turns_see(struct turns *s, const struct trace *t, uint32_t upto);
/* To be called before the trace drops the events before `first`. */
void turns_drop(struct turns *s, const struct trace *t, uint32_t first);
/* Forgets the n tasks behind the first so many, which have ended before that. */
void turns_forget(struct turns *s, uint32_t from, uint32_t n);

/* What it takes. */
size_t turns_bytes(const struct turns *s);

/* What a task has spent up to the model's cursor, by the turns of its trace, which must have seen all
 * before that. */
struct spent turns_spent(const struct model *m, uint32_t task);
