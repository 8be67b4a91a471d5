/* SPDX-License-Identifier: MIT */
/* The nearest event of a kind, without a look at those in between: by the trace's lists, and along its
 * links from one event of an actor to the one before. */
#pragma once
#include "trace/model.h"

/* Of a list of events, oldest first, the first at or behind `at` (by > 0), or the last before it;
 * TRACE_NONE: there is none. */
uint32_t nearest_of(const uint32_t *list, uint32_t n, uint32_t at, int by);

/* Does event i begin a turn of its actor's, a task's or a thread's? */
bool nearest_is_turn(const struct trace *t, uint32_t i);
/* The same of turns of an actor. `m` is the model at the end of the trace, or one at or behind `at` if that
 * is for one before it. false: too many events are to be passed by, and nothing is found out. */
bool nearest_turn(const struct model *m, uint32_t task, uint32_t at, int by, uint32_t *found);
