/* SPDX-License-Identifier: MIT */
#include "trace/objects.h"

#include <stdlib.h>

#include "base/alloc.h"

static struct links links_of(const struct objects *o)
{
    return (struct links){(char *)o->changes, sizeof *o->changes, o->gone};
}

void objects_see(struct objects *o, uint32_t number, uint32_t i)
{
    o->newest = xgrow(o->newest, &o->cap, number, sizeof *o->newest);
    while (o->n < number)
        o->newest[o->n++] = 0;
    o->changes = xgrow(o->changes, &o->changes_cap, o->nchanges + 1, sizeof *o->changes);
    struct links l = links_of(o);
    o->changes[o->nchanges] = links_add(&l, o->nchanges, o->newest[number - 1] - 1, i);
    o->newest[number - 1] = ++o->nchanges;
}

uint32_t objects_find(const struct objects *o, uint32_t number, uint32_t cursor)
{
    if (!number || number > o->n || !cursor)
        return NO_LINK;
    struct links l = links_of(o);
    uint32_t place = links_find(&l, o->newest[number - 1] - 1, cursor - 1);
    return place == NO_LINK ? NO_LINK : o->changes[place].at;
}

void objects_drop(struct objects *o, uint32_t first)
{
    while (o->gone < o->nchanges && o->changes[o->gone].at < first)
        o->gone++;
    xrelease(o->changes, o->gone * sizeof *o->changes);
}

size_t objects_bytes(const struct objects *o)
{
    return (o->nchanges - o->gone) * sizeof *o->changes + o->n * sizeof *o->newest;
}

void objects_close(struct objects *o)
{
    free(o->changes);
    free(o->newest);
    *o = (struct objects){0};
}
