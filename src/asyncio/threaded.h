/* SPDX-License-Identifier: MIT */
/* A program of threads (src/threads): what they do is told by the loop's emitter, on its clock. */
#pragma once
#include "loop/loop.h"
#include "threads/threads.h"

/* The calling thread is its main thread. */
void threaded_open(struct threads *t, struct loop *l, bool gil, const struct random *seeded,
                   const struct schedule *given);
/* Tells the draws of the run. */
void threaded_tell_schedule(const struct threads *t);
