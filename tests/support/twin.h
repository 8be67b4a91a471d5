/* SPDX-License-Identifier: MIT */
/* A program in C beside one in Python (tests/programs/NAME.py), and what CPython did with that
 * (tests/golden). */
#pragma once
#include "loop/await.h"

struct twin {
    const char *name;
    const char *sentence;
    const struct async *(*module)(void);
};

/* All of tests/programs, in the order of their names; the last is NULL. Made at build time. */
extern const struct twin *const twins[];

/* A test whose state is a twin. Its run equals tests/golden/NAME.seq byte for byte, and
 * NAME.ndjson in all but these: the start line; locals; lines on standard error, where tracebacks
 * differ; our own events and objects (sync, warning, thread, job, process, obj); places of cancellations
 * and of finished futures; "by":"thread"; 2 for 2.0; where a callback that failed is defined. Of the
 * numbers of events what is left is their order. What it prints is NAME.out. */
void goes_as_in_cpython(void **state);
