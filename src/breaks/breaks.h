/* SPDX-License-Identifier: MIT */
/* Breakpoints: lines of the program before which it stops, perhaps only if something is true; and a
 * local behind whose changes it does. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "breaks/condition.h"
#include "breaks/reach.h"
#include "breaks/watch.h"

struct breakpoint {
    uint32_t place;              /* of the trace: a line of a file */
    struct condition *condition; /* NULL: none */
    uint32_t before, after;      /* how often one stops for it up to a cursor, and behind that */
};

struct breaks {
    struct breakpoint *at; /* by file and line */
    size_t n, cap;
    char *watched; /* the local's name; NULL: none is */
    uint32_t counted,
        cursor; /* before and after are of the events before one, and of that cursor */
};

void breaks_close(struct breaks *b);

/* The one on a line of a file, NULL for the program's own; NULL: there is none. */
const struct breakpoint *breaks_find(const struct breaks *b, const struct trace *t,
                                     const char *file, uint32_t line);
/* One is set there, or gets another condition, which is its own from now on; NULL: none. */
void breaks_set(struct breaks *b, struct trace *t, const char *file, uint32_t line,
                struct condition *condition);
/* NULL: no local is watched any more. */
void breaks_watch(struct breaks *b, const char *name);
void breaks_remove(struct breaks *b, const struct breakpoint *one);

/* Where one stops before the line of event i, as a cursor; TRACE_NONE: there is no breakpoint, or the
 * line runs already. */
uint32_t breaks_stop(const struct breaks *b, const struct trace *t, uint32_t i);
/* Takes so many more events into before and after, if there are any; both begin anew where the
 * cursor is another. false: all were taken in. */
bool breaks_count(struct breaks *b, const struct trace *t, uint32_t cursor, uint32_t events);
/* The first event behind the cursor before whose line one stops here; TRACE_NONE: none. */
uint32_t breaks_here(const struct breaks *b, const struct trace *t, uint32_t cursor);
