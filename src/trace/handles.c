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

static uint32_t waiting(const struct handles *h)
{
    return h->nmade - h->front - h->taken;
}

/* Was the one at that place taken before those in front of it were? */
static bool was_early(const struct handles *h, uint32_t place)
{
    return handle_map_find(&h->early, place) != NO_PLACE;
}

static void make_map(struct handles *h)
{
    for (uint32_t k = h->front; k < h->nmade; k++)
        if (!was_early(h, k))
            handle_map_put(&h->ready, h->made[k].handle, k);
}

/* The first one in the queue that is this handle; NO_PLACE: there is none. */
static uint32_t find_waiting(struct handles *h, uint32_t handle)
{
    uint32_t k = h->front;
    if (h->ready.n)
        return handle_map_find(&h->ready, handle);
    for (; k < h->nmade && k < h->front + FEW; k++)
        if (h->made[k].handle == handle && !was_early(h, k))
            return k;
    if (k == h->nmade)
        return NO_PLACE;
    make_map(h);
    return handle_map_find(&h->ready, handle);
}

/* The same handle once more, behind all others. */
static void write_again(struct handles *h, uint32_t place)
{
    uint32_t uncalled = handle_map_find(&h->uncalled, place);
    struct made again = h->made[place];
    h->made = xgrow(h->made, &h->made_cap, h->nmade + 1, sizeof *h->made);
    h->made[h->nmade] = again;
    if (uncalled != NO_PLACE)
        handle_map_put(&h->uncalled, h->nmade, uncalled);
    h->nmade++;
}

/* Those that wait are written behind all others, so that few that were taken lie between them. */
static uint32_t write_anew(struct handles *h)
{
    uint32_t from = h->front, to = h->nmade;
    handle_map_close(&h->ready);
    for (uint32_t k = from; k < to; k++)
        if (!was_early(h, k))
            write_again(h, k);
    h->taken = 0;
    return h->front = to;
}

static void take_from_front(struct handles *h)
{
    h->front++;
    for (; h->taken && was_early(h, h->front); h->front++)
        h->taken--;
}

static void take_early(struct handles *h, uint32_t place, uint32_t i)
{
    handle_map_put(&h->early, place, i);
    h->taken++;
    h->odd = xgrow(h->odd, &h->odd_cap, h->nodd + 1, sizeof *h->odd);
    struct out_of_turn *o = &h->odd[h->nodd++];
    *o = (struct out_of_turn){i, HANDLE_STAYS};
    if (h->nmade - h->front > 2 * waiting(h) + FEW)
        o->front = write_anew(h);
}

void handles_take_any(struct handles *h, uint32_t handle, uint32_t i)
{
    bool any = waiting(h), front = any && h->made[h->front].handle == handle;
    uint32_t place = front ? h->front : any ? find_waiting(h, handle) : NO_PLACE;
    if (place == NO_PLACE)
        return;
    if (h->ready.n)
        handle_map_take(&h->ready, handle);
    if (place == h->front)
        take_from_front(h);
    else
        take_early(h, place, i);
    if (!waiting(h))
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

/* NO_PLACE: there is none. */
static uint32_t take_timer(struct handles *h, uint32_t handle, uint32_t i)
{
    uint32_t place = handle_map_take(&h->timer, handle);
    if (place == NO_PLACE)
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
    handles_push(h, handle, place < OF_TIMER ? place | OF_TIMER : 0, i);
}

void handles_uncall(struct handles *h, uint32_t handle, uint32_t i)
{
    if (take_timer(h, handle, i) != NO_PLACE) {
        h->uncalls = xgrow(h->uncalls, &h->uncalls_cap, h->nuncalls + 1, sizeof *h->uncalls);
        h->uncalls[h->nuncalls++] = i;
        return;
    }
    uint32_t place = waiting(h) ? find_waiting(h, handle) : NO_PLACE;
    if (place != NO_PLACE)
        handle_map_put(&h->uncalled, place, i);
}

/* ---- life ---- */

void handles_close(struct handles *h)
{
    handle_map_close(&h->ready);
    handle_map_close(&h->timer);
    handle_map_close(&h->early);
    handle_map_close(&h->uncalled);
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

void handles_drop(struct handles *h, uint32_t first, uint32_t front)
{
    h->gone = front;
    xrelease(h->made, h->gone * sizeof *h->made);
    handle_map_drop(&h->early, front);
    handle_map_drop(&h->uncalled, front);
    drop_timers(h, first);
}

size_t handles_bytes(const struct handles *h)
{
    size_t timers = h->ntimers - (size_t)(h->blocks_gone + h->more_gone) * TIMER_BLOCK;
    return (h->nmade - h->gone) * sizeof *h->made + h->nodd * sizeof *h->odd +
           timers * sizeof *h->timers + h->nuncalls * sizeof *h->uncalls +
           (h->timer.nslots + h->ready.nslots + h->early.nslots + h->uncalled.nslots) *
               sizeof *h->timer.slots;
}

/* ---- the ready queue at a cursor ---- */

void entries_pass(const struct handles *h, struct ready_entries *r, uint32_t i)
{
    while (r->front < r->made && handle_map_find(&h->early, r->front) <= i)
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

/* Where the k-th one is. */
static uint32_t place_at(const struct handles *h, const struct ready_entries *r, uint32_t cursor,
                         uint32_t k)
{
    uint32_t place = r->front;
    if (r->made - r->front == r->n)
        return place + k;
    while (handle_map_find(&h->early, place) < cursor || k--)
        place++;
    return place;
}

struct entry entries_at(const struct handles *h, const struct ready_entries *r, uint32_t cursor,
                        uint32_t k)
{
    checked(k < r->n);
    uint32_t place = place_at(h, r, cursor, k);
    const struct made *m = &h->made[place];
    bool timer = m->what & OF_TIMER;
    return (struct entry){
        .handle = m->handle,
        .task = timer ? 0 : m->what,
        .event = m->event,
        .source = timer ? h->timers[m->what & ~OF_TIMER].event : m->event,
        .uncalled = handle_map_find(&h->uncalled, place),
    };
}

/* ---- timers at a cursor ---- */

const struct timer_entry *set_timers_add(const struct handles *h, struct set_timers *s, uint32_t i)
{
    if (s->set == h->ntimers || h->timers[s->set].event != i)
        return NULL;
    s->n++;
    return &h->timers[s->set++];
}

bool set_timers_fire(const struct handles *h, struct set_timers *s, const struct ready_entries *r)
{
    bool was = h->made[r->made].what & OF_TIMER;
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
