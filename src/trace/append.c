/* SPDX-License-Identifier: MIT */
/* A trace grows at its end, and is dropped at its start. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "trace/strings.h"
#include "trace/trace_parts.h"

void trace_drop(struct trace *t, uint32_t i)
{
    for (; i - t->first >= TRACE_CHUNK; t->first += TRACE_CHUNK) {
        events_drop(t->events, t->first, t->first + TRACE_CHUNK);
        chunk_free(t->chunks[t->first / TRACE_CHUNK]);
        t->chunks[t->first / TRACE_CHUNK] = NULL;
    }
    index_drop(t);
}

static void add_chunk(struct trace *t)
{
    if (t->end / TRACE_CHUNK == TRACE_NONE / TRACE_CHUNK)
        die("the trace is full: it can number %u events", t->end);
    t->chunks = xgrow(t->chunks, &t->cap, t->nchunks + 1, sizeof(struct chunk *));
    struct chunk *last = t->nchunks ? t->chunks[t->nchunks - 1] : NULL, *next;
    if (last)
        chunk_end(last);
    t->chunks[t->nchunks++] = next = chunk_new(last ? last->nwords : 1024);
    next->front = t->handles.front;
}

/* Where event i, the next one, goes. */
static inline struct batch *room_for(struct trace *t, uint32_t i)
{
    if (i % BATCH == 0) {
        if (i % TRACE_CHUNK == 0)
            add_chunk(t);
        events_grow(t->events);
    }
    return t->events->growing;
}

/* Word by word, each as wide as it was just written: a processor waits if it must read several writes
 * as one. */
static inline void put_event(struct event *to, const volatile struct event *e)
{
    to->time = e->time;
    to->tick = e->tick;
    to->actor = e->actor;
    to->handle = e->handle;
    to->ref = e->ref;
    to->note = 0;
    to->rest = e->rest;
    to->place = 0;
}

static inline void append(struct trace *t, const struct event *e, const struct note *note)
{
    uint32_t i = t->end;
    struct batch *batch = room_for(t, i);
    struct event *to = &batch->events[i % BATCH];
    put_event(to, e);
    if (note)
        notes_keep(t, t->chunks[t->nchunks - 1], to, note);
    batch->previous[i % BATCH] = link_previous(t, i, e->actor);
    t->end = i + 1;
    index_event(t, i, e, note);
}

void trace_append(struct trace *t, const struct event *e, const struct note *note)
{
    append(t, e, note);
}

static void see(struct observer *o, const struct event *e, const struct note *note)
{
    append((struct trace *)o, e, note);
}

const struct source *trace_source(const struct trace *t, const char *file)
{
    file = file ? file : t->file;
    for (size_t i = 0; file && i < t->nsources; i++)
        if (!strcmp(t->sources[i].name, file))
            return &t->sources[i];
    return NULL;
}

uint32_t trace_previous(const struct trace *t, uint32_t i)
{
    uint32_t distance = events_batch(t->events, i)->previous[i % BATCH];
    return distance && i - distance >= t->first ? i - distance : TRACE_NONE;
}

size_t trace_bytes(const struct trace *t)
{
    return events_bytes(t->events) + trace_note_bytes(t) + handles_bytes(&t->handles) +
           objects_bytes(&t->objects);
}

void trace_init(struct trace *t)
{
    *t = (struct trace){.observer.see = see, .first_block = TRACE_NONE};
    t->events = xmalloc(sizeof *t->events);
    events_init(t->events);
    t->strings = strings_new();
    places_init(&t->places);
    t->scratch = xcalloc(1, sizeof *t->scratch);
}

void trace_close(struct trace *t)
{
    for (size_t k = 0; k < t->nchunks; k++)
        chunk_free(t->chunks[k]);
    events_close(t->events);
    free(t->events);
    strings_free(t->strings);
    places_free(&t->places);
    notes_close(t->scratch);
    index_close(t->scratch);
    free(t->scratch);
    free(t->chunks);
    free(t->actors);
    free(t->outs);
    free(t->ticks);
    free(t->warnings);
    free(t->deeds);
    free(t->own);
    free(t->library);
    free(t->waits);
    free(t->workers);
    handles_close(&t->handles);
    objects_close(&t->objects);
    *t = (struct trace){0};
}
