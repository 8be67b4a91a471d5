/* SPDX-License-Identifier: MIT */
#include "trace/stands.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct stand_version {
    struct linked link; /* at: the mark */
    uint32_t place;
    struct stand stand;
};

static uint32_t *count_of(struct stand *s, const struct row *r)
{
    switch ((enum task_state)r->state) {
    case TASK_CREATED:
        return &s->created;
    case TASK_READY:
        return &s->ready;
    case TASK_RUNNING:
        return &s->running;
    case TASK_WAITING:
        return &s->waiting;
    case TASK_NONE:
    case TASK_ENDED:
    case TASK_FAILED:
    case TASK_CANCELLED:
    case TASK_DESTROYED:
    case TASK_STATES:
        break;
    }
    return NULL;
}

static void add(struct stand *at, uint32_t n, const struct row *r, uint32_t by)
{
    uint32_t *count = r && r->place && r->place < n ? count_of(&at[r->place], r) : NULL;
    if (count)
        *count += by;
}

void stand_move(struct stand *at, uint32_t n, uint32_t task, const struct row *from,
                const struct row *to)
{
    add(at, n, from, -1u);
    add(at, n, to, 1);
    if (to && to->place < n && (!from || from->place != to->place))
        at[to->place].last = task;
}

/* ---- writing it down ---- */

static void note_change(struct stands *s, const struct row *r)
{
    if (!r || !r->place)
        return;
    s->now = xgrow_zero(s->now, &s->now_cap, r->place + 1u, sizeof *s->now);
    if (r->place >= s->nplaces)
        s->nplaces = r->place + 1u;
    s->changed = xgrow(s->changed, &s->changed_cap, s->nchanged + 1, sizeof *s->changed);
    s->changed[s->nchanged++] = r->place;
}

void stands_move(struct stands *s, uint32_t task, const struct row *from, const struct row *to)
{
    if (from && to && from->place == to->place && from->state == to->state)
        return;
    note_change(s, from);
    note_change(s, to);
    stand_move(s->now, s->nplaces, task, from, to);
}

static struct links links_of(const struct stands *s)
{
    return (struct links){(char *)s->versions, sizeof *s->versions, s->gone};
}

/* Unless that is what the latest version says already. */
static void keep(struct stands *s, uint32_t place, uint32_t mark)
{
    struct links l = links_of(s);
    s->newest = xgrow_zero(s->newest, &s->newest_cap, place + 1u, sizeof *s->newest);
    uint32_t latest = s->newest[place] - 1;
    if (latest != NO_LINK && latest >= s->gone &&
        !memcmp(&s->versions[latest].stand, &s->now[place], sizeof *s->now))
        return;
    struct linked link = links_add(&l, s->nversions, latest, mark);
    s->versions = xgrow(s->versions, &s->versions_cap, s->nversions + 1, sizeof *s->versions);
    s->versions[s->nversions] = (struct stand_version){link, place, s->now[place]};
    s->newest[place] = ++s->nversions;
}

void stands_mark(struct stands *s, uint32_t mark)
{
    for (uint32_t k = 0; k < s->nchanged; k++)
        keep(s, s->changed[k], mark);
    s->nchanged = 0;
}

/* ---- reading it ---- */

struct stand stands_at(const struct stands *s, uint32_t place, uint32_t mark)
{
    struct links l = links_of(s);
    uint32_t newest = place < s->newest_cap ? s->newest[place] - 1 : NO_LINK;
    uint32_t version = links_find(&l, newest, mark);
    if (version != NO_LINK)
        return s->versions[version].stand;
    return place < s->before_cap ? s->before[place] : (struct stand){0};
}

/* ---- letting go ---- */

void stands_drop(struct stands *s, uint32_t first)
{
    for (; s->gone < s->nversions && s->versions[s->gone].link.at <= first; s->gone++) {
        const struct stand_version *v = &s->versions[s->gone];
        s->before = xgrow_zero(s->before, &s->before_cap, v->place + 1u, sizeof *s->before);
        s->before[v->place] = v->stand;
    }
    xrelease(s->versions, s->gone * sizeof *s->versions);
}

size_t stands_bytes(const struct stands *s)
{
    return (s->nversions - s->gone) * sizeof *s->versions +
           s->nplaces * (2 * sizeof(struct stand) + sizeof *s->newest);
}

void stands_close(struct stands *s)
{
    free(s->now);
    free(s->changed);
    free(s->versions);
    free(s->newest);
    free(s->before);
    *s = (struct stands){0};
}
