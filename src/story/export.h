/* SPDX-License-Identifier: MIT */
/* A trace as text for people: an event a line, in aligned columns, told as story_tell tells it; or
 * moment after moment. */
#pragma once
#include "base/buf.h"
#include "story/moments.h"
#include "trace/model.h"

/* The line above the columns, with its newline. */
void export_header(struct buf *out);

/* The event that m's cursor stands behind (number m->cursor - 1) as one line with its newline;
 * nothing if it is no longer in the trace, or there is none. Control characters never come
 * through. */
void export_line(struct buf *out, const struct model *m);

/* The moment that ends at m's cursor: its number, its events and its headline on a line, then the
 * lines of its why; nothing if none ends there. */
void export_moment(struct buf *out, const struct model *m, const struct moments *moments);
