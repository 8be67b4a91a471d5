/* SPDX-License-Identifier: MIT */
/* Where a line is about to call a coroutine that then waits. No event names such a line: what a task
 * does names the innermost one. But where its turn ends, the calls are told that it is in. */
#pragma once
#include "breaks/functions.h"
#include "breaks/reach.h"

/* Of the Python files of a program, by the trace's list of sources. */
struct defs {
    struct functions *files;
    size_t n;
};

void defs_read(struct defs *p, const struct trace *t);
void defs_close(struct defs *p);

/* How many events had happened when a line had yet to make the call that the END i tells of, and which
 * of its frames is the line's; TRACE_NONE: it makes none there, or made it before this turn. The
 * innermost frame calls nobody. */
uint32_t calls_before(const struct trace *t, const struct defs *p, uint32_t i,
                      const struct place *line, size_t *frame);
