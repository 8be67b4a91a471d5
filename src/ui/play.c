/* SPDX-License-Identifier: MIT */
#include "ui/play.h"

#include <math.h>
#include <stdio.h>

#include "trace/libraries.h"
#include "view/about.h"

/* Events that are made before they are shown: at once, and behind each so many while time goes by, to
 * the end of the next so many. */
enum { AT_ONCE = 4096, AHEAD = 1 << 19 };
enum { SLOWEST = -2, FASTEST = 6 };

/* Moments a second at ×1: slow enough to read what is told of each. */
static const double moment_rate = 0.5;

/* How often a run in real time looks for what its threads have brought, in seconds. */
static const double thread_check = 0.1;

/* ---- what is known of the run ---- */

static uint32_t plus(uint32_t n, uint32_t more)
{
    return n < UINT32_MAX - more ? n + more : UINT32_MAX;
}

/* What is shown depends on the cursor, and on whether all is made that shall be, but never on how
 * much of it is. */
static void take_stock(struct app *a)
{
    const struct player *p = a->player;
    struct run *run = &a->ui.run;
    bool more = !player_over(p) && p->trace.end < a->run.want;
    a->run.looking = !player_is_live(p) && (more || p->moments.seen < p->trace.end);
    run->known = player_over(p) ? p->trace.end : 0;
    run->horizon = a->run.looking ? plus(p->model.cursor, AT_ONCE) : 0;
    const struct model *m = a->run.looking ? &p->model : &p->head;
    run->objects = view_objects(p, m);
    run->tasks = m->nrows > 0;
    uint32_t lanes = m->nrows - (run->libraries ? 0 : libraries_upto(&p->trace, m->nrows));
    run->lanes = lanes ? lanes : 1;
    run->ended = player_over(p) && p->model.cursor == p->trace.end;
    run->read = player_is_read(p) ? 1 + (unsigned)(99 * p->target->told) : 0;
}

void play_keep_horizon(struct app *a)
{
    if (a->ui.run.horizon && a->ui.run.horizon <= a->player->model.cursor)
        a->ui.run.horizon = plus(a->player->model.cursor, AT_ONCE);
}

void play_look_ahead(struct app *a)
{
    struct player *p = a->player;
    if (!player_is_live(p))
        player_produce(p, plus(p->model.cursor, AT_ONCE));
    a->run.want = player_is_read(p) ? UINT32_MAX : plus(p->model.cursor / AHEAD * AHEAD, 2 * AHEAD);
    take_stock(a);
}

unsigned play_look_on(struct app *a)
{
    bool was_read = player_is_read(a->player);
    unsigned read = a->ui.run.read;
    if (player_look_ahead(a->player, a->run.want))
        a->run.want = 0;
    take_stock(a);
    if (was_read && player_over(a->player) && a->player->target->trouble)
        snprintf(a->ui.message, sizeof a->ui.message, "%s", a->player->target->trouble);
    return a->run.looking && a->ui.run.read == read ? 0 : REACT_REDRAW;
}

/* ---- playing ---- */

void play_pause(struct app *a)
{
    a->ui.run.playing = false;
    player_hold(a->player, true);
}

void play_start(struct app *a)
{
    if (a->ui.run.ended)
        player_start(a->player);
    a->ui.run.ended = false;
    a->ui.run.playing = true;
    a->run.owed = 0;
    player_hold(a->player, false);
}

static double factor(const struct app *a)
{
    return ldexp(1, a->ui.speed);
}

double play_time_behind(const struct player *p, uint32_t i)
{
    const struct event *e = trace_at(&p->trace, i);
    if (e->kind == EV_JUMP)
        return trace_number(&p->trace, i);
    return e->time + (e->kind == EV_BLOCK ? trace_number(&p->trace, i) : 0);
}

/* Scene seconds until the next event has happened; negative if there is none. */
static double until_next(const struct app *a)
{
    const struct player *p = a->player;
    return p->model.cursor < p->trace.end
               ? fmax(0, play_time_behind(p, p->model.cursor) - p->model.time)
               : -1;
}

/* Has it come to where one stops since it was at `from`? There it pauses. */
static bool stops(struct app *a, uint32_t from)
{
    struct player *p = a->player;
    player_seek(p, player_stop_since(p, from));
    if (!player_stops_here(p))
        return false;
    play_pause(a);
    return true;
}

static void play_by_clock(struct app *a)
{
    struct player *p = a->player;
    double wait;
    while ((wait = until_next(a)) >= 0 && wait <= a->run.owed && !app_asks(a)) {
        a->run.owed -= wait;
        player_step(p, 1);
        player_produce(p, plus(p->model.cursor, AT_ONCE));
        if (stops(a, p->model.cursor - 1))
            return;
    }
}

static void play_by_moment(struct app *a)
{
    for (; a->run.owed >= 1; a->run.owed--) {
        uint32_t from = a->player->model.cursor;
        if (app_asks(a) || !player_moment(a->player, 1) || stops(a, from))
            return;
    }
}

unsigned play_time(struct app *a, double seconds)
{
    struct player *p = a->player;
    uint32_t from = p->model.cursor;
    if (!a->ui.run.playing)
        return 0;
    if (player_is_live(p)) {
        player_produce(p, p->trace.end + 1);
        player_seek(p, p->trace.end);
        if (p->model.cursor == from || !stops(a, from))
            player_let_run(p);
    } else {
        a->run.owed += seconds * factor(a) * (a->ui.clock_pace ? 1 : moment_rate);
        a->ui.clock_pace ? play_by_clock(a) : play_by_moment(a);
    }
    play_look_ahead(a);
    if (a->ui.run.ended)
        play_pause(a);
    if (p->model.cursor == from && !a->ui.run.ended)
        return a->ui.run.playing ? 0 : REACT_REDRAW;
    a->ui.run.before = from;
    return REACT_REDRAW;
}

double play_due(const struct app *a)
{
    if (!a->ui.run.playing)
        return -1;
    if (player_is_live(a->player))
        return fmax(1.0 / 60, fmin(thread_check, player_patience(a->player)));
    double due = a->ui.clock_pace ? (until_next(a) - a->run.owed) / factor(a)
                                  : (1 - a->run.owed) / (moment_rate * factor(a));
    return fmax(1.0 / 60, due);
}

void play_stand_still(struct app *a, bool still)
{
    if (a->player && a->ui.run.playing)
        player_hold(a->player, still);
}

/* ---- keys ---- */

unsigned press_play(struct app *a)
{
    if (!a->ui.run.playing && app_asks(a))
        return REACT_REDRAW;
    a->ui.run.playing ? play_pause(a) : play_start(a);
    return REACT_REDRAW;
}

static unsigned change_speed(struct app *a, int by)
{
    int s = by ? a->ui.speed + by : 0;
    a->ui.speed = s < SLOWEST ? SLOWEST : s > FASTEST ? FASTEST : s;
    a->run.owed = 0;
    return REACT_REDRAW;
}

unsigned press_faster(struct app *a)
{
    return change_speed(a, 1);
}

unsigned press_slower(struct app *a)
{
    return change_speed(a, -1);
}

unsigned press_speed(struct app *a)
{
    return change_speed(a, 0);
}

unsigned press_pace(struct app *a)
{
    a->ui.clock_pace = !a->ui.clock_pace;
    a->run.owed = 0;
    snprintf(a->ui.message, sizeof a->ui.message, "%s",
             a->ui.clock_pace ? "one scene second takes one second at ×1"
                              : "events follow each other at an even pace");
    return REACT_REDRAW;
}
