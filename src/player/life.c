/* SPDX-License-Identifier: MIT */
/* A player begins, grows as its target tells events, waits for it, and ends. */
#include <math.h>
#include <poll.h>

#include "player/player_parts.h"
#include "player/prints.h"

/* ---- growing: each event is appended and folded into head ---- */

/* Of tasks that have ended before what is kept nothing is known any more. */
static void forget_tasks(struct player *p, uint32_t from, uint32_t n)
{
    archive_forget(&p->model, from, n);
    archive_forget(&p->head, from, n);
    turns_forget(&p->turns, from, n);
    trace_forget_actors(&p->trace, from, n);
    lint_forget(&p->lint, from, n);
}

/* Lets go of the events before `first`, where a chunk begins. Who stands before or looks there goes
 * along. */
static void forget(struct player *p, uint32_t first)
{
    uint32_t whole = p->archive.nwhole;
    archive_drop(&p->archive, first);
    if (p->model.cursor < first)
        archive_seek(&p->archive, &p->model, first);
    if (p->at < first)
        p->at = first;
    moments_drop(&p->moments, &p->trace, first);
    turns_drop(&p->turns, &p->trace, first);
    trace_drop(&p->trace, first);
    for (uint32_t k = whole; k < p->archive.nwhole; k++)
        forget_tasks(p, p->archive.whole[k] * archive_block, archive_block);
}

uint64_t player_bytes(const struct player *p)
{
    const struct trace *t = &p->trace;
    uint64_t tasks = t->nactors - t->actors_gone;
    uint64_t lists = (uint64_t)t->nouts + t->nticks + t->ndeeds + t->nown + t->nwaits +
                     t->nwarnings - t->lists_gone;
    return trace_bytes(t) + archive_bytes(&p->archive) +
           tasks * (2 * sizeof *p->head.rows + sizeof *t->actors) + lists * sizeof *t->outs +
           moments_bytes(&p->moments) + turns_bytes(&p->turns) + prints_bytes(p->prints);
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
    archive_apply(&p->archive, &p->head);
    if (p->trace.end % TRACE_CHUNK == 0)
        let_go(p);
}

/* ---- life ---- */

void player_open_empty(struct player *p, uint32_t history)
{
    static uint64_t number;
    *p = (struct player){.observer.see = see, .history = history};
    p->number = number++;
    lint_init(&p->lint, &p->observer);
    trace_init(&p->trace);
    p->trace.turns = &p->turns;
    model_init(&p->model, &p->trace);
    model_init(&p->head, &p->trace);
    archive_init(&p->archive, &p->head);
    p->prints = prints_new();
}

/* What a program runs may come to be known while it does. */
static void take_sources(struct player *p)
{
    bool more = p->trace.nsources != p->target->nsources;
    p->trace.sources = p->target->sources;
    p->trace.nsources = p->target->nsources;
    if (more)
        breaks_read_again(&p->breaks, &p->trace);
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
    archive_close(&p->archive);
    model_close(&p->model);
    model_close(&p->head);
    moments_close(&p->moments);
    turns_close(&p->turns);
    prints_free(p->prints);
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

void player_allow(struct player *p, uint32_t events)
{
    tell_stops(p);
    p->target->type->allow(p->target, events);
}

void player_let_run(struct player *p)
{
    if (player_is_held(p))
        player_allow(p, LETS_RUN);
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

void player_finish(struct player *p)
{
    p->target->type->finish(p->target);
    take_sources(p);
}

/* One more event behind the cursor, or false. */
bool player_more(struct player *p, uint32_t events)
{
    if (p->trace.end < events)
        player_produce(p, events + PLAYER_AHEAD);
    return p->trace.end >= events;
}
