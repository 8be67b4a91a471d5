/* SPDX-License-Identifier: MIT */
/* Computing on a virtual clock, where there are fewer processors than those who compute. Who computes has
 * a processor for a slice of time, and gives it to the next in line; if nobody waits, it keeps it.
 * With one processor and slices of sys.getswitchinterval() that is what CPython's global lock (the
 * GIL) makes of threads; with several it is what a system makes of processes.
 *
 * Within, time is whole nanoseconds, so that nothing depends on how often one looks. CPython 3.11
 * Python/ceval_gil.h. */
#pragma once
#include <stdint.h>

/* One who computes. */
struct share {
    struct share *next; /* in line; the first ones have a processor */
    int64_t left;       /* what it has yet to compute */
    int64_t slice;      /* … until it gives way to another */
    int64_t done;       /* when it was through; -1 before */
};

struct processors {
    int n;
    int64_t slice, now;
    int64_t due; /* when the first of those in line will be through */
    struct share *line;
};

/* How long CPython leaves the GIL to one while others wait for it, in seconds. */
#define SWITCH_INTERVAL 0.005

/* So many, and none of them is used. */
struct processors processors_of(int n, double slice);
/* Someone begins to compute for so long. */
void share_begin(struct processors *p, struct share *s, double now, double seconds);
/* They compute until `now`. */
void share_run(struct processors *p, double now);
/* It computes no more, whatever was left. */
void share_end(struct processors *p, struct share *s);
/* When the next one will be through; INFINITY: nobody computes. */
double share_due(const struct processors *p);
/* When this one was; negative: it is not yet. */
double share_done(const struct share *s);
/* Someone begins to compute, and it is waited for: when it is through. */
double share_wait(struct processors *p, double now, double seconds);
