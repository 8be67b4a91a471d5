/* SPDX-License-Identifier: MIT */
#include "trace/checkpoints.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* How far apart they are at least, in events: along the trace a power of two, and on the way. */
enum { APART = 1024, GAP = 512, WIDER = 4 };

/* What an event takes beyond itself, on the average: its note and the link to the one before. */
enum { NOTE_BYTES = 12 };

/* ---- along the trace ---- */

static void keep(struct checkpoints *c, const struct model *m)
{
    c->at = xgrow(c->at, &c->cap, c->n + 1, sizeof *c->at);
    c->at[c->n] = (struct model){0};
    model_copy(&c->at[c->n++], m);
}

static bool worth_it(const struct checkpoints *c, const struct model *head)
{
    const struct model *last = &c->at[c->n - 1];
    size_t events = head->cursor - last->cursor;
    size_t bytes = model_copied(head) - model_copied(last) + model_copy_bytes(head);
    return events * (sizeof(struct event) + NOTE_BYTES) >= 2 * bytes;
}

void checkpoints_see(struct checkpoints *c, const struct model *head)
{
    if (head->cursor % APART == 0 && worth_it(c, head))
        keep(c, head);
}

/* ---- on the way to the cursor ---- */

static void turn_back(struct checkpoints *c, uint32_t cursor)
{
    while (c->nway && c->way[c->nway - 1].cursor > cursor)
        model_close(&c->way[--c->nway]);
}

/* The oldest of too many goes. */
static void leave(struct checkpoints *c, const struct model *m)
{
    if (c->nway == CHECKPOINT_WAY) {
        model_close(&c->way[0]);
        memmove(c->way, c->way + 1, --c->nway * sizeof *c->way);
    }
    c->way[c->nway] = (struct model){0};
    model_copy(&c->way[c->nway++], m);
}

static void fold(struct model *m, uint32_t cursor)
{
    while (m->cursor < cursor)
        model_apply(m);
}

/* ---- seeking ---- */

/* The last one at or before the cursor. */
static const struct model *nearest(const struct checkpoints *c, uint32_t cursor)
{
    size_t lo = 0, hi = c->n;
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (c->at[mid].cursor <= cursor)
            lo = mid;
        else
            hi = mid;
    }
    const struct model *way = c->nway ? &c->way[c->nway - 1] : NULL;
    return way && way->cursor > c->at[lo].cursor ? way : &c->at[lo];
}

void checkpoints_seek(struct checkpoints *c, const struct model *head, struct model *m,
                      uint32_t cursor)
{
    bool step = m->cursor > cursor && m->cursor - cursor <= GAP;
    turn_back(c, cursor);
    const struct model *from = head->cursor <= cursor ? head : nearest(c, cursor);
    if (m->cursor > cursor || m->cursor < from->cursor)
        model_copy(m, from);
    uint32_t gap = GAP, widest = step ? UINT32_MAX : GAP;
    while (gap < widest && gap < (cursor - m->cursor) / WIDER)
        gap *= WIDER;
    for (; gap >= GAP && gap < cursor - m->cursor; gap /= WIDER) {
        fold(m, cursor - gap);
        leave(c, m);
    }
    fold(m, cursor);
}

/* ---- dropping ---- */

void checkpoints_drop(struct checkpoints *c, uint32_t first)
{
    size_t n = 0;
    while (n + 1 < c->n && c->at[n + 1].cursor <= first)
        model_close(&c->at[n++]);
    memmove(c->at, c->at + n, (c->n -= n) * sizeof *c->at);
    fold(&c->at[0], first);

    unsigned k = 0;
    while (k < c->nway && c->way[k].cursor < first)
        model_close(&c->way[k++]);
    memmove(c->way, c->way + k, (c->nway -= k) * sizeof *c->way);
}

void checkpoints_init(struct checkpoints *c, const struct model *start)
{
    *c = (struct checkpoints){0};
    keep(c, start);
}

void checkpoints_close(struct checkpoints *c)
{
    for (size_t i = 0; i < c->n; i++)
        model_close(&c->at[i]);
    while (c->nway)
        model_close(&c->way[--c->nway]);
    free(c->at);
    *c = (struct checkpoints){0};
}

size_t checkpoints_bytes(const struct checkpoints *c)
{
    size_t n = model_copied(&c->at[c->n - 1]) - model_copied(&c->at[0]);
    for (size_t i = 0; i < c->n; i++)
        n += model_copy_bytes(&c->at[i]);
    return n;
}
