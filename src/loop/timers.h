/* SPDX-License-Identifier: MIT */
/* Timers by (when, order of setting): a heap with four children a node, which touches fewer cache
 * lines than two. */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct timer;

struct timer_slot {
    double when;
    struct timer *timer;
    uint32_t id; /* H numbers grow, so they are the order of setting */
};

struct timers {
    struct timer_slot *slots;
    size_t n, cap;
};

void timers_add(struct timers *h, struct timer *t);
void timers_remove(struct timers *h, struct timer *t);
/* The next to fall due; only if n. */
static inline struct timer *timers_first(const struct timers *h)
{
    return h->slots[0].timer;
}
void timers_close(struct timers *h);
