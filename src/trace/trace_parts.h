/* SPDX-License-Identifier: MIT */
/* What a trace is made of, for the files that append to it: notes as words (notes.c), and what can be
 * looked up (index.c). What nearly every event needs is inline: they come by the million. */
#pragma once
#include "trace/libraries.h"
#include "trace/trace.h"

/* ---- notes ---- */

enum { MEMO = 256, KNOWN = 64 };

/* The notes of TRACE_CHUNK events. */
struct chunk {
    uint32_t front; /* where the ready queue began before the first of them (trace/handles.h) */
    uint32_t *words;
    size_t nwords, cap;
    struct memo {
        uint32_t hash, at, n;
    } memo[MEMO]; /* where notes seen lately are */
    struct known {
        uint32_t number, at, place;
    } same[KNOWN], frames[KNOWN], names[KNOWN]; /* where notes are that say the same, those that say
                                                   nothing but known frames, or a name */
};

enum { SEEN = 256, ORIGINS = 64 };

struct kept_origin {
    struct origin origin;
    struct kept_origin *before;
};

struct scratch {
    struct seen {
        const char *from, *to;
    } seen[SEEN]; /* what names lately at these places were interned as */
    struct note note;
    struct frame *frames;
    size_t cap;
    uint32_t inner; /* the place of the frame that was written last */
    uint32_t *out;  /* words being written */
    size_t nout, out_cap;
    uint32_t *last; /* by actor: number + 1 of its latest event */
    size_t nlast, last_cap;
    struct kept_origin *origins[ORIGINS], *last_origin; /* those met lately, and all of them */
    struct newcomer {
        uint32_t note, chunk; /* its note, and the chunk that has that, from 1 */
        const struct origin *from;
        const char *name;
    } newcomer; /* the last actor that was told of */
    char names[4][24];
    unsigned name;
};

/* With room for so many words; it grows if they are more. */
struct chunk *chunk_new(size_t words);
/* No more notes come: what room is left over is given back. */
void chunk_end(struct chunk *c);
void chunk_free(struct chunk *c);
static inline struct chunk *chunk_of(const struct trace *t, uint32_t i)
{
    return t->chunks[i / TRACE_CHUNK];
}

/* A name that stays as long as the trace; NULL is none. */
const char *notes_intern(struct trace *t, const char *name);
/* Into event e, with the place. */
void notes_keep_new(struct trace *t, struct chunk *c, struct event *e, const struct note *n);
static inline void notes_keep(struct trace *t, struct chunk *c, struct event *e,
                              const struct note *n)
{
    struct known *same = &c->same[n->same % KNOWN];
    if (!n->same || same->number != n->same) {
        notes_keep_new(t, c, e, n);
        *same = (struct known){n->same, e->note, e->place};
    }
    e->note = same->at;
    e->place = same->place;
}
void notes_close(struct scratch *s);

/* ---- what can be looked up ---- */

void index_add_last(struct scratch *s, uint32_t actor);
/* How far before i the event before it of the same actor is; 0: there is none. */
static inline uint32_t link_previous(struct trace *t, uint32_t i, uint32_t actor)
{
    struct scratch *s = t->scratch;
    if (actor >= s->nlast)
        index_add_last(s, actor);
    uint32_t last = actor ? s->last[actor] : 0;
    s->last[actor] = i + 1;
    return last ? i + 1 - last : 0;
}

void index_begin(struct trace *t, uint32_t i, const struct event *e);
void index_other(struct trace *t, uint32_t i, const struct event *e, const struct note *n);
/* Nearly all events are of these kinds. */
static inline void index_event(struct trace *t, uint32_t i, const struct event *e,
                               const struct note *n)
{
    if (e->kind == EV_SOON) {
        handles_push(&t->handles, e->handle, e->actor, i);
    } else if (e->kind == EV_BEGIN) {
        if (!event_is_within(e))
            handles_take(&t->handles, e->handle, i);
        index_begin(t, i, e);
    } else if (e->kind == EV_END) {
        if (t->nlibrary && n && n->nframes && !(n->has & HAS_LIBRARY))
            libraries_ran(t, e->actor);
        t->running = 0;
        t->inside = false;
    } else {
        index_other(t, i, e, n);
    }
}

/* What the lists have of what was dropped. */
void index_drop(struct trace *t);
void index_close(struct scratch *s);
