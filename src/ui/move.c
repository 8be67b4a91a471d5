/* SPDX-License-Identifier: MIT */
#include "ui/move.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "story/cause.h"
#include "story/words.h"
#include "ui/play.h"
#include "view/about.h"

void app_say(struct app *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(a->ui.message, sizeof a->ui.message, fmt, ap);
    va_end(ap);
}

unsigned app_moved(struct app *a, uint32_t from, bool could, const char *why_not)
{
    a->run.could = could;
    if (!could)
        app_say(a, "%s", why_not);
    else
        a->ui.run.before = from;
    play_look_ahead(a);
    return REACT_REDRAW;
}

unsigned app_jumped(struct app *a, bool could, const char *why_not)
{
    return app_moved(a, a->player->model.cursor, could, why_not);
}

/* ---- moves that go on ---- */

static unsigned arrive(struct app *a, bool could)
{
    void (*arrived)(struct app *) = a->run.arrived;
    unsigned (*nowhere)(struct app *) = a->run.nowhere;
    a->run.arrived = NULL;
    a->run.nowhere = NULL;
    a->ui.message[0] = 0;
    if (!could && nowhere)
        return nowhere(a);
    unsigned r = a->run.steps ? app_moved(a, a->run.from, could, a->run.why_not)
                              : app_jumped(a, could, a->run.why_not);
    if (could && arrived)
        arrived(a);
    return r;
}

/* How far it has come. true: that has changed. What it passes is nobody's look, so nothing else is drawn meanwhile. */
static bool say_progress(struct app *a)
{
    const struct player *p = a->player;
    char before[sizeof a->ui.message];
    memcpy(before, a->ui.message, sizeof before);
    struct behind behind = player_behind(p);
    const char *from = !behind.around ? "" : p->move.by > 0 ? "from the start " : "from the end ";
    if (player_over(p))
        app_say(a, "searching %s… %u %% · Esc stops", from, behind.percent);
    else
        app_say(a, "searching … %u events so far · Esc stops", p->trace.end);
    return strcmp(before, a->ui.message) != 0;
}

unsigned app_go_on(struct app *a)
{
    enum progress r = player_go_on(a->player);
    a->run.going = r == MOVE_GOES_ON;
    if (!a->run.going)
        return arrive(a, r == MOVE_DONE);
    play_keep_horizon(a);
    if (!a->player->waits)
        return say_progress(a) ? REACT_REDRAW : 0;
    app_say(a, "%s goes on; Esc waits no longer", a->ui.run.name);
    return REACT_REDRAW;
}

/* Seconds: a program that is held has mostly told what a step takes before anybody could see that one
 * waits for it. */
static const double soon = 0.03;

static unsigned begin(struct app *a, uint32_t at, struct move m, bool steps, const char *why_not)
{
    play_pause(a);
    a->run.steps = steps;
    a->run.from = a->player->model.cursor;
    snprintf(a->run.why_not, sizeof a->run.why_not, "%s", why_not);
    player_begin_at(a->player, at, m);
    unsigned r = app_go_on(a);
    for (int n = 0; n < 8 && a->run.going && a->player->waits; n++) {
        player_wait(a->player, soon / 8);
        r = app_go_on(a);
    }
    return r;
}

unsigned app_go_from(struct app *a, uint32_t at, struct move m, const char *why_not)
{
    return begin(a, at, m, false, why_not);
}

unsigned app_go(struct app *a, struct move m, const char *why_not)
{
    return begin(a, a->player->model.cursor, m, false, why_not);
}

static unsigned step(struct app *a, struct move m, const char *why_not)
{
    return begin(a, a->player->model.cursor, m, true, why_not);
}

unsigned app_if_known(struct app *a)
{
    unsigned (*then)(struct app *) = a->run.then;
    if (!then || a->run.looking)
        return 0;
    a->run.then = NULL;
    a->ui.message[0] = 0;
    return then(a);
}

unsigned app_once_known(struct app *a, unsigned (*then)(struct app *a))
{
    play_pause(a);
    a->run.then = then;
    if (a->run.looking)
        app_say(a, "looking ahead; Esc stops");
    return app_if_known(a) | REACT_REDRAW;
}

void app_stop(struct app *a)
{
    if (a->run.going || a->run.then)
        app_say(a, "stopped");
    if (a->run.going)
        player_give_up(a->player);
    a->run.going = false;
    a->run.then = NULL;
    a->run.arrived = NULL;
    a->run.nowhere = NULL;
    a->run.again = 0;
}

/* ---- how often ---- */

unsigned press_count(struct app *a)
{
    enum { MOST = 9999 };
    unsigned n = a->run.count * 10 + (unsigned)(a->run.pressed - '0');
    a->run.count = n < MOST ? n : MOST;
    app_say(a, a->run.count == 1 ? "%u time …" : "%u times …", a->run.count);
    return REACT_REDRAW;
}

int app_times(struct app *a)
{
    int n = (int)a->run.again + 1;
    a->run.again = 0;
    return n;
}

/* ---- by moments, events, ticks, turns ---- */

/* The task that keys speak of: the selected one, or whoever runs, or ran last. */
static uint32_t subject(const struct app *a)
{
    uint32_t task = view_task(&a->player->model, &a->ui);
    return task ? task : 1;
}

unsigned press_step(struct app *a)
{
    a->ui.run.by_events = false;
    if (app_asks(a))
        return REACT_REDRAW;
    return step(a, move_moment(1), "this is the end");
}

unsigned press_back(struct app *a)
{
    a->ui.run.by_events = false;
    return step(a, move_moment(-1), "this is the beginning");
}

static unsigned by_event(struct app *a, int by, const char *why_not)
{
    uint32_t from = a->player->model.cursor;
    play_pause(a);
    a->ui.run.by_events = true;
    return app_moved(a, from, player_step(a->player, by), why_not);
}

static bool is_any(const struct player *p, uint32_t i, const struct move *m)
{
    (void)p, (void)i, (void)m;
    return true;
}

/* Of a program that is held: the next event that it tells. */
static unsigned let_event(struct app *a)
{
    a->ui.run.by_events = true;
    return step(a, (struct move){.by = 1, .hit = is_any, .lets = 1}, "this is the end");
}

unsigned press_event(struct app *a)
{
    if (app_asks(a))
        return REACT_REDRAW;
    if (player_is_held(a->player) && a->player->model.cursor == a->player->trace.end)
        return let_event(a);
    return by_event(a, 1, "this is the end");
}

unsigned press_event_back(struct app *a)
{
    return by_event(a, -1, "this is the beginning");
}

unsigned press_tick(struct app *a)
{
    return step(a, move_tick(1), "this is the end");
}

unsigned press_tick_back(struct app *a)
{
    return step(a, move_tick(-1), "this is the beginning");
}

static unsigned go_to_turn(struct app *a, int by, const char *which)
{
    char why_not[sizeof a->run.why_not];
    uint32_t task = subject(a);
    if (trace_task(&a->player->trace, task))
        snprintf(why_not, sizeof why_not, "%s has no %s turn",
                 words_name(trace_task_name(&a->player->trace, task)), which);
    else
        snprintf(why_not, sizeof why_not, "there is no task that could have a turn");
    return step(a, move_turn(task, by), why_not);
}

unsigned press_turn(struct app *a)
{
    return go_to_turn(a, 1, "later");
}

unsigned press_turn_back(struct app *a)
{
    return go_to_turn(a, -1, "earlier");
}

static unsigned percent(struct app *a)
{
    return app_jumped(a, player_percent(a->player, 10), "this is the end");
}

static unsigned percent_back(struct app *a)
{
    return app_jumped(a, player_percent(a->player, -10), "this is the beginning");
}

unsigned app_percent(struct app *a, int by)
{
    return app_once_known(a, by > 0 ? percent : percent_back);
}

unsigned press_start(struct app *a)
{
    play_pause(a);
    return app_jumped(a, player_start(a->player), "this is the beginning");
}

unsigned press_end(struct app *a)
{
    return app_go(a, move_end(),
                  player_is_held(a->player) ? "it has come no further yet; space lets it go on"
                                            : "this is the end");
}

unsigned press_warning(struct app *a)
{
    return app_go(a, move_warning(1), "there is no later warning");
}

unsigned press_warning_back(struct app *a)
{
    return app_go(a, move_warning(-1), "there is no earlier warning");
}

unsigned press_restart(struct app *a)
{
    play_pause(a);
    if (a->player->target && a->player->target->live) {
        if (a->player->target->held)
            a->again = stood_of(&a->ui.run);
        return REACT_RESTART; /* what really happened cannot happen again: it is run anew */
    }
    a->run.nanswers = 0;
    a->ui.run.predict = (struct predict){.on = a->ui.run.predict.on};
    player_start(a->player);
    return app_jumped(a, true, NULL);
}

/* ---- causes: to the event that made this turn happen, and back ---- */

unsigned press_cause(struct app *a)
{
    struct player *p = a->player;
    uint32_t from = p->model.cursor, event = player_event(p);
    uint32_t cause = event == TRACE_NONE ? TRACE_NONE : cause_of(&p->model, event);
    play_pause(a);
    if (cause == TRACE_NONE || cause >= event)
        return app_jumped(a, false, "nothing before this caused it");
    a->run.effects =
        xgrow(a->run.effects, &a->run.effects_cap, a->run.neffects + 1, sizeof *a->run.effects);
    a->run.effects[a->run.neffects++] = from;
    return app_jumped(a, player_seek(p, cause + 1), "its cause is no longer kept");
}

unsigned press_cause_back(struct app *a)
{
    play_pause(a);
    return app_jumped(a,
                      a->run.neffects && player_seek(a->player, a->run.effects[--a->run.neffects]),
                      "u goes to the cause first");
}

/* ---- marks ---- */

unsigned press_mark(struct app *a)
{
    uint32_t at = a->player->model.cursor;
    for (uint32_t i = 0; i < a->ui.run.nmarks; i++)
        if (a->run.marks[i] == at) {
            a->run.marks[i] = a->run.marks[--a->ui.run.nmarks];
            app_say(a, "marker taken away");
            return REACT_REDRAW;
        }
    a->run.marks =
        xgrow(a->run.marks, &a->run.marks_cap, a->ui.run.nmarks + 1, sizeof *a->run.marks);
    a->run.marks[a->ui.run.nmarks++] = at;
    a->ui.run.marks = a->run.marks;
    app_say(a, "marker set: ' comes back here");
    return REACT_REDRAW;
}

/* The next marker behind the cursor, or else the first of all. */
unsigned press_mark_next(struct app *a)
{
    uint32_t at = a->player->model.cursor, best = UINT32_MAX, least = UINT32_MAX;
    for (uint32_t i = 0; i < a->ui.run.nmarks; i++) {
        if (a->run.marks[i] > at && a->run.marks[i] < best)
            best = a->run.marks[i];
        if (a->run.marks[i] < least)
            least = a->run.marks[i];
    }
    play_pause(a);
    return app_jumped(a,
                      a->ui.run.nmarks && player_seek(a->player, best < UINT32_MAX ? best : least),
                      "there is no marker yet: m sets one");
}
