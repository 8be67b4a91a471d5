/* SPDX-License-Identifier: MIT */
#include "loop/poller.h"

#include <math.h>
#include <stddef.h>

void pollers_add(struct pollers *all, struct poller *p)
{
    struct poller **at = &all->first;
    while (*at)
        at = &(*at)->next;
    p->next = NULL;
    *at = p;
    all->wired |= p->type->wired;
}

struct poller *pollers_find(const struct pollers *all, const struct poller_type *type)
{
    struct poller *p = all->first;
    while (p && p->type != type)
        p = p->next;
    return p;
}

void pollers_settle(struct pollers *all)
{
    for (struct poller *p = all->first; p; p = p->next)
        p->type->settle(p);
}

void pollers_settle_wired(struct pollers *all)
{
    for (struct poller *p = all->wired ? all->first : NULL; p; p = p->next)
        if (p->type->wired)
            p->type->settle(p);
}

bool pollers_under_way(struct pollers *all)
{
    bool any = false;
    for (struct poller *p = all->first; p && !any; p = p->next)
        any = p->type->under_way && p->type->under_way(p);
    return any;
}

bool pollers_have_news(struct pollers *all)
{
    bool any = false;
    for (struct poller *p = all->first; p && !any; p = p->next)
        any = p->type->has_news(p);
    return any;
}

bool pollers_busy(struct pollers *all)
{
    bool any = false;
    for (struct poller *p = all->first; p && !any; p = p->next)
        any = p->type->busy(p);
    return any;
}

struct poller *pollers_due(struct pollers *all, double *when)
{
    struct poller *next = NULL;
    *when = INFINITY;
    for (struct poller *p = all->first; p; p = p->next) {
        double due = p->type->due ? p->type->due(p) : INFINITY;
        if (due < *when) {
            next = p;
            *when = due;
        }
    }
    return next;
}

void pollers_deliver(struct pollers *all)
{
    for (struct poller *p = all->first; p; p = p->next)
        p->type->deliver(p);
}

void pollers_close(struct pollers *all)
{
    for (struct poller *p = all->first; p; p = p->next)
        if (p->type->close)
            p->type->close(p);
}

void pollers_free(struct pollers *all)
{
    for (struct poller *p = all->first, *next; p; p = next) {
        next = p->next;
        if (p->type->free)
            p->type->free(p);
    }
    *all = (struct pollers){0};
}
