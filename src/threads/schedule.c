/* SPDX-License-Identifier: MIT */
#include "threads/schedule.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/alloc.h"

static struct draw *room_for(struct schedule *s, size_t n)
{
    s->draws = xgrow(s->draws, &s->cap, n + 1, sizeof *s->draws);
    return &s->draws[n];
}

void schedule_draw_from(struct schedule *s, const struct random *r)
{
    s->random = *r;
    s->listed = false;
    s->n = s->nlist = 0;
}

int schedule_take(struct schedule *s, const char *list)
{
    s->listed = true;
    s->n = s->nlist = 0;
    for (const char *at = list; *at; at += *at == ',') {
        char *end;
        unsigned long n = strtoul(at, &end, 10);
        if (!isdigit((unsigned char)*at) || n >= SCHEDULE_MOST || s->nlist == SCHEDULE_MOST)
            return -1;
        if (*end && (*end != ',' || !end[1]))
            return -1;
        room_for(s, s->nlist)->n = (uint32_t)n;
        s->nlist++;
        at = end;
    }
    return 0;
}

void schedule_copy(struct schedule *to, const struct schedule *from)
{
    to->listed = true;
    to->n = 0;
    to->nlist = from->n ? from->n : from->nlist;
    for (size_t i = 0; i < to->nlist; i++)
        *room_for(to, i) = from->draws[i];
}

void schedule_move(struct schedule *to, struct schedule *from)
{
    schedule_close(to);
    *to = *from;
    *from = (struct schedule){0};
}

bool schedule_next(struct schedule *s)
{
    while (s->n && s->draws[s->n - 1].n + 1 >= s->draws[s->n - 1].of)
        s->n--;
    s->listed = true;
    s->nlist = s->n;
    if (!s->n)
        return false;
    s->draws[s->n - 1].n++;
    s->n = 0;
    return true;
}

uint32_t schedule_choose(struct schedule *s, uint32_t of)
{
    uint64_t n = 0;
    struct draw *d = room_for(s, s->n);
    if (!s->listed)
        random_below(&s->random, of, &n);
    else if (s->n < s->nlist)
        n = d->n < of ? d->n : of - 1;
    *d = (struct draw){(uint32_t)n, of};
    s->n++;
    return (uint32_t)n;
}

void schedule_put(struct buf *b, const struct schedule *s)
{
    buf_puts(b, "");
    for (size_t i = 0; i < s->n; i++)
        buf_printf(b, i ? " %u/%u" : "%u/%u", s->draws[i].n, s->draws[i].of);
}

void schedule_close(struct schedule *s)
{
    free(s->draws);
    *s = (struct schedule){0};
}
