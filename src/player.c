/* SPDX-License-Identifier: MIT */
#include "player.h"

#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/now.h"
#include "trace/nearest.h"

/* How much trace is made at a time when a move needs more than there is. */
enum { AHEAD = 4096 };

/* Of a target that is held: how many events it tells at a time, where a move looks at each, where it looks
 * for something, and where it just plays. */
enum { LETS_ONE = 1, LETS_SOME = 16, LETS_RUN = 256 };

size_t catalogue_find(const struct catalogue *c, const char *name)
{
    size_t i = 0;
    while (i < c->n && strcmp(c->at[i].name, name) != 0)
        i++;
    return i;
}

/* ---- growing: each event is appended and folded into head ---- */

static void become(struct player *p, const struct model *m)
{
    model_copy(&p->model, m);
    journal_clear(&p->journal);
}

/* Lets go of the events before `first`, where a chunk begins. Who stands before or looks there goes
 * along. */
static void forget(struct player *p, uint32_t first)
{
    checkpoints_drop(&p->checkpoints, first);
    if (p->model.cursor < first)
        become(p, &p->checkpoints.at[0]);
    if (p->at < first)
        p->at = first;
    moments_see(&p->moments, &p->trace, first);
    turns_drop(&p->turns, &p->trace, first);
    trace_drop(&p->trace, first);
}

uint64_t player_bytes(const struct player *p)
{
    const struct trace *t = &p->trace;
    uint64_t lists = (uint64_t)t->nouts + t->nticks + t->ndeeds + t->nown + t->nwaits;
    return trace_bytes(t) + checkpoints_bytes(&p->checkpoints) + 2 * model_bytes(&p->head) +
           t->nactors * sizeof *t->actors + lists * sizeof *t->outs +
           p->moments.n * sizeof *p->moments.stops + turns_bytes(&p->turns);
}

/* Looked at where a chunk is full. What is left must be worth looking at. */
static void let_go(struct player *p)
{
    enum { LEAST = 2 };
    uint32_t kept = p->trace.end - p->trace.first;
    if (p->history && kept >= p->history + TRACE_CHUNK)
        forget(p, p->trace.first + TRACE_CHUNK);
    while (p->memory && p->trace.end - p->trace.first > LEAST * TRACE_CHUNK &&
           player_bytes(p) > p->memory)
        forget(p, p->trace.first + TRACE_CHUNK);
}

static void see(struct observer *o, const struct event *e, const struct note *note)
{
    struct player *p = (struct player *)o;
    trace_append(&p->trace, e, note);
    model_apply(&p->head);
    checkpoints_see(&p->checkpoints, &p->head);
    if (p->trace.end % TRACE_CHUNK == 0)
        let_go(p);
}

/* ---- life ---- */

void player_open_empty(struct player *p, uint32_t history)
{
    *p = (struct player){.observer.see = see, .history = history};
    lint_init(&p->lint, &p->observer);
    trace_init(&p->trace);
    p->trace.turns = &p->turns;
    model_init(&p->model, &p->trace);
    model_init(&p->head, &p->trace);
    checkpoints_init(&p->checkpoints, &p->head);
}

/* What a program runs may come to be known while it does. */
static void take_sources(struct player *p)
{
    p->trace.sources = p->target->sources;
    p->trace.nsources = p->target->nsources;
}

int player_open(struct player *p, struct target *t, uint32_t history)
{
    return player_open_within(p, t, history, 0);
}

int player_open_within(struct player *p, struct target *t, uint32_t history, uint64_t memory)
{
    player_open_empty(p, history);
    p->memory = memory;
    int r = t->type->start(t, &p->lint.observer);
    if (r)
        return r;
    p->target = t;
    take_sources(p);
    p->trace.remarks = t->remarks;
    return 0;
}

void player_close(struct player *p)
{
    if (p->target)
        p->target->type->stop(p->target);
    if (p->owns_target)
        p->target->type->free(p->target);
    checkpoints_close(&p->checkpoints);
    journal_close(&p->journal);
    model_close(&p->model);
    model_close(&p->head);
    moments_close(&p->moments);
    turns_close(&p->turns);
    trace_close(&p->trace);
    lint_close(&p->lint);
    breaks_close(&p->breaks);
    *p = (struct player){0};
}

double player_patience(const struct player *p)
{
    return p->target->type->patience(p->target);
}

void player_wait(const struct player *p, double seconds)
{
    struct pollfd fd = {.fd = p->target ? p->target->readable : 0, .events = POLLIN};
    if (player_is_held(p))
        seconds = fmax(0, fmin(seconds, player_patience(p)));
    poll(&fd, fd.fd > 0, (int)ceil(1000 * fmin(seconds, 3600)));
}

/* The lines before which it stops by itself, once it is known what the program's own file is called. */
static void tell_stops(struct player *p)
{
    struct buf lines = {0};
    if (p->stops_told == p->breaks.changes || !p->trace.file)
        return;
    p->stops_told = p->breaks.changes;
    for (size_t i = 0; i < p->breaks.n; i++) {
        const struct place *at = trace_place(&p->trace, p->breaks.at[i].place);
        buf_printf(&lines, "%s:%u\n", at->file ? at->file : p->trace.file, at->line);
    }
    p->target->type->stop_at(p->target, buf_str(&lines));
    buf_free(&lines);
}

static void allow(struct player *p, uint32_t events)
{
    tell_stops(p);
    p->target->type->allow(p->target, events);
}

void player_let_run(struct player *p)
{
    if (player_is_held(p))
        allow(p, LETS_RUN);
}

void player_hold(struct player *p, bool still)
{
    if (player_is_held(p))
        tell_stops(p);
    if (player_is_live(p) && p->target->type->hold)
        p->target->type->hold(p->target, still);
}

/* false: it has none now. */
static bool make_more(struct player *p)
{
    struct target *t = p->target;
    bool made = t->type->more(t);
    if (t->recorded || t->held) /* sources come with it */
        take_sources(p);
    return made;
}

bool player_produce(struct player *p, uint32_t events)
{
    while (!player_over(p) && p->trace.end < events && make_more(p))
        ;
    return !player_over(p);
}

/* One more event behind the cursor, or false. */
static bool more(struct player *p, uint32_t events)
{
    if (p->trace.end < events)
        player_produce(p, events + AHEAD);
    return p->trace.end >= events;
}

/* ---- seeking ---- */

/* The nearest model that was kept before the cursor. */
static const struct model *nearest(const struct player *p, uint32_t cursor)
{
    return p->head.cursor <= cursor ? &p->head : checkpoints_before(&p->checkpoints, cursor);
}

/* The same, but where the model is big, so far before it that the journal will be full at the cursor:
 * one more copy, for a step back, would take longer than that. */
static const struct model *nearest_with_journal(const struct player *p, uint32_t cursor)
{
    const struct model *near = nearest(p, cursor);
    uint32_t room = journal_room(&p->head);
    if (room == JOURNAL_MOST || cursor - near->cursor >= room)
        return near;
    return checkpoints_before(&p->checkpoints, cursor > room ? cursor - room : 0);
}

static void go_back(struct player *p, uint32_t cursor)
{
    if (!journal_undo(&p->journal, &p->model, cursor))
        become(p, nearest_with_journal(p, cursor));
}

/* A copy takes what many events take: one for every 64 bytes, or so. */
static void go_forth(struct player *p, uint32_t cursor)
{
    if (cursor - p->model.cursor > JOURNAL_MOST) {
        const struct model *from = nearest_with_journal(p, cursor);
        size_t far = model_bytes(from) / 64;
        far = far > JOURNAL_MOST ? far : JOURNAL_MOST;
        if (from->cursor > p->model.cursor && from->cursor - p->model.cursor > far)
            become(p, from);
        if (cursor - p->model.cursor > p->journal.most)
            journal_clear(&p->journal);
        journal_make_room(&p->journal, journal_room(&p->head));
    }
    journal_fold(&p->journal, &p->model, cursor);
}

bool player_seek(struct player *p, uint32_t cursor)
{
    if (cursor < p->trace.first || !more(p, cursor))
        return false;
    if (cursor < p->model.cursor)
        go_back(p, cursor);
    if (cursor > p->model.cursor)
        go_forth(p, cursor);
    return true;
}

bool player_step(struct player *p, int by)
{
    int64_t to = (int64_t)p->model.cursor + by;
    return to >= p->trace.first && to <= UINT32_MAX - 1 && player_seek(p, (uint32_t)to);
}

bool player_start(struct player *p)
{
    return p->model.cursor != p->trace.first && player_seek(p, p->trace.first);
}

bool player_percent(struct player *p, int by)
{
    int64_t all = p->trace.end - p->trace.first, at = p->model.cursor;
    int64_t to = at + all * by / 100;
    if (to == at)
        to += by > 0 ? 1 : -1;
    to = to < p->trace.first ? p->trace.first : to > p->trace.end ? p->trace.end : to;
    return to != at && player_seek(p, (uint32_t)to);
}

/* ---- breakpoints ---- */

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
static uint32_t stop_at(const struct player *p, uint32_t i, const struct move *m)
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

/* ---- moves of which nobody knows how long they take ---- */

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

/* Nothing more is there: a target that is held goes on a little, and then there is something to wait for.
 * false: it may not, or will not. */
static bool let_on(struct player *p)
{
    p->waits = p->move.lets && player_is_held(p);
    if (p->waits)
        allow(p, p->move.lets);
    return p->waits;
}

/* The moment that grows is whole when another begins, or nothing comes any more. */
static bool look_for_moment(struct player *p, enum progress *r)
{
    bool forth = p->move.by > 0;
    moments_see(&p->moments, &p->trace, p->moments.seen + AHEAD);
    bool all = p->moments.seen >= (forth ? p->trace.end : p->model.cursor);
    uint32_t to = forth ? moments_next(&p->moments, p->model.cursor)
                        : moments_previous(&p->moments, p->model.cursor);
    bool certain = forth && to != UINT32_MAX && !moments_growing(&p->moments, to);
    if (!all && !certain)
        return false;
    if (forth && !certain) {
        uint32_t end = p->trace.end;
        player_produce(p, end + AHEAD);
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
    return m->by > 0 ? !more(p, p->at + 1) : p->at <= p->trace.first;
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
    return (struct move){.by = by, .stop = stop_at, .lets = LETS_SOME, .or_end = true};
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
