/* SPDX-License-Identifier: MIT */
#include "trace/checkpoints.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* How far apart they are at least, in events: a power of two. */
enum { APART = 1024 };

/* What an event takes beyond itself, on the average: its note and the link to the one before. */
enum { NOTE_BYTES = 12 };

static void keep(struct checkpoints *c, const struct model *m)
{
    c->at = xgrow(c->at, &c->cap, c->n + 1, sizeof *c->at);
    c->at[c->n] = (struct model){0};
    model_copy(&c->at[c->n++], m);
}

static bool worth_it(const struct checkpoints *c, const struct model *head)
{
    size_t events = head->cursor - c->at[c->n - 1].cursor;
    return events * (sizeof(struct event) + NOTE_BYTES) >= 4 * model_bytes(head);
}

void checkpoints_see(struct checkpoints *c, const struct model *head)
{
    if (head->cursor % APART == 0 && worth_it(c, head))
        keep(c, head);
}

const struct model *checkpoints_before(const struct checkpoints *c, uint32_t cursor)
{
    size_t lo = 0, hi = c->n;
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (c->at[mid].cursor <= cursor)
            lo = mid;
        else
            hi = mid;
    }
    return &c->at[lo];
}

void checkpoints_drop(struct checkpoints *c, uint32_t first)
{
    size_t n = 0;
    while (n + 1 < c->n && c->at[n + 1].cursor <= first)
        model_close(&c->at[n++]);
    memmove(c->at, c->at + n, (c->n -= n) * sizeof *c->at);
    model_fold(&c->at[0], first);
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
    free(c->at);
    *c = (struct checkpoints){0};
}

size_t checkpoints_bytes(const struct checkpoints *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        n += model_bytes(&c->at[i]);
    return n;
}
