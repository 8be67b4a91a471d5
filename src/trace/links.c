/* SPDX-License-Identifier: MIT */
#include "trace/links.h"

#include <stdbool.h>

static const struct linked *link_at(const struct links *l, uint32_t place)
{
    return (const struct linked *)(l->all + place * l->size);
}

/* Two jumps of the same length become one. */
static uint32_t jump_behind(const struct links *l, uint32_t before)
{
    const struct linked *b = link_at(l, before);
    if (b->jump < l->first)
        return before;
    const struct linked *j = link_at(l, b->jump);
    if (j->jump < l->first)
        return before;
    return b->depth - j->depth == j->depth - link_at(l, j->jump)->depth ? j->jump : before;
}

struct linked links_add(const struct links *l, uint32_t place, uint32_t before, uint32_t at)
{
    if (before == NO_LINK || before < l->first)
        return (struct linked){.at = at, .before = NO_LINK, .jump = place};
    return (struct linked){.at = at,
                           .before = before,
                           .jump = jump_behind(l, before),
                           .depth = link_at(l, before)->depth + 1};
}

uint32_t links_find(const struct links *l, uint32_t newest, uint32_t at)
{
    uint32_t i = newest;
    while (i != NO_LINK && i >= l->first && link_at(l, i)->at > at) {
        const struct linked *k = link_at(l, i);
        bool far = k->jump != i && k->jump >= l->first && link_at(l, k->jump)->at > at;
        i = far ? k->jump : k->before;
    }
    return i != NO_LINK && i >= l->first ? i : NO_LINK;
}
