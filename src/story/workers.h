/* SPDX-License-Identifier: MIT */
/* Threads beside the loop that nobody schedules: those of its pool, and those that a live program has. */
#pragma once
#include "base/buf.h"
#include "trace/trace.h"

/* Is it one of them? */
bool worker_is(const struct trace *t, uint32_t actor);
/* The function that is all it runs; NULL: it is a pool's, and gets one call after the other. */
const char *worker_runs(const struct trace *t, uint32_t actor);
/* "Thread 2 of the pool"; where there may be several, as in a live program, by its name: "Thread heart". */
void worker_put(struct buf *b, const struct trace *t, uint32_t actor);
