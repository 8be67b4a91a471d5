/* SPDX-License-Identifier: MIT */
#include "story/updates.h"

enum { FAR = 1 << 14 }; /* events looked back over */

bool update_lost(const struct trace *t, uint32_t i, struct lost *lost)
{
    const struct event *e = trace_at(t, i);
    *lost = (struct lost){TRACE_NONE, TRACE_NONE};
    if (e->kind != EV_WRITE)
        return false;
    for (uint32_t k = i, n = 0; k-- > t->first && n < FAR; n++) {
        const struct event *before = trace_at(t, k);
        bool touches = before->kind == EV_READ || before->kind == EV_WRITE;
        if (!touches || before->ref != e->ref)
            continue;
        if (before->actor == e->actor) {
            lost->read = k;
            return before->kind == EV_READ && lost->write != TRACE_NONE;
        }
        if (before->kind == EV_WRITE)
            lost->write = k;
    }
    return false;
}

static uint32_t *version_read(struct updates *u, uint32_t object, uint32_t reader)
{
    uint32_t k = 0;
    while (k < u->n && (u->reads[k].object != object || u->reads[k].reader != reader))
        k++;
    if (k == UPDATES_MOST)
        return NULL;
    if (k == u->n) {
        u->n++;
        u->reads[k].object = object;
        u->reads[k].reader = reader;
        u->reads[k].version = UINT32_MAX; /* none */
    }
    return &u->reads[k].version;
}

uint32_t updates_see(struct updates *u, const struct event *e)
{
    if ((e->kind != EV_READ && e->kind != EV_WRITE) || !e->ref || e->ref > UPDATES_MOST)
        return 0;
    uint32_t *read = version_read(u, e->ref, e->actor), version = u->objects[e->ref - 1].version;
    if (!read)
        return 0;
    if (e->kind == EV_READ) {
        *read = version;
        return 0;
    }
    uint32_t writer = u->objects[e->ref - 1].writer;
    bool loses = *read != UINT32_MAX && *read != version && writer != e->actor;
    u->objects[e->ref - 1].version++;
    u->objects[e->ref - 1].writer = e->actor;
    *read = UINT32_MAX;
    return loses ? writer : 0;
}
