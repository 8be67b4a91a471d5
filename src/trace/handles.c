/* SPDX-License-Identifier: MIT */
#include "trace/handles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/sorted.h"

/* ---- the ready queue at the end of the trace ---- */

/* Among how many one is looked for without a map. */
enum { FEW = 16 };

static struct entry *add_entry(struct handles *h, struct entry e)
{
    h->made = xgrow(h->made, &h->made_cap, h->nmade + 1, sizeof *h->made);
    h->made[h->nmade] = e;
    return &h->made[h->nmade++];
}

void handles_push(struct handles *h, uint32_t handle, uint32_t task, uint32_t i, uint32_t source)
{
    if (h->ready.n)
        handle_map_put(&h->ready, handle, h->nmade);
    add_entry(h, (struct entry){handle, task, i, source, HANDLE_STAYS, HANDLE_STAYS});
    h->waiting++;
}

static void make_map(struct handles *h)
{
    for (uint32_t k = h->front; k < h->nmade; k++)
        if (h->made[k].taken == HANDLE_STAYS)
            handle_map_put(&h->ready, h->made[k].handle, k);
}

/* The first one in the queue that is this handle; HANDLE_STAYS: there is none. */
static uint32_t find_waiting(struct handles *h, uint32_t handle)
{
    uint32_t k = h->front;
    if (h->ready.n)
        return handle_map_find(&h->ready, handle);
    for (; k < h->nmade && k < h->front + FEW; k++)
        if (h->made[k].handle == handle && h->made[k].taken == HANDLE_STAYS)
            return k;
    if (k == h->nmade)
        return HANDLE_STAYS;
    make_map(h);
    return handle_map_find(&h->ready, handle);
}

/* Those that wait are written behind all others, so that few that were taken lie between them. */
static uint32_t write_anew(struct handles *h, uint32_t i)
{
    uint32_t from = h->front, to = h->nmade;
    handle_map_close(&h->ready);
    for (uint32_t k = from; k < to; k++) {
        struct entry e = h->made[k];
        if (e.taken != HANDLE_STAYS)
            continue;
        h->made[k].taken = i;
        add_entry(h, e);
    }
    return h->front = to;
}

static void take_from_front(struct handles *h, uint32_t i)
{
    h->made[h->front].taken = i;
    while (h->front < h->nmade && h->made[h->front].taken != HANDLE_STAYS)
        h->front++;
}

static void take_odd(struct handles *h, uint32_t place, uint32_t i)
{
    h->made[place].taken = i;
    h->odd = xgrow(h->odd, &h->odd_cap, h->nodd + 1, sizeof *h->odd);
    struct out_of_turn *o = &h->odd[h->nodd++];
    *o = (struct out_of_turn){i, HANDLE_STAYS};
    if (h->nmade - h->front > 2 * h->waiting + FEW)
        o->front = write_anew(h, i);
}

void handles_take(struct handles *h, uint32_t handle, uint32_t i)
{
    bool front = h->waiting && h->made[h->front].handle == handle;
    uint32_t place = front ? h->front : h->waiting ? find_waiting(h, handle) : HANDLE_STAYS;
    if (place == HANDLE_STAYS)
        return;
    h->waiting--;
    if (h->ready.n)
        handle_map_take(&h->ready, handle);
    if (place == h->front)
        take_from_front(h, i);
    else
        take_odd(h, place, i);
    if (!h->waiting)
        handle_map_close(&h->ready);
}

/* ---- timers at the end of the trace ---- */

static struct timer_block *block_of(struct handles *h, uint32_t place)
{
    uint32_t k = place / TIMER_BLOCK;
    h->blocks = xgrow(h->blocks, &h->blocks_cap, k + 1, sizeof *h->blocks);
    if (place % TIMER_BLOCK == 0)
        h->blocks[k] = (struct timer_block){.soonest = INFINITY};
    return &h->blocks[k];
}

void handles_set(struct handles *h, uint32_t handle, uint32_t i, double when)
{
    if (!handle_map_put(&h->timer, handle, h->ntimers))
        return;
    struct timer_block *b = block_of(h, h->ntimers);
    b->alive++;
    b->soonest = fmin(b->soonest, when);
    h->timers = xgrow(h->timers, &h->timers_cap, h->ntimers + 1, sizeof *h->timers);
    h->timers[h->ntimers++] = (struct timer_entry){when, handle, i, HANDLE_STAYS};
    h->set++;
}

/* HANDLE_STAYS: there is none. */
static uint32_t take_timer(struct handles *h, uint32_t handle, uint32_t i)
{
    uint32_t place = handle_map_take(&h->timer, handle);
    if (place == HANDLE_STAYS)
        return place;
    h->timers[place].taken = i;
    struct timer_block *b = &h->blocks[place / TIMER_BLOCK];
    b->alive--;
    b->last = i;
    h->set--;
    return place;
}

void handles_fire(struct handles *h, uint32_t handle, uint32_t i)
{
    uint32_t place = take_timer(h, handle, i);
    handles_push(h, handle, 0, i, place == HANDLE_STAYS ? i : h->timers[place].event);
}

void handles_uncall(struct handles *h, uint32_t handle, uint32_t i)
{
    if (take_timer(h, handle, i) != HANDLE_STAYS) {
        h->uncalls = xgrow(h->uncalls, &h->uncalls_cap, h->nuncalls + 1, sizeof *h->uncalls);
        h->uncalls[h->nuncalls++] = i;
        return;
    }
    uint32_t place = h->waiting ? find_waiting(h, handle) : HANDLE_STAYS;
    if (place != HANDLE_STAYS && h->made[place].uncalled == HANDLE_STAYS)
        h->made[place].uncalled = i;
}

/* ---- life ---- */

void handles_close(struct handles *h)
{
    handle_map_close(&h->ready);
    handle_map_close(&h->timer);
    free(h->made);
    free(h->odd);
    free(h->timers);
    free(h->blocks);
    free(h->uncalls);
    *h = (struct handles){0};
}

/* Only whole blocks that are over: between them may lie one with a timer that takes years. */
static void drop_timers(struct handles *h, uint32_t first)
{
    size_t bytes = TIMER_BLOCK * sizeof *h->timers;
    for (uint32_t k = h->blocks_gone; k < h->ntimers / TIMER_BLOCK; k++) {
        struct timer_block *b = &h->blocks[k];
        if (b->gone || b->alive || b->last >= first)
            continue;
        xrelease((char *)h->timers + k * bytes, bytes);
        b->gone = true;
        h->more_gone++;
    }
    while (h->blocks_gone < h->ntimers / TIMER_BLOCK && h->blocks[h->blocks_gone].gone) {
        h->blocks_gone++;
        h->more_gone--;
    }
}

void handles_drop(struct handles *h, uint32_t first)
{
    while (h->gone < h->nmade && h->made[h->gone].taken < first)
        h->gone++;
    xrelease(h->made, h->gone * sizeof *h->made);
    drop_timers(h, first);
}

size_t handles_bytes(const struct handles *h)
{
    size_t timers = h->ntimers - (size_t)(h->blocks_gone + h->more_gone) * TIMER_BLOCK;
    return (h->nmade - h->gone) * sizeof *h->made + h->nodd * sizeof *h->odd +
           timers * sizeof *h->timers + h->nuncalls * sizeof *h->uncalls +
           (h->timer.nslots + h->ready.nslots) * sizeof *h->timer.slots;
}

/* ---- the ready queue at a cursor ---- */

void entries_pass(const struct handles *h, struct ready_entries *r, uint32_t i)
{
    while (r->front < r->made && h->made[r->front].taken <= i)
        r->front++;
}

/* NULL: event i took nothing out of turn. */
static const struct out_of_turn *find_odd(const struct handles *h, uint32_t i)
{
    uint32_t lo = 0, hi = h->nodd;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (h->odd[mid].event < i)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < h->nodd && h->odd[lo].event == i ? &h->odd[lo] : NULL;
}

void entries_take_odd(const struct handles *h, struct ready_entries *r, uint32_t i)
{
    const struct out_of_turn *o = r->n ? find_odd(h, i) : NULL;
    if (!o)
        return;
    r->n--;
    if (o->front == HANDLE_STAYS)
        return;
    r->front = o->front;
    r->made = o->front + r->n;
}

const struct entry *entries_at(const struct handles *h, const struct ready_entries *r,
                               uint32_t cursor, uint32_t k)
{
    const struct entry *e = &h->made[r->front];
    checked(k < r->n);
    if (r->made - r->front == r->n)
        return e + k;
    while (e->taken < cursor || k--)
        e++;
    return e;
}

/* ---- timers at a cursor ---- */

const struct timer_entry *set_timers_add(const struct handles *h, struct set_timers *s, uint32_t i)
{
    if (s->set == h->ntimers || h->timers[s->set].event != i)
        return NULL;
    s->n++;
    return &h->timers[s->set++];
}

bool set_timers_fire(const struct handles *h, struct set_timers *s, const struct ready_entries *r,
                     uint32_t i)
{
    bool was = h->made[r->made].source != i;
    s->n -= was;
    return was;
}

bool set_timers_uncall(const struct handles *h, struct set_timers *s, uint32_t i)
{
    uint32_t k = sorted_below(h->uncalls, h->nuncalls, i);
    bool was = k < h->nuncalls && h->uncalls[k] == i;
    s->n -= was;
    return was;
}

uint64_t set_timers_looks;

/* Among the first n of at most `most`. */
static uint32_t insert(struct timer_entry *out, uint32_t n, uint32_t most,
                       const struct timer_entry *t)
{
    if (n == most && !timer_due_before(t, &out[n - 1]))
        return n;
    uint32_t k = n < most ? n++ : n - 1;
    for (; k && timer_due_before(t, &out[k - 1]); k--)
        out[k] = out[k - 1];
    out[k] = *t;
    return n;
}

/* Is there one in block k that was set at the cursor? Sure is only that there is not. */
static bool block_is_over(const struct handles *h, uint32_t k, uint32_t cursor)
{
    return !h->blocks[k].alive && h->blocks[k].last < cursor;
}

static uint32_t block_end(const struct set_timers *s, uint32_t k)
{
    uint32_t end = (k + 1) * TIMER_BLOCK;
    return end < s->set ? end : s->set;
}

uint32_t set_timers_first(const struct handles *h, const struct set_timers *s, uint32_t cursor,
                          struct timer_entry *out, uint32_t most)
{
    uint32_t n = 0;
    set_timers_looks++;
    for (uint32_t k = h->blocks_gone; most && k * TIMER_BLOCK < s->set; k++) {
        if (block_is_over(h, k, cursor) || (n == most && h->blocks[k].soonest > out[n - 1].when))
            continue;
        for (uint32_t i = k * TIMER_BLOCK; i < block_end(s, k); i++)
            if (h->timers[i].taken >= cursor)
                n = insert(out, n, most, &h->timers[i]);
    }
    return n;
}

uint32_t set_timers_all(const struct handles *h, const struct set_timers *s, uint32_t cursor,
                        struct timer_entry *out)
{
    uint32_t n = 0;
    for (uint32_t k = h->blocks_gone; k * TIMER_BLOCK < s->set; k++)
        for (uint32_t i = k * TIMER_BLOCK; !block_is_over(h, k, cursor) && i < block_end(s, k); i++)
            if (h->timers[i].taken >= cursor && n < s->n)
                out[n++] = h->timers[i];
    return n;
}

/* ---- the first of them ---- */

/* It is the k-th from now on, and what has no room is forgotten. */
static void insert_first(struct soonest *f, uint32_t k, const struct timer_entry *e)
{
    f->n += f->n < SOONEST;
    memmove(f->at + k + 1, f->at + k, (f->n - 1 - k) * sizeof *f->at);
    f->at[k] = *e;
}

void soonest_join(struct soonest *f, uint32_t n, const struct timer_entry *e)
{
    uint32_t k = f->n;
    while (k && timer_due_before(e, &f->at[k - 1]))
        k--;
    if (k < f->n || (f->n == n && n < SOONEST))
        insert_first(f, k, e);
}

void soonest_leave(struct soonest *f, uint32_t handle)
{
    uint32_t k = 0;
    while (k < f->n && f->at[k].handle != handle)
        k++;
    if (k < f->n)
        memmove(f->at + k, f->at + k + 1, (--f->n - k) * sizeof *f->at);
}
