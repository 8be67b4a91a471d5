/* SPDX-License-Identifier: MIT */
/* What tasks and threads cost on this machine, measured: to start some, and to hand over between two.
 * On a real clock only; on a virtual one nothing costs anything. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "loop/coro.h"

struct task_cost {
    double run;      /* seconds to make, run and end one */
    double handover; /* seconds from the turn of one to the turn of another */
};

/* To be awaited, or run: makes n > 0 tasks, and then two that take turns. *to must stay until then. */
struct coro *task_cost(size_t n, struct task_cost *to);

struct thread_cost {
    size_t
        threads; /* that were there at once: as many as asked for, but no more than the system lets be */
    size_t most;     /* … that we let be ours */
    double start;    /* seconds to start one */
    double bytes;    /* of memory that one takes */
    double handover; /* seconds until the other one goes on */
};

/* Starts up to n threads that wait, ends them all, and then lets two wake each other. */
struct thread_cost thread_cost(size_t n);
/* How many threads this process may start without coming near what the system allows. */
size_t threads_most(void);
/* So much computing took so long, with nothing else in this program beside it: was so much else going on
 * that what is measured here says little? */
bool machine_is_busy(double computed, double took);
/* Bytes of memory that this process takes now. */
size_t resident_bytes(void);
