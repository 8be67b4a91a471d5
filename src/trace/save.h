/* SPDX-License-Identifier: MIT */
/* A trace as text for programs: NDJSON, an event a line (docs/trace.md), and seq, a line per handle
 * run. */
#pragma once
#include "base/buf.h"
#include "trace/model.h"

enum { TRACE_VERSION = 1 };

/* What the "impl" of a trace says that this program made. */
extern const char own_name[];

/* A source file that is saved with the trace. The first has the name of the program's own file. */
struct trace_source {
    const char *name, *text;
    size_t len;
};

/* The event behind m's cursor (number m->cursor - 1) as one line of NDJSON. The START event carries
 * the version and the sources, which may be NULL with n = 0. */
void save_event(struct buf *out, const struct model *m, const struct trace_source *sources,
                size_t n);

/* The same event for the seq format: nothing, or one or more whole lines. */
void save_seq(struct buf *out, const struct model *m);
