/* SPDX-License-Identifier: MIT */
/* A trace as text for people: an event a line, in aligned columns, told as story_tell tells it. */
#pragma once
#include "base/buf.h"
#include "trace/model.h"

/* The line above the columns, with its newline. */
void export_header(struct buf *out);

/* The event that m's cursor stands behind (number m->cursor - 1) as one line with its newline;
 * nothing if it is no longer in the trace, or there is none. Control characters never come
 * through. */
void export_line(struct buf *out, const struct model *m);
