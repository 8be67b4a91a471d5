/* SPDX-License-Identifier: MIT */
/* Where a line of the program is about to run. Events tell what a line did: that it printed, or that
 * its await has begun. So before it runs is before the first event of what it does. */
#pragma once
#include <stdbool.h>

#include "trace/trace.h"

/* What a line does before the event that names it is no more than so many events, or not looked at. */
enum { REACH_FAR = 256 };

/* Is the place of this event the line that runs? */
bool reach_names_line(const struct trace *t, const struct event *e);
/* How many events had happened when the line of event i had yet to run; TRACE_NONE: the event names
 * none, or goes on with one that runs already. */
uint32_t reach_before(const struct trace *t, uint32_t i);
