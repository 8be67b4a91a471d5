/* SPDX-License-Identifier: MIT */
/* Locals, as far as events tell them: those of a task's innermost frame, where it prints and where
 * it stops. */
#pragma once
#include "trace/trace.h"

/* The event i, or the latest before it of the same actor, that tells locals; TRACE_NONE: none does
 * that is kept and not too far away. */
uint32_t told_at(const struct trace *t, uint32_t i);
/* Does event i itself? */
bool told_in(const struct trace *t, uint32_t i);
/* What such an event tells: "name=repr" lines, good until the trace grows; "" for none. */
const char *told_locals(const struct trace *t, uint32_t i);
/* The repr of the local whose name has n bytes, to the end of its line, *len bytes; NULL: it is not
 * among the lines. */
const char *told_value(const char *locals, const char *name, size_t n, size_t *len);
