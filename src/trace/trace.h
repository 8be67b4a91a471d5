/* SPDX-License-Identifier: MIT */
/* A trace: the events of one run, in order, and what can be looked up in them. It only grows at its
 * end, and may be dropped at its start, a chunk of 65536 events at a time; events keep their
 * numbers.
 *
 * An event is found by its number, from 0. Those that nobody has looked at lately are packed
 * (trace/events.h). A chunk has the notes of its events. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/checked.h"
#include "base/remark.h"
#include "base/source.h"
#include "event.h"
#include "trace/events.h"
#include "trace/handles.h"
#include "trace/objects.h"
#include "trace/places.h"

enum { TRACE_CHUNK = 65536 };
#define TRACE_NONE UINT32_MAX /* no event */

/* What is the same for all tasks, or other actors, that one line makes of one coroutine. */
struct origin {
    const char *coro;
    const char *def;    /* the file its coroutine is defined in … */
    uint32_t def_line;  /* … and the line */
    uint32_t def_place; /* … and both of them; 0: that is not known */
    uint32_t made;      /* the place that made it */
    uint32_t loop;      /* the L number of the loop it belongs to; 0: of none */
};

/* What never changes about a task or another actor, once it was created. There may be a million of
 * them. */
struct actor {
    const struct origin *from;
    const char *name; /* NULL where it has none of its own */
    uint32_t number;  /* among its kind: the 7 of T7 */
    uint32_t created; /* number of the event */
    uint32_t maker;   /* the task in whose turn that was; 0: in none */
    uint8_t kind;     /* enum actor_kind; ACTOR_PROGRAM: nobody told of it */
    bool own;         /* asyncio.run()'s own, made for its end */
    bool started;     /* a thread that the program itself started: it has a row as tasks do */
};

struct trace {
    struct observer observer; /* appends what it sees; first, so that it can be handed to a loop */
    struct events *events;
    struct chunk **chunks;
    size_t nchunks, cap;
    uint32_t first, end; /* the events that are there: first <= i < end */

    struct actor *actors;          /* by id - 1 */
    uint32_t nactors, actors_gone; /* gone: so many of them are, and zero */
    size_t actors_cap;
    uint32_t loop; /* the L number of the loop that was made last */
    uint32_t
        *outs; /* events that print, oldest first (also of what was dropped: check trace.first) */
    uint32_t nouts;
    size_t outs_cap;
    uint32_t *ticks; /* the TICK event of tick n is ticks[n - 1] */
    uint32_t nticks;
    size_t ticks_cap;
    /* What has columns of its own where time is drawn: the BEGIN of each task's turn, the first of
     * neighbouring callbacks and of what came of transfers before them, and what is done outside of
     * all handles. */
    uint32_t *deeds;
    uint32_t ndeeds;
    size_t deeds_cap;
    uint32_t *own; /* … of these, by their places, the turns of asyncio.run()'s own tasks */
    uint32_t nown;
    size_t own_cap;
    uint32_t *library; /* the tasks of libraries (libraries.h), by id */
    uint32_t nlibrary;
    size_t library_cap;
    uint32_t *waits; /* JUMP, IDLE and BLOCK events: where time goes by */
    uint32_t nwaits;
    size_t waits_cap;
    uint32_t *workers; /* the threads of the loop's pool, by id */
    uint32_t nworkers;
    size_t workers_cap;
    uint32_t first_block;          /* the first BLOCK event, or TRACE_NONE */
    bool inside, calling, closing; /* a handle runs; the last one was a callback's; run() ends */
    uint32_t *warnings;            /* WARNING, LOOP_ERROR and DEADLOCK events */
    uint32_t nwarnings;
    size_t warnings_cap;
    uint64_t lists_gone;    /* members of these lists that tell of what was dropped, and are zero */
    struct handles handles; /* which are ready, and which timers are set, when */
    struct objects objects; /* when locks, queues, … changed */

    bool threads;                 /* the program makes threads, and they have rows */
    uint32_t running;             /* whose turn it is, 0: nobody's */
    bool real;                    /* its clock is real time, and not virtual */
    const char *file;             /* the program's own source file, as START says; NULL before */
    const struct source *sources; /* what is known of the program's files, the caller's */
    size_t nsources;
    const struct remarks *remarks; /* of the lesson, the caller's; may be NULL */
    const struct turns *turns;     /* how tasks have spent their time, the caller's; may be NULL */
    struct strings
        *strings; /* every name once, for ever: a pointer stays good as long as the trace */
    struct places places;
    struct scratch *scratch;
};

void trace_init(struct trace *t);
void trace_close(struct trace *t);

/* Copies the event and its note behind the last. Notes that repeat within a chunk are stored once.
 */
void trace_append(struct trace *t, const struct event *e, const struct note *note);

/* Forgets the chunks that lie wholly before event i. */
void trace_drop(struct trace *t, uint32_t i);
/* Forgets the n actors behind the first so many, of which it tells nothing any more. */
void trace_forget_actors(struct trace *t, uint32_t from, uint32_t n);

/* first <= i < end. Good until the trace grows, or events were looked at in many other places
 * (events_batch). */
static inline const struct event *trace_at(const struct trace *t, uint32_t i)
{
    checked(i >= t->first && i < t->end);
    return &events_batch(t->events, i)->events[i % BATCH];
}
/* The same for whoever passes many events and looks at none again: good until the next call. Those
 * behind it in its batch (trace/events.h) follow it. */
static inline const struct event *trace_pass(const struct trace *t, uint32_t i)
{
    checked(i >= t->first && i < t->end);
    return &events_pass(t->events, i)->events[i % BATCH];
}
/* Its note, all zero if it has none; valid until the next call. */
const struct note *trace_note(const struct trace *t, uint32_t i);
/* The place of an event or a row; never NULL. */
static inline const struct place *trace_place(const struct trace *t, uint32_t place)
{
    checked(place < t->places.n);
    return &t->places.at[place];
}
static inline uint32_t trace_line(const struct trace *t, uint32_t place)
{
    checked(place < t->places.n);
    return t->places.at[place].line;
}
/* The source of a file, NULL for the program's own; NULL: it is not known. */
const struct source *trace_source(const struct trace *t, const char *file);
/* The `when` or else the `number` of its note, without reading the rest; 0 if it has neither. */
double trace_number(const struct trace *t, uint32_t i);
double trace_number_in(const struct trace *t, uint32_t i, const struct event *e);
/* How many frames its note has, without reading them. */
uint32_t trace_frames(const struct trace *t, uint32_t i);
/* The number of the event before i that is about the same actor, or TRACE_NONE. */
uint32_t trace_previous(const struct trace *t, uint32_t i);
/* NULL if nobody told of it. */
const struct actor *trace_actor(const struct trace *t, uint32_t id);
/* The same; NULL if it is neither a task nor a thread that the program started. */
const struct actor *trace_task(const struct trace *t, uint32_t id);
/* Is it one of the threads that the program started, or its main thread? */
bool trace_is_thread(const struct trace *t, uint32_t actor);
/* Its number among its kind; for one that nobody told of, its id. */
uint32_t trace_number_of(const struct trace *t, uint32_t id);
/* The id of task T`number`, 0 if there is none. */
uint32_t trace_find_task(const struct trace *t, uint32_t number);
/* Task-7, or its own name; in a buffer that the next few calls use again. */
const char *trace_task_name(const struct trace *t, uint32_t id);

/* The same string for the same bytes, as long as the trace lives. */
const char *trace_intern(struct trace *t, const char *s, size_t n);

/* Bytes that its events and notes take, and the notes alone. */
size_t trace_bytes(const struct trace *t);
size_t trace_note_bytes(const struct trace *t);

/* Names as docs/trace.md has them. */
extern const char *const event_names[EV_KINDS];
extern const char *const event_means[EV_KINDS];
extern const char *const awaited_names[ON_KINDS];
extern const char *const leg_names[LEG_KINDS];
extern const char *const handle_names[HANDLE_WHATS]; /* "" for HANDLE_NONE */
extern const char *const outcome_names[OUTCOMES];
extern const char *const deed_names[DEEDS];
