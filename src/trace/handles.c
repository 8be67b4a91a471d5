/* SPDX-License-Identifier: MIT */
#include "trace/handles.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* ---- the ready queue ---- */

static struct entry *entry_at(struct handle_queue *q, uint32_t k)
{
    return &q->at[(q->head + k) & (q->size - 1)];
}

void handle_queue_close(struct handle_queue *q)
{
    free(q->at);
    *q = (struct handle_queue){0};
}

/* The n entries of a queue, in order, to `at`. */
static void unroll(struct entry *at, const struct handle_queue *q)
{
    uint32_t first = q->size - q->head < q->n ? q->size - q->head : q->n;
    if (!q->n)
        return;
    memcpy(at, q->at + q->head, first * sizeof *at);
    memcpy(at + first, q->at, (q->n - first) * sizeof *at);
}

/* An empty queue gets room for n. */
static void make_room(struct handle_queue *q, uint32_t n)
{
    uint32_t size = q->size ? q->size : 16;
    while (size < n)
        size *= 2;
    if (size == q->size)
        return;
    free(q->at);
    *q = (struct handle_queue){.at = xmalloc(size * sizeof *q->at), .size = size};
}

void handle_queue_copy(struct handle_queue *to, const struct handle_queue *from)
{
    make_room(to, from->n);
    unroll(to->at, from);
    to->head = 0;
    to->n = from->n;
}

size_t handle_queue_bytes(const struct handle_queue *q)
{
    return q->n * sizeof *q->at;
}

void handle_queue_grow(struct handle_queue *q)
{
    struct handle_queue old = *q;
    *q = (struct handle_queue){0};
    make_room(q, old.n + 1);
    unroll(q->at, &old);
    q->n = old.n;
    free(old.at);
}

void handle_queue_pull(struct handle_queue *q, uint32_t handle)
{
    uint32_t k = 0;
    while (k < q->n && handle_queue_at(q, k)->handle != handle)
        k++;
    if (k == q->n)
        return;
    for (; k; k--)
        *entry_at(q, k) = *handle_queue_at(q, k - 1);
    q->head = (q->head + 1) & (q->size - 1);
    q->n--;
}

void handle_queue_unpush(struct handle_queue *q)
{
    q->n--;
}

void handle_queue_untake(struct handle_queue *q, struct entry e)
{
    if (q->n == q->size)
        handle_queue_grow(q);
    q->head = (q->head - 1) & (q->size - 1);
    q->n++;
    *entry_at(q, 0) = e;
}

/* ---- the first of a set: as many as are known are the least of all ---- */

uint64_t handle_set_looks;

/* It is the k-th from now on, and what has no room is forgotten. */
static void insert_first(struct soonest *f, uint32_t k, const struct timer_entry *e)
{
    f->n += f->n < SOONEST;
    memmove(f->at + k + 1, f->at + k, (f->n - 1 - k) * sizeof *f->at);
    f->at[k] = *e;
}

/* One that joins a set of n others. */
static void join_first(struct soonest *f, uint32_t n, const struct timer_entry *e)
{
    uint32_t k = f->n;
    while (k && handle_due_before(e, &f->at[k - 1]))
        k--;
    if (k < f->n || (f->n == n && n < SOONEST))
        insert_first(f, k, e);
}

static void leave_first(struct soonest *f, uint32_t handle)
{
    uint32_t k = 0;
    while (k < f->n && f->at[k].handle != handle)
        k++;
    if (k < f->n)
        memmove(f->at + k, f->at + k + 1, (--f->n - k) * sizeof *f->at);
}

/* Looks through all; `out` has room for `most`. */
static uint32_t look_through(const struct handle_set *s, struct timer_entry *out, uint32_t most)
{
    uint32_t n = 0;
    handle_set_looks++;
    for (uint32_t i = 0; i < s->n && most; i++) {
        const struct timer_entry *t = &s->at[i];
        if (n == most && !handle_due_before(t, &out[n - 1]))
            continue;
        uint32_t k = n < most ? n++ : n - 1;
        for (; k && handle_due_before(t, &out[k - 1]); k--)
            out[k] = out[k - 1];
        out[k] = *t;
    }
    return n;
}

uint32_t handle_set_first(struct handle_set *s, struct timer_entry *out, uint32_t most)
{
    if (most > SOONEST)
        return look_through(s, out, most);
    if (!s->first)
        s->first = xcalloc(1, sizeof *s->first);
    if (s->first->n < most && s->first->n < s->n)
        s->first->n = look_through(s, s->first->at, SOONEST);
    uint32_t n = s->first->n < most ? s->first->n : most;
    memcpy(out, s->first->at, n * sizeof *out);
    return n;
}

/* ---- sets ---- */

/* Where it should be. */
static uint32_t home_of(const struct handle_set *s, uint32_t handle)
{
    return handle * 2654435769u & (s->nslots - 1);
}

/* The slot that has the handle, or the free one where it would go. */
static uint32_t find_slot(const struct handle_set *s, uint32_t handle)
{
    uint32_t k = home_of(s, handle);
    while (s->slots[k] && s->at[s->slots[k] - 1].handle != handle)
        k = (k + 1) & (s->nslots - 1);
    return k;
}

static void grow_slots(struct handle_set *s)
{
    s->nslots = s->nslots ? s->nslots * 2 : 32;
    free(s->slots);
    s->slots = xcalloc(s->nslots, sizeof *s->slots);
    for (uint32_t i = 0; i < s->n; i++)
        s->slots[find_slot(s, s->at[i].handle)] = i + 1;
}

void handle_set_close(struct handle_set *s)
{
    free(s->at);
    free(s->slots);
    free(s->first);
    *s = (struct handle_set){0};
}

void handle_set_copy(struct handle_set *to, const struct handle_set *from)
{
    to->at = xgrow(to->at, &to->cap, from->n, sizeof *to->at);
    to->n = from->n;
    if (to->first)
        to->first->n = 0;
    if (from->n)
        memcpy(to->at, from->at, from->n * sizeof *to->at);
    if (to->nslots != from->nslots) {
        free(to->slots);
        to->slots = from->nslots ? xmalloc(from->nslots * sizeof *to->slots) : NULL;
        to->nslots = from->nslots;
    }
    if (from->nslots)
        memcpy(to->slots, from->slots, from->nslots * sizeof *to->slots);
}

size_t handle_set_bytes(const struct handle_set *s)
{
    return s->n * sizeof *s->at + s->nslots * sizeof *s->slots;
}

void handle_set_put(struct handle_set *s, struct timer_entry e)
{
    if ((s->n + 1) * 2 > s->nslots)
        grow_slots(s);
    uint32_t k = find_slot(s, e.handle);
    if (s->slots[k])
        return;
    if (s->first)
        join_first(s->first, s->n, &e);
    s->at = xgrow(s->at, &s->cap, s->n + 1, sizeof *s->at);
    s->at[s->n++] = e;
    s->slots[k] = s->n;
}

/* Frees a slot, and closes the gap behind it, so that every handle is still found from its own slot on. */
static void free_slot(struct handle_set *s, uint32_t gap)
{
    uint32_t mask = s->nslots - 1;
    s->slots[gap] = 0;
    for (uint32_t k = (gap + 1) & mask; s->slots[k]; k = (k + 1) & mask) {
        uint32_t home = home_of(s, s->at[s->slots[k] - 1].handle);
        if (((k - home) & mask) >= ((k - gap) & mask)) {
            s->slots[gap] = s->slots[k];
            s->slots[k] = 0;
            gap = k;
        }
    }
}

bool handle_set_take(struct handle_set *s, uint32_t handle, struct timer_entry *out)
{
    if (!s->n)
        return false;
    uint32_t k = find_slot(s, handle), place = s->slots[k];
    if (!place)
        return false;
    *out = s->at[place - 1];
    if (s->first)
        leave_first(s->first, handle);
    free_slot(s, k);
    if (place != s->n) {
        uint32_t last = find_slot(s, s->at[s->n - 1].handle);
        s->at[place - 1] = s->at[s->n - 1];
        s->slots[last] = place;
    }
    s->n--;
    return true;
}

const struct timer_entry *handle_set_find(const struct handle_set *s, uint32_t handle)
{
    if (!s->n)
        return NULL;
    uint32_t place = s->slots[find_slot(s, handle)];
    return place ? &s->at[place - 1] : NULL;
}
