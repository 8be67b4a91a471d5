/* SPDX-License-Identifier: MIT */
/* Where a move stops: before lines with a breakpoint, behind what changes a local that is watched. */
#include "player/player_parts.h"

bool player_breaks(const struct player *p, const char *file, uint32_t line)
{
    return breaks_find(&p->breaks, &p->trace, file, line);
}

void player_break(struct player *p, const char *file, uint32_t line)
{
    const struct breakpoint *one = breaks_find(&p->breaks, &p->trace, file, line);
    if (one)
        breaks_remove(&p->breaks, one);
    else
        breaks_set(&p->breaks, &p->trace, file, line, NULL);
}

/* Behind event i, if it changes what is watched. */
static uint32_t stop_behind(const struct player *p, uint32_t i)
{
    struct watched w;
    bool changes = p->breaks.watched && watch_changes(&p->trace, i, p->breaks.watched, &w);
    return changes ? i + 1 : TRACE_NONE;
}

/* The nearest place on the way for what event i tells. */
static uint32_t stop_on(const struct player *p, uint32_t i, struct way way)
{
    uint32_t before = breaks_stop(&p->breaks, &p->trace, i, way), behind = stop_behind(p, i);
    return breaks_nearer(way, behind, before) ? behind : before;
}

/* An event can tell of a place that lies before that of which one before it tells. */
uint32_t player_stop_at(const struct player *p, uint32_t i, const struct move *m)
{
    struct way way = {p->from, m->by};
    uint32_t best = stop_on(p, i, way);
    for (int n = 0; best != TRACE_NONE && n < REACH_FAR; n++) {
        if (m->by > 0 ? i + 1 == p->trace.end : i == p->trace.first)
            break;
        i = m->by > 0 ? i + 1 : i - 1;
        uint32_t stop = stop_on(p, i, way);
        if (breaks_nearer(way, stop, best))
            best = stop;
    }
    return best;
}

const struct breakpoint *player_stops_before(const struct player *p, uint32_t *event)
{
    return breaks_here(&p->breaks, &p->trace, p->model.cursor, event);
}

bool player_changes_watched(const struct player *p, struct watched *w)
{
    uint32_t i = player_event(p);
    return p->breaks.watched && i != TRACE_NONE &&
           watch_changes(&p->trace, i, p->breaks.watched, w);
}

bool player_stops_here(const struct player *p)
{
    struct watched w;
    uint32_t event;
    return player_stops_before(p, &event) || player_changes_watched(p, &w);
}

uint32_t player_stop_since(const struct player *p, uint32_t from)
{
    struct way way = {from, 1};
    uint32_t to = p->model.cursor, best = to < UINT32_MAX ? to + 1 : to, end = p->trace.end;
    uint32_t most = end - to > REACH_FAR ? to + REACH_FAR : end;
    if (!p->breaks.n && !p->breaks.watched)
        return to;
    for (uint32_t i = from < p->trace.first ? p->trace.first : from; i < most; i++) {
        uint32_t stop = stop_on(p, i, way);
        if (breaks_nearer(way, stop, best))
            best = stop;
    }
    return best <= to ? best : to;
}

const struct place *player_place(const struct player *p)
{
    return trace_place(&p->trace, p->model.place);
}
