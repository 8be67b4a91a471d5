/* SPDX-License-Identifier: MIT */
#include "trace/handles.h"

/* ---- the ready queue ---- */

static struct entry *own_entry(struct handle_queue *q, uint32_t k)
{
    return pages_own(&q->at, (q->head + k) & (q->size - 1), sizeof(struct entry));
}

void handle_queue_close(struct handle_queue *q)
{
    pages_close(&q->at);
    q->head = q->n = q->size = 0;
}

void handle_queue_copy(struct handle_queue *to, const struct handle_queue *from)
{
    pages_copy(&to->at, &from->at);
    to->head = from->head;
    to->n = from->n;
    to->size = from->size;
}

static void grow_queue(struct handle_queue *q)
{
    struct handle_queue old = *q;
    *q = (struct handle_queue){.at = pages_anew(&old.at), .size = old.size ? old.size * 2 : 16};
    pages_grow(&q->at, q->size, sizeof(struct entry));
    for (; q->n < old.n; q->n++)
        *own_entry(q, q->n) = *handle_queue_at(&old, q->n);
    pages_close(&old.at);
}

void handle_queue_push(struct handle_queue *q, struct entry e)
{
    if (q->n == q->size)
        grow_queue(q);
    *own_entry(q, q->n++) = e;
}

void handle_queue_pull(struct handle_queue *q, uint32_t handle)
{
    uint32_t k = 0;
    while (k < q->n && handle_queue_at(q, k)->handle != handle)
        k++;
    if (k == q->n)
        return;
    for (; k; k--)
        *own_entry(q, k) = *handle_queue_at(q, k - 1);
    q->head = (q->head + 1) & (q->size - 1);
    q->n--;
}

/* ---- sets ---- */

static uint32_t slot_at(const struct handle_set *s, uint32_t k)
{
    return *(const uint32_t *)pages_at(&s->slots, k, sizeof(uint32_t));
}

static void set_slot(struct handle_set *s, uint32_t k, uint32_t place)
{
    *(uint32_t *)pages_own(&s->slots, k, sizeof(uint32_t)) = place;
}

static uint32_t handle_in(const struct handle_set *s, uint32_t k)
{
    return handle_set_at(s, slot_at(s, k) - 1)->handle;
}

/* Where it should be. 16 handles numbered one after the other lie in one page of 64 slots, so that
 * little is written that was shared, but not side by side, so that no long runs fill up. */
static uint32_t home_of(const struct handle_set *s, uint32_t handle)
{
    uint32_t hash = handle / 16 * 2654435769u;
    return (hash * 64 + handle % 16 * 4 + (hash >> 30)) & (s->nslots - 1);
}

/* The slot that has the handle, or the free one where it would go. */
static uint32_t find_slot(const struct handle_set *s, uint32_t handle)
{
    uint32_t k = home_of(s, handle);
    while (slot_at(s, k) && handle_in(s, k) != handle)
        k = (k + 1) & (s->nslots - 1);
    return k;
}

static void grow_slots(struct handle_set *s)
{
    struct pages old = s->slots;
    s->slots = pages_anew(&old);
    pages_close(&old);
    s->nslots = s->nslots ? s->nslots * 2 : 32;
    pages_grow(&s->slots, s->nslots, sizeof(uint32_t));
    for (uint32_t i = 0; i < s->n; i++)
        set_slot(s, find_slot(s, handle_set_at(s, i)->handle), i + 1);
}

void handle_set_close(struct handle_set *s)
{
    pages_close(&s->at);
    pages_close(&s->slots);
    s->n = s->nslots = 0;
}

void handle_set_copy(struct handle_set *to, const struct handle_set *from)
{
    pages_copy(&to->at, &from->at);
    pages_copy(&to->slots, &from->slots);
    to->n = from->n;
    to->nslots = from->nslots;
}

static struct timer_entry *own_place(struct handle_set *s, uint32_t i)
{
    return pages_own(&s->at, i, sizeof(struct timer_entry));
}

void handle_set_put(struct handle_set *s, struct timer_entry e)
{
    if ((s->n + 1) * 2 > s->nslots)
        grow_slots(s);
    uint32_t k = find_slot(s, e.handle);
    if (slot_at(s, k))
        return;
    pages_grow(&s->at, s->n + 1, sizeof e);
    *own_place(s, s->n++) = e;
    set_slot(s, k, s->n);
}

/* Closes the gap behind a freed slot, so that every handle is still found from its own slot on. */
static void free_slot(struct handle_set *s, uint32_t gap)
{
    uint32_t mask = s->nslots - 1;
    for (uint32_t k = (gap + 1) & mask; slot_at(s, k); k = (k + 1) & mask) {
        uint32_t home = home_of(s, handle_in(s, k));
        if (((k - home) & mask) >= ((k - gap) & mask)) {
            set_slot(s, gap, slot_at(s, k));
            gap = k;
        }
    }
    set_slot(s, gap, 0);
}

bool handle_set_take(struct handle_set *s, uint32_t handle, struct timer_entry *out)
{
    if (!s->n)
        return false;
    uint32_t k = find_slot(s, handle), place = slot_at(s, k);
    if (!place)
        return false;
    *out = *handle_set_at(s, place - 1);
    free_slot(s, k);
    if (place != s->n) {
        struct timer_entry last = *handle_set_at(s, s->n - 1);
        set_slot(s, find_slot(s, last.handle), place);
        *own_place(s, place - 1) = last;
    }
    s->n--;
    return true;
}

const struct timer_entry *handle_set_find(const struct handle_set *s, uint32_t handle)
{
    if (!s->n)
        return NULL;
    uint32_t place = slot_at(s, find_slot(s, handle));
    return place ? handle_set_at(s, place - 1) : NULL;
}
