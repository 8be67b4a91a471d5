/* SPDX-License-Identifier: MIT */
/* Breakpoints: lines of the program before which it stops, perhaps only if something is true; and a
 * local behind whose changes it does. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "breaks/calls.h"
#include "breaks/condition.h"
#include "breaks/watch.h"

struct breakpoint {
    uint32_t place;              /* of the trace: a line of a file */
    struct condition *condition; /* NULL: none */
    uint32_t before, after;      /* how often one stops for it up to a cursor, and behind that */
};

struct breaks {
    struct breakpoint *at; /* by file and line */
    size_t n, cap;
    struct defs defs; /* its functions, once there has been a breakpoint */
    char *watched;    /* the local's name; NULL: none is */
    uint32_t changes; /* grows when a line is set or taken away */
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
/* The trace has other sources than when one was set. */
void breaks_read_again(struct breaks *b, const struct trace *t);
void breaks_remove(struct breaks *b, const struct breakpoint *one);

/* A way through the trace from a cursor: 1 on, -1 back. */
struct way {
    uint32_t from;
    int by;
};

/* Is it on the way, and nearer than another place, which is on it too or TRACE_NONE? */
bool breaks_nearer(struct way way, uint32_t to, uint32_t than);
/* Where one stops first for what event i tells, as a cursor; TRACE_NONE: nowhere on the way. */
uint32_t breaks_stop(const struct breaks *b, const struct trace *t, uint32_t i, struct way way);
/* The breakpoint whose line is about to run at a cursor, and the event that tells so; NULL: none. */
const struct breakpoint *breaks_here(const struct breaks *b, const struct trace *t, uint32_t cursor,
                                     uint32_t *event);
/* Takes so many more events into before and after, if there are any; both begin anew where the
 * cursor is another. false: all were taken in. */
bool breaks_count(struct breaks *b, const struct trace *t, uint32_t cursor, uint32_t events);
