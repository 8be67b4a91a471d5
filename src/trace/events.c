/* SPDX-License-Identifier: MIT */
#include "trace/events.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* ---- in the order of looks ---- */

static void take_out(struct events *s, struct open_batch *o)
{
    *(o->newer ? &o->newer->older : &s->newest) = o->older;
    *(o->older ? &o->older->newer : &s->oldest) = o->newer;
}

static void to_front(struct events *s, struct open_batch *o)
{
    o->newer = NULL;
    o->older = s->newest;
    *(s->newest ? &s->newest->newer : &s->oldest) = o;
    s->newest = o;
    s->batches[o->number].look = s->looks++;
}

static void to_end(struct events *s, struct open_batch *o)
{
    o->newer = s->oldest;
    o->older = NULL;
    *(s->oldest ? &s->oldest->older : &s->newest) = o;
    s->oldest = o;
}

/* ---- room ---- */

static void keep_packed(struct events *s, struct stored *l)
{
    uint8_t bytes[PACKED_MOST];
    l->bytes = (uint32_t)pack(bytes, l->open);
    l->packed = memcpy(xmalloc(l->bytes), bytes, l->bytes);
    s->packed += l->bytes;
}

/* That of the batch at the end. */
static struct open_batch *take_oldest(struct events *s)
{
    struct open_batch *o = s->oldest;
    take_out(s, o);
    if (o->number == NO_BATCH)
        return o;
    struct stored *l = &s->batches[o->number];
    if (!l->packed)
        keep_packed(s, l);
    l->open = NULL;
    return o;
}

/* Room for batch `number` while fewer than `most` are open, or else that of another. */
static struct open_batch *take_room(struct events *s, uint32_t number, uint32_t most)
{
    struct open_batch *o;
    if (s->nopen < most) {
        s->nopen++;
        o = xmalloc(sizeof *o);
    } else {
        o = take_oldest(s);
    }
    o->number = number;
    s->batches[number].open = &o->batch;
    return o;
}

void events_grow(struct events *s)
{
    uint32_t number = (uint32_t)s->nbatches;
    s->batches = xgrow(s->batches, &s->cap, ++s->nbatches, sizeof *s->batches);
    s->batches[number] = (struct stored){0};
    if (s->growing)
        to_front(s, (struct open_batch *)s->growing);
    s->growing = &take_room(s, number, OPEN_NEW)->batch;
}

const struct batch *events_open(struct events *s, struct stored *l)
{
    struct open_batch *o = (struct open_batch *)l->open;
    if (l->open == s->growing)
        return s->growing;
    if (o) {
        take_out(s, o);
    } else {
        o = take_room(s, (uint32_t)(l - s->batches), OPEN_MOST);
        unpack(&o->batch, l->packed);
    }
    to_front(s, o);
    return &o->batch;
}

const struct batch *events_unpack(struct events *s, uint32_t number)
{
    if (!s->passed)
        s->passed = xmalloc(sizeof *s->passed);
    unpack(s->passed, s->batches[number].packed);
    s->passing = number;
    return s->passed;
}

/* ---- life ---- */

void events_init(struct events *s)
{
    *s = (struct events){.passing = NO_BATCH};
}

void events_drop(struct events *s, uint32_t from, uint32_t to)
{
    for (uint32_t k = from / BATCH; k < to / BATCH; k++) {
        struct stored *l = &s->batches[k];
        struct open_batch *o = (struct open_batch *)l->open;
        if (o) {
            o->number = NO_BATCH;
            take_out(s, o);
            to_end(s, o);
        }
        free(l->packed);
        s->packed -= l->bytes;
        *l = (struct stored){0};
    }
    s->gone = to / BATCH;
    xrelease(s->batches, s->gone * sizeof *s->batches);
}

size_t events_bytes(const struct events *s)
{
    return s->packed + s->nopen * sizeof(struct open_batch) +
           (s->nbatches - s->gone) * sizeof *s->batches;
}

void events_close(struct events *s)
{
    while (s->newest) {
        struct open_batch *o = s->newest;
        take_out(s, o);
        free(o);
    }
    for (size_t k = 0; k < s->nbatches; k++)
        free(s->batches[k].packed);
    free(s->growing);
    free(s->passed);
    free(s->batches);
    *s = (struct events){0};
}
