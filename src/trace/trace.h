/* SPDX-License-Identifier: MIT */
/* A trace: the events of one run, in order, and what can be looked up in them. It only grows at its
 * end, and may be dropped at its start, a chunk at a time; events keep their numbers.
 *
 * An event is found by its number, from 0. A chunk holds 65536 of them (2 MB, a huge page) and the
 * notes of these. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "event.h"

enum { TRACE_CHUNK = 65536 };
#define TRACE_NONE UINT32_MAX /* no event */

/* What never changes about a task, once it was created. */
struct task_facts {
    const char *name, *coro, *file, *def; /* def: the file of its coroutine's definition */
    uint32_t def_line, src_line; /* where the coroutine is defined; the line that made the task */
    uint32_t created;            /* number of the event */
};

struct trace {
    struct observer observer; /* appends what it sees; first, so that it can be handed to a loop */
    struct chunk **chunks;
    size_t nchunks, cap;
    uint32_t first, end; /* the events that are there: first <= i < end */

    struct task_facts *tasks; /* by T number - 1; a task never created has a NULL coro */
    uint32_t ntasks;
    size_t tasks_cap;
    uint32_t
        *outs; /* events that print, oldest first (also of what was dropped: check trace.first) */
    uint32_t nouts;
    size_t outs_cap;
    uint32_t *ticks; /* the TICK event of tick n is ticks[n - 1] */
    uint32_t nticks;
    size_t ticks_cap;
    uint32_t *warnings; /* WARNING, LOOP_ERROR and DEADLOCK events */
    uint32_t nwarnings;
    size_t warnings_cap;

    const char *file;             /* the program's own source file, as START says; NULL before */
    const struct source *sources; /* what is known of the program's files, the caller's */
    size_t nsources;
    struct strings
        *strings; /* every name once, for ever: a pointer stays good as long as the trace */
    struct scratch *scratch;
};

void trace_init(struct trace *t);
void trace_close(struct trace *t);

/* Copies the event and its note behind the last. Notes that repeat within a chunk are stored once.
 */
void trace_append(struct trace *t, const struct event *e, const struct note *note);

/* Forgets the chunks that lie wholly before event i. */
void trace_drop(struct trace *t, uint32_t i);

/* first <= i < end. */
const struct event *trace_at(const struct trace *t, uint32_t i);
/* Its note, all zero if it has none; valid until the next call. */
const struct note *trace_note(const struct trace *t, uint32_t i);
/* The file of the line that event i says; NULL: the program's own. */
const char *trace_file(const struct trace *t, uint32_t i);
/* The `when` or else the `number` of its note, without reading the rest; 0 if it has neither. */
double trace_number(const struct trace *t, uint32_t i);
/* The number of the event before i that is about the same task, or TRACE_NONE. */
uint32_t trace_previous(const struct trace *t, uint32_t i);
/* Facts of T number `task`; NULL if unknown. */
const struct task_facts *trace_task(const struct trace *t, uint32_t task);
/* Task-7, or its own name; in a buffer that the next few calls use again. */
const char *trace_task_name(const struct trace *t, uint32_t task);

/* The same string for the same bytes, as long as the trace lives. */
const char *trace_intern(struct trace *t, const char *s, size_t n);

/* Bytes that its events and notes take. */
size_t trace_bytes(const struct trace *t);

/* Names as docs/trace.md has them. */
extern const char *const event_names[EV_KINDS];
extern const char *const event_means[EV_KINDS];
extern const char *const awaited_names[ON_KINDS];
extern const char *const outcome_names[4];
