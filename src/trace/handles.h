/* SPDX-License-Identifier: MIT */
/* What is known of handles along a trace: which were made ready, in order, which timers were set, and
 * with which event each was so no longer. It grows with the trace; a model has only places in it, and
 * sees what was so at its cursor. So nothing of it is ever copied or put back, however many there
 * are. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "trace/handle_map.h"

#define HANDLE_STAYS UINT32_MAX /* it was not taken out, or not cancelled */

/* A handle in the ready queue. */
struct entry {
    uint32_t handle, task; /* task: 0 for a callback */
    uint32_t event;        /* the SOON, FIRE or IO that put it there */
    uint32_t source;       /* the SOON or TIMER that says what it does */
    uint32_t uncalled;     /* the UNCALL that cancelled it there, or HANDLE_STAYS */
};

/* What is kept of it: there are millions. */
struct made {
    uint32_t handle, event;
    uint32_t what; /* its task; 0: a callback; with OF_TIMER, the place of the timer that it was */
};
#define OF_TIMER 0x80000000u

/* There are millions of these, too. */
struct __attribute__((packed, aligned(4))) timer_entry {
    double when;     /* seconds */
    uint32_t handle; /* … */
    uint32_t event;  /* the TIMER that set it */
    uint32_t taken;  /* the event that took it out */
};

/* A handle that was taken although others were before it. */
struct out_of_turn {
    uint32_t event;
    uint32_t front; /* from there on the queue was written anew; HANDLE_STAYS: it was not */
};

enum { TIMER_BLOCK = 1024 };

/* What is the same for so many timers that were set one after another. */
struct timer_block {
    double soonest;
    uint32_t alive, last; /* how many are set; the event that took one out last */
    bool gone;            /* they were let go of */
};

struct handles {
    struct made *made; /* all that were ever made ready */
    uint32_t nmade;
    uint32_t front, taken; /* those that wait begin there; so many behind it do not wait */
    size_t made_cap;
    struct handle_map early; /* by their places, those that were taken before the front was: when */
    struct handle_map uncalled; /* by their places, those that were cancelled: when */
    struct handle_map ready;    /* those that wait, once one was looked for among many */
    struct out_of_turn *odd;
    uint32_t nodd;
    size_t odd_cap;

    struct timer_entry *timers; /* all that were ever set */
    uint32_t ntimers, set;      /* set: how many are */
    size_t timers_cap;
    struct timer_block *blocks;
    size_t blocks_cap;
    struct handle_map timer; /* those that are set */
    uint32_t *uncalls;       /* UNCALLs that took out a timer */
    uint32_t nuncalls;
    size_t uncalls_cap;

    uint32_t gone, blocks_gone; /* entries and blocks before these were let go of … */
    uint32_t more_gone;         /* … and so many more blocks */
};

void handles_close(struct handles *h);

/* Event i of the trace … makes the handle ready, behind all others; */
static inline void handles_push(struct handles *h, uint32_t handle, uint32_t what, uint32_t i)
{
    h->made = xgrow(h->made, &h->made_cap, h->nmade + 1, sizeof *h->made);
    h->made[h->nmade] = (struct made){handle, i, what};
    if (h->ready.n)
        handle_map_put(&h->ready, handle, h->nmade);
    h->nmade++;
}
/* … takes it out of the ready queue, wherever it is, if it is there; */
void handles_take_any(struct handles *h, uint32_t handle, uint32_t i);
static inline void handles_take(struct handles *h, uint32_t handle, uint32_t i)
{
    bool all_wait = !h->taken && !h->ready.n && h->front < h->nmade;
    if (all_wait && h->made[h->front].handle == handle)
        h->front++;
    else
        handles_take_any(h, handle, i);
}
/* … sets a timer, if it is not set; */
void handles_set(struct handles *h, uint32_t handle, uint32_t i, double when);
/* … lets it fall due: it is made ready; */
void handles_fire(struct handles *h, uint32_t handle, uint32_t i);
/* … cancels it, as a timer or in the ready queue. */
void handles_uncall(struct handles *h, uint32_t handle, uint32_t i);

/* What only events before `first` can have seen is let go of; then those that waited began at that
 * front. */
void handles_drop(struct handles *h, uint32_t first, uint32_t front);
size_t handles_bytes(const struct handles *h);

/* ---- at a cursor ---- */

/* The ready queue, as places among all that were made ready. */
struct ready_entries {
    uint32_t front,
        made; /* from <= place < made, but for those that were taken before their turn */
    uint32_t n;
};

struct set_timers {
    uint32_t set; /* places before it were set */
    uint32_t n;   /* how many of them still are */
};

/* Event i made one ready. */
static inline void entries_push(struct ready_entries *r)
{
    r->made++;
    r->n++;
}
/* For entries_take. */
void entries_take_odd(const struct handles *h, struct ready_entries *r, uint32_t i);
void entries_pass(const struct handles *h, struct ready_entries *r, uint32_t i);
/* Event i took this one out, or was meant to. */
static inline void entries_take(const struct handles *h, struct ready_entries *r, uint32_t i,
                                uint32_t handle)
{
    if (r->n && h->made[r->front].handle == handle) {
        r->front++;
        if (--r->n != r->made - r->front)
            entries_pass(h, r, i);
    } else {
        entries_take_odd(h, r, i);
    }
}
/* The k-th, k < r->n, of a queue at that cursor. */
struct entry entries_at(const struct handles *h, const struct ready_entries *r, uint32_t cursor,
                        uint32_t k);

/* Event i set a timer, or was meant to; took one out so that it is ready now; cancelled one. NULL: it did
 * not. */
const struct timer_entry *set_timers_add(const struct handles *h, struct set_timers *s, uint32_t i);
bool set_timers_fire(const struct handles *h, struct set_timers *s, const struct ready_entries *r);
bool set_timers_uncall(const struct handles *h, struct set_timers *s, uint32_t i);
/* The `most` that fall due first, by `when`, and of the same by their numbers, of those set at that cursor;
 * returns how many there are. How often somebody looked, since the program began: for tests. */
uint32_t set_timers_first(const struct handles *h, const struct set_timers *s, uint32_t cursor,
                          struct timer_entry *out, uint32_t most);
extern uint64_t set_timers_looks;
/* All of them, in no order; `out` has room for s->n. */
uint32_t set_timers_all(const struct handles *h, const struct set_timers *s, uint32_t cursor,
                        struct timer_entry *out);
static inline bool timer_due_before(const struct timer_entry *a, const struct timer_entry *b)
{
    return a->when < b->when || (a->when == b->when && a->handle < b->handle);
}

/* The first ones, as far as they are known: so many are the least of all. */
enum { SOONEST = 16 };
struct soonest {
    struct timer_entry at[SOONEST];
    uint32_t n;
};
/* One joins n others, or leaves. */
void soonest_join(struct soonest *f, uint32_t n, const struct timer_entry *e);
void soonest_leave(struct soonest *f, uint32_t handle);
