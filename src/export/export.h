/* SPDX-License-Identifier: MIT */
/* A trace in the formats of other programs: each is written as the model goes through the trace, an
 * event at a time, or at its cursor only. The trace must be known to its end, so that names are final;
 * and of what is written nothing but what waits for its end is kept. */
#pragma once
#include <stdio.h>

#include "base/buf.h"
#include "trace/model.h"

struct export
{
    const struct export_format *format;
    const struct model *m; /* behind the event that is told */
    FILE *f;               /* where it is written; NULL: all of it stays in … */
    struct buf out;        /* … what is ready */
    bool by_event;         /* the axis is the number of the event, and not its time */
    bool full;             /* the format takes no more: the rest can be left out */
    int64_t at;            /* when the event happened, on that axis: nanoseconds. Events are a
                              microsecond apart; or if they are of one time a nanosecond, so that
                              their order is seen */
    void *state;           /* the format's own */
};

struct export_format {
    const char *name;
    bool walks;   /* it tells of all events; else it shows the tasks as they are at the cursor */
    bool axis;    /* of time or of events: it can have both */
    size_t state; /* bytes of the struct that it keeps meanwhile, all zero at first */
    void (*begin)(struct export *x); /* before the first event … */
    void (*event)(struct export *x); /* … behind each, if it tells of all … */
    void (*end)(struct export *x);   /* … and behind the last, or at the cursor */
};

void export_begin(struct export *x);
/* Behind one more event. */
void export_event(struct export *x);
/* All is written; export_close must follow. */
void export_end(struct export *x);
void export_close(struct export *x);

/* What is ready is written, if it is worth it: between things of which there may be millions. */
void export_flush(struct export *x);

extern const struct export_format export_chrome, export_gantt, export_sequence, export_dot,
    export_csv;
