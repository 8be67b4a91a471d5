/* SPDX-License-Identifier: MIT */
/* The moves there are: what each looks for, and what it can skip. */
#include "player/player_parts.h"
#include "trace/nearest.h"

/* To event i, or to where there is none yet, or none at all. */
static void skip_to(const struct player *p, const struct move *m, uint32_t i, uint32_t *at)
{
    if (m->by > 0)
        *at = i == TRACE_NONE ? p->trace.end : i;
    else
        *at = i == TRACE_NONE || i < p->trace.first ? p->trace.first : i + 1;
}

static bool is_tick(const struct player *p, uint32_t i, const struct move *m)
{
    (void)m;
    enum event_kind kind = (enum event_kind)trace_at(&p->trace, i)->kind;
    return p->trace.threads ? kind == EV_SWITCH || kind == EV_TICK : kind == EV_TICK;
}

/* No list has the switches of threads. */
static bool skip_to_tick(const struct player *p, const struct move *m, uint32_t *at)
{
    const struct trace *t = &p->trace;
    if (t->threads)
        return false;
    skip_to(p, m, nearest_of(t->ticks, t->nticks, *at, m->by), at);
    return true;
}

static bool is_turn(const struct player *p, uint32_t i, const struct move *m)
{
    return trace_at(&p->trace, i)->actor == m->task && nearest_is_turn(&p->trace, i);
}

static bool skip_to_turn(const struct player *p, const struct move *m, uint32_t *at)
{
    const struct model *from = m->by > 0 ? &p->head : &p->model;
    uint32_t i;
    if ((m->by < 0 && *at > p->model.cursor) || !nearest_turn(from, m->task, *at, m->by, &i))
        return false;
    skip_to(p, m, i, at);
    return true;
}

static bool is_warning(const struct player *p, uint32_t i, const struct move *m)
{
    (void)m;
    int kind = trace_at(&p->trace, i)->kind;
    return kind == EV_WARNING || kind == EV_LOOP_ERROR || kind == EV_DEADLOCK;
}

static bool skip_to_warning(const struct player *p, const struct move *m, uint32_t *at)
{
    const struct trace *t = &p->trace;
    skip_to(p, m, nearest_of(t->warnings, t->nwarnings, *at, m->by), at);
    return true;
}

static bool skip_to_end(const struct player *p, const struct move *m, uint32_t *at)
{
    skip_to(p, m, TRACE_NONE, at);
    return true;
}

struct move move_tick(int by)
{
    return (struct move){
        .by = by, .hit = is_tick, .skip = skip_to_tick, .lets = LETS_SOME, .or_end = true};
}

struct move move_turn(uint32_t task, int by)
{
    return (struct move){
        .by = by, .hit = is_turn, .skip = skip_to_turn, .task = task, .lets = LETS_SOME};
}

struct move move_warning(int by)
{
    return (struct move){.by = by, .hit = is_warning, .skip = skip_to_warning};
}

struct move move_continue(int by)
{
    return (struct move){.by = by, .stop = player_stop_at, .lets = LETS_SOME, .or_end = true};
}

struct move move_moment(int by)
{
    return (struct move){.by = by, .moment = true, .lets = LETS_ONE, .or_end = true};
}

struct move move_end(void)
{
    return (struct move){.by = 1, .skip = skip_to_end, .or_end = true};
}

bool player_moment(struct player *p, int by)
{
    return player_move(p, move_moment(by));
}

bool player_tick(struct player *p, int by)
{
    return player_move(p, move_tick(by));
}

bool player_turn(struct player *p, uint32_t task, int by)
{
    return player_move(p, move_turn(task, by));
}

bool player_continue(struct player *p, int by)
{
    return player_move(p, move_continue(by));
}

bool player_end(struct player *p)
{
    return player_move(p, move_end());
}
