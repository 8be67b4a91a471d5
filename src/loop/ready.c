/* SPDX-License-Identifier: MIT */
#include "loop/ready.h"

const struct handle_type tombstone_type = {"cancelled", HANDLE_CALLBACK, NULL, NULL};

/* It is looked for from the front, since few are ever cancelled that late. */
void ready_bury(struct ready_queue *q, struct handle *h, struct arena *a)
{
    struct handle *s = arena_alloc(a, sizeof *s), **at = &q->first;
    *s = (struct handle){.next = h->next, .type = &tombstone_type, .id = h->id, .listed = true};
    while (*at != h)
        at = &(*at)->next;
    *at = s;
    if (q->last == h)
        q->last = s;
    h->listed = false;
}
