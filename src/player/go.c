/* SPDX-License-Identifier: MIT */
/* Moves of which nobody knows how long they take go on in slices. */
#include "base/now.h"
#include "player/player_parts.h"

/* After how many events it looks at the clock. */
enum { LOOK = 1024 };

void player_begin_at(struct player *p, uint32_t at, struct move m)
{
    p->move = m;
    p->at = at;
    p->from = p->model.cursor;
    /* event at - 1 is the last that has happened; what hits must lie before it. What one stops before
     * can have been reached some events before it. */
    if (m.by < 0 && m.stop)
        p->at = p->trace.end - at > REACH_FAR ? at + REACH_FAR : p->trace.end;
    else if (m.by < 0 && p->at)
        p->at--;
}

void player_begin(struct player *p, struct move m)
{
    player_begin_at(p, p->model.cursor, m);
}

void player_give_up(struct player *p)
{
    if (p->move.along)
        player_seek(p, p->from < p->trace.first ? p->trace.first : p->from);
}

struct behind player_behind(const struct player *p)
{
    bool forth = p->move.by > 0, around = forth ? p->at < p->from : p->at > p->from;
    uint32_t from = !around ? p->from : forth ? p->trace.first : p->trace.end;
    uint32_t to = around ? p->from : forth ? p->trace.end : p->trace.first;
    double done = (double)p->at - from, all = (double)to - from;
    return (struct behind){all != 0 ? (unsigned)(100 * done / all) : 100, around};
}

static enum progress arrive(struct player *p, bool found)
{
    bool could = found;
    if (!found && p->move.or_end) {
        uint32_t to = p->move.by > 0 ? p->trace.end : p->trace.first;
        could = p->model.cursor != to && player_seek(p, to);
    }
    if (!could)
        player_give_up(p);
    return could ? MOVE_DONE : MOVE_NOWHERE;
}

bool player_is_stuck(const struct player *p)
{
    const struct trace *t = &p->trace;
    return player_is_held(p) && t->end > t->first && trace_at(t, t->end - 1)->kind == EV_DEADLOCK;
}

/* Nothing more is there: a target that is held goes on a little, and then there is something to wait for.
 * false: it may not, or will not. */
static bool let_on(struct player *p)
{
    bool lets = p->move.lets && player_is_held(p);
    if (lets)
        player_allow(p, p->move.lets);
    p->waits = lets && !player_is_stuck(p);
    return p->waits;
}

/* The moment that grows is whole when another begins, or nothing comes any more. */
static bool look_for_moment(struct player *p, enum progress *r)
{
    bool forth = p->move.by > 0;
    moments_see(&p->moments, &p->trace, p->moments.seen + PLAYER_AHEAD);
    bool all = p->moments.seen >= (forth ? p->trace.end : p->model.cursor);
    uint32_t to = forth ? moments_next(&p->moments, p->model.cursor)
                        : moments_previous(&p->moments, p->model.cursor);
    bool certain = forth && to != UINT32_MAX && !moments_growing(&p->moments, to);
    if (!all && !certain)
        return false;
    if (forth && !certain) {
        uint32_t end = p->trace.end;
        player_produce(p, end + PLAYER_AHEAD);
        if (p->trace.end > end)
            return false;
        if (let_on(p))
            return true;
    }
    *r = arrive(p, to != UINT32_MAX && player_seek(p, to));
    return true;
}

void player_look_at_moment(struct player *p)
{
    moments_see(&p->moments, &p->trace, p->model.cursor + 1);
    turns_see(&p->turns, &p->trace, p->model.cursor);
}

static bool at_its_end(struct player *p)
{
    const struct move *m = &p->move;
    if (m->upto && p->at == m->upto)
        return true;
    return m->by > 0 ? !player_more(p, p->at + 1) : p->at <= p->trace.first;
}

/* Where it stops for the sake of event i; TRACE_NONE: it does not. */
static uint32_t stop_for(const struct player *p, uint32_t i)
{
    const struct move *m = &p->move;
    if (m->stop)
        return m->stop(p, i, m);
    return m->hit && m->hit(p, i, m) ? i + 1 : TRACE_NONE;
}

/* One event further. true: it has arrived. */
static bool look(struct player *p, enum progress *r)
{
    struct move *m = &p->move;
    if (m->skip && !m->skip(p, m, &p->at))
        m->skip = NULL;
    if (at_its_end(p)) {
        bool bound = m->by < 0 || (m->upto && p->at == m->upto);
        if (bound || !let_on(p))
            *r = arrive(p, false);
        return true;
    }
    uint32_t i = m->by > 0 ? p->at++ : --p->at;
    if (m->along) {
        player_seek(p, i + 1);
        player_look_at_moment(p);
    }
    uint32_t to = stop_for(p, i);
    if (to == TRACE_NONE)
        return false;
    *r = arrive(p, player_seek(p, to));
    return true;
}

enum progress player_go_on(struct player *p)
{
    enum progress r = MOVE_GOES_ON;
    double end = now() + now_slice;
    p->waits = false;
    for (uint32_t n = 1; p->move.moment ? !look_for_moment(p, &r) : !look(p, &r); n++)
        if ((n % LOOK == 0 || p->move.moment || p->move.along || p->move.skip) && now() >= end)
            break;
    return r;
}

bool player_look_ahead(struct player *p, uint32_t events)
{
    double end = now() + now_slice;
    while (!player_over(p) && p->trace.end < events) {
        uint32_t left = events - p->trace.end, before = p->trace.end;
        if (now() >= end)
            return false;
        player_produce(p, before + (left < LOOK ? left : LOOK));
        if (p->trace.end == before)
            break;
    }
    while (p->moments.seen < p->trace.end) {
        if (now() >= end)
            return false;
        moments_see(&p->moments, &p->trace, p->moments.seen + LOOK);
        turns_see(&p->turns, &p->trace, p->moments.seen);
    }
    return true;
}

bool player_count_stops(struct player *p)
{
    double end = now() + now_slice;
    bool more;
    while ((more = breaks_count(&p->breaks, &p->trace, p->model.cursor, LOOK)) && now() < end)
        ;
    return !more;
}

bool player_has_counted_stops(const struct player *p)
{
    return p->breaks.cursor == p->model.cursor && p->breaks.counted == p->trace.end;
}

bool player_move(struct player *p, struct move m)
{
    enum progress r;
    player_begin(p, m);
    while ((r = player_go_on(p)) == MOVE_GOES_ON)
        if (p->waits)
            player_wait(p, 1);
    return r == MOVE_DONE;
}
