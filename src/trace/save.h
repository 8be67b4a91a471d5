/* SPDX-License-Identifier: MIT */
/* A trace as text for programs: NDJSON, an event a line (docs/trace.md), and seq, a line per handle
 * run. */
#pragma once
#include "base/buf.h"
#include "trace/model.h"

enum { TRACE_VERSION = 1 };

/* What the "impl" of a trace says that this program made. */
extern const char own_name[];

/* The event behind m's cursor (number m->cursor - 1) as one line of NDJSON. The START event carries
 * the version and the sources. */
void save_event(struct buf *out, const struct model *m);

/* The same event for the seq format: nothing, or one or more whole lines. */
void save_seq(struct buf *out, const struct model *m);
