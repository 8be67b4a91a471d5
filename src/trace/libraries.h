/* SPDX-License-Identifier: MIT */
/* The tasks of libraries: their coroutine is defined in none of the program's files, and they have not run a
 * line of those either, as far as the trace is known. A program's main task is its own in any case, and so are
 * those of asyncio's public functions, which the program itself has made tasks of. */
#pragma once
#include "trace/trace.h"

/* A task was created; an event tells of a line of the program's that it ran. */
void libraries_learn(struct trace *t, uint32_t task, const struct note *n);
void libraries_ran(struct trace *t, uint32_t task);

bool libraries_have(const struct trace *t, uint32_t task);
/* How many there are among the tasks up to this one. */
uint32_t libraries_upto(const struct trace *t, uint32_t task);
/* Of the tasks that are none of theirs, the k-th, from 0. */
uint32_t libraries_skip(const struct trace *t, uint32_t k);
