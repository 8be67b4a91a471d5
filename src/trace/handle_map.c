/* SPDX-License-Identifier: MIT */
#include "trace/handle_map.h"

#include <stdlib.h>

#include "base/alloc.h"

static uint32_t home_of(const struct handle_map *m, uint32_t handle)
{
    return handle * 2654435769u & (m->nslots - 1);
}

/* The slot that has the handle, or the free one where it would go. */
static uint32_t find_slot(const struct handle_map *m, uint32_t handle)
{
    uint32_t k = home_of(m, handle);
    while (m->slots[k].place && m->slots[k].handle != handle)
        k = (k + 1) & (m->nslots - 1);
    return k;
}

static void grow_map(struct handle_map *m)
{
    struct handle_map old = *m;
    m->nslots = old.nslots ? old.nslots * 2 : 32;
    m->slots = xcalloc(m->nslots, sizeof *m->slots);
    for (uint32_t k = 0; k < old.nslots; k++)
        if (old.slots[k].place)
            m->slots[find_slot(m, old.slots[k].handle)] = old.slots[k];
    free(old.slots);
}

bool handle_map_put(struct handle_map *m, uint32_t handle, uint32_t place)
{
    if ((m->n + 1) * 2 > m->nslots)
        grow_map(m);
    struct handle_slot *s = &m->slots[find_slot(m, handle)];
    if (s->place)
        return false;
    *s = (struct handle_slot){handle, place + 1};
    m->n++;
    return true;
}

uint32_t handle_map_find(const struct handle_map *m, uint32_t handle)
{
    return m->n ? m->slots[find_slot(m, handle)].place - 1 : NO_PLACE;
}

/* Frees a slot, and closes the gap behind it, so that every handle is still found from its own slot on. */
static void free_slot(struct handle_map *m, uint32_t gap)
{
    uint32_t mask = m->nslots - 1;
    m->slots[gap].place = 0;
    for (uint32_t k = (gap + 1) & mask; m->slots[k].place; k = (k + 1) & mask) {
        uint32_t home = home_of(m, m->slots[k].handle);
        if (((k - home) & mask) >= ((k - gap) & mask)) {
            m->slots[gap] = m->slots[k];
            m->slots[k].place = 0;
            gap = k;
        }
    }
    m->n--;
}

uint32_t handle_map_take(struct handle_map *m, uint32_t handle)
{
    uint32_t k = m->n ? find_slot(m, handle) : 0, place = m->n ? m->slots[k].place : 0;
    if (place)
        free_slot(m, k);
    return place - 1;
}

void handle_map_drop(struct handle_map *m, uint32_t first)
{
    struct handle_map old = *m;
    *m = (struct handle_map){0};
    for (uint32_t k = 0; k < old.nslots; k++)
        if (old.slots[k].place && old.slots[k].handle >= first)
            handle_map_put(m, old.slots[k].handle, old.slots[k].place - 1);
    free(old.slots);
}

void handle_map_close(struct handle_map *m)
{
    free(m->slots);
    *m = (struct handle_map){0};
}
