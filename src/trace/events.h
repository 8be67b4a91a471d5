/* SPDX-License-Identifier: MIT */
/* The events of a trace by their numbers, in batches. A batch is open, or packed into a few bytes an
 * event (trace/pack.h), or both. The one that grows is open, and so are those that were made or
 * looked at lately; the one that nobody has looked at for the longest time gives its room to the
 * next, and is packed if it never was. So what is written goes to the same few batches of memory
 * again and again, which a processor likes, and a history of millions of events takes a tenth of
 * their bytes. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "trace/pack.h"

/* How many batches may be open: those that were made lately; all, when they are looked at. */
enum { OPEN_NEW = 64, OPEN_MOST = 1024 };

/* Room for an open batch. */
struct open_batch {
    struct batch batch; /* first, so that either is found by the other */
    uint32_t number;
    struct open_batch *newer, *older; /* in the order of looks; the one that grows is in none */
};

#define NO_BATCH UINT32_MAX /* the number of a batch that is not there */

struct stored {
    struct batch *open; /* NULL: it is not */
    uint8_t *packed;    /* NULL: it is not, or was dropped */
    uint32_t bytes;     /* of these */
    uint32_t look;      /* which look it was that brought it to the front */
};

struct events {
    struct stored *batches; /* by number / BATCH */
    size_t nbatches, cap;
    struct batch *growing; /* the last one; NULL: there is none */
    struct open_batch *newest, *oldest;
    uint32_t nopen, looks;
    struct batch *passed; /* where those are unpacked that are only passed … */
    uint32_t passing;     /* … and which one is there; NO_BATCH: none */
    size_t packed;        /* bytes */
    uint32_t gone;        /* batches before this one were dropped */
};

void events_init(struct events *s);
void events_close(struct events *s);

/* The next batch begins: it is `growing`. */
void events_grow(struct events *s);

/* For events_batch. */
const struct batch *events_open(struct events *s, struct stored *l);
/* The batch that has event i, at i % BATCH; good until OPEN_MOST / 2 others were looked at, or
 * another was begun. */
static inline const struct batch *events_batch(struct events *s, uint32_t i)
{
    struct stored *l = &s->batches[i / BATCH];
    return l->open && s->looks - l->look < OPEN_MOST / 2 ? l->open : events_open(s, l);
}

/* For events_pass. */
const struct batch *events_unpack(struct events *s, uint32_t number);
/* The same for whoever passes many of them and looks at none again: it opens nothing. Good until the
 * next call. */
static inline const struct batch *events_pass(struct events *s, uint32_t i)
{
    const struct batch *open = s->batches[i / BATCH].open;
    return open ? open : i / BATCH == s->passing ? s->passed : events_unpack(s, i / BATCH);
}

/* Forgets the events from <= i < to, which are whole batches and the oldest. */
void events_drop(struct events *s, uint32_t from, uint32_t to);
/* Bytes that they take, open and packed. */
size_t events_bytes(const struct events *s);
