/* SPDX-License-Identifier: MIT */
/* A local by its name, of whatever task has it, in any of its frames. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "trace/trace.h"

/* What is told of it. Reprs are good until the trace grows. */
struct watched {
    uint32_t event;        /* that tells it */
    const char *now, *was; /* was: what was told before of the same function; NULL: nothing */
    size_t now_len, was_len;
};

/* What event i, or else an event of the same actor before it, tells of the local last. false: it is not
 * known, or not there. */
bool watch_look(const struct trace *t, uint32_t i, const char *name, struct watched *w);
/* Does event i tell that it is another now? */
bool watch_changes(const struct trace *t, uint32_t i, const char *name, struct watched *w);
