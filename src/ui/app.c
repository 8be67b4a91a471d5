/* SPDX-License-Identifier: MIT */
#include "ui/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "story/cause.h"
#include "story/story.h"
#include "ui/app_parts.h"
#include "ui/keys.h"
#include "view/about.h"
#include "view/frame.h"
#include "view/layout.h"
#include "view/tasks.h"

enum { SLOWEST = -2, FASTEST = 6, NEAREST = 8, FARTHEST = -8 };

void app_say(struct app *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(a->ui.message, sizeof a->ui.message, fmt, ap);
    va_end(ap);
}

/* ---- moving ---- */

unsigned app_moved(struct app *a, uint32_t from, bool could, const char *why_not)
{
    if (!could)
        app_say(a, "%s", why_not);
    else
        a->ui.before = from;
    app_look_ahead(a);
    return REACT_REDRAW;
}

static bool hit_warning(const struct player *p, uint32_t i, void *data)
{
    (void)data;
    int kind = trace_at(&p->trace, i)->kind;
    return kind == EV_WARNING || kind == EV_LOOP_ERROR || kind == EV_DEADLOCK;
}

/* The task that keys speak of: the selected one, or whoever runs, or ran last. */
static uint32_t subject(const struct app *a)
{
    uint32_t task = view_task(&a->player->model, &a->ui);
    return task ? task : 1;
}

static unsigned move(struct app *a, enum action action)
{
    struct player *p = a->player;
    uint32_t from = p->model.cursor;
    app_pause(a);
    switch (action) {
    case ACTION_STEP:
        return app_moved(a, from, player_step(p, 1), "this is the end");
    case ACTION_BACK:
        return app_moved(a, from, player_step(p, -1), "this is the beginning");
    case ACTION_TICK:
        return app_moved(a, from, player_tick(p, 1), "this is the end");
    case ACTION_TICK_BACK:
        return app_moved(a, from, player_tick(p, -1), "this is the beginning");
    case ACTION_TURN:
        return app_moved(a, from, player_turn(p, subject(a), 1), "it has no later turn");
    case ACTION_TURN_BACK:
        return app_moved(a, from, player_turn(p, subject(a), -1), "it has no earlier turn");
    case ACTION_CONTINUE:
        return app_moved(a, from, player_continue(p, 1), "this is the end");
    case ACTION_CONTINUE_BACK:
        return app_moved(a, from, player_continue(p, -1), "this is the beginning");
    case ACTION_PERCENT:
        return app_moved(a, from, player_percent(p, 10), "this is the end");
    case ACTION_PERCENT_BACK:
        return app_moved(a, from, player_percent(p, -10), "this is the beginning");
    case ACTION_START:
        return app_moved(a, from, player_start(p), "this is the beginning");
    case ACTION_END:
        return app_moved(a, from, player_end(p), "this is the end");
    case ACTION_WARNING:
        return app_moved(a, from, player_until(p, 1, hit_warning, NULL),
                         "there is no later warning");
    case ACTION_WARNING_BACK:
        return app_moved(a, from, player_until(p, -1, hit_warning, NULL),
                         "there is no earlier warning");
    default:
        return 0;
    }
}

/* ---- causes: to the event that made this turn happen, and back ---- */

static unsigned to_cause(struct app *a)
{
    struct player *p = a->player;
    uint32_t from = p->model.cursor, event = player_event(p);
    uint32_t cause = event == TRACE_NONE ? TRACE_NONE : cause_of(&p->model, event);
    app_pause(a);
    if (cause == TRACE_NONE || cause >= event)
        return app_moved(a, from, false, "nothing before this caused it");
    a->effects = xgrow(a->effects, &a->effects_cap, a->neffects + 1, sizeof *a->effects);
    a->effects[a->neffects++] = from;
    return app_moved(a, from, player_seek(p, cause + 1), "its cause is no longer kept");
}

static unsigned from_cause(struct app *a)
{
    uint32_t from = a->player->model.cursor;
    app_pause(a);
    return app_moved(a, from, a->neffects && player_seek(a->player, a->effects[--a->neffects]),
                     "u goes to the cause first");
}

/* ---- marks, breakpoints ---- */

static unsigned toggle_mark(struct app *a)
{
    uint32_t at = a->player->model.cursor;
    for (uint32_t i = 0; i < a->ui.nmarks; i++)
        if (a->marks[i] == at) {
            a->marks[i] = a->marks[--a->ui.nmarks];
            app_say(a, "marker taken away");
            return REACT_REDRAW;
        }
    a->marks = xgrow(a->marks, &a->marks_cap, a->ui.nmarks + 1, sizeof *a->marks);
    a->marks[a->ui.nmarks++] = at;
    a->ui.marks = a->marks;
    app_say(a, "marker set: ' comes back here");
    return REACT_REDRAW;
}

/* The next marker behind the cursor, or else the first of all. */
static unsigned next_mark(struct app *a)
{
    uint32_t at = a->player->model.cursor, best = UINT32_MAX, least = UINT32_MAX;
    for (uint32_t i = 0; i < a->ui.nmarks; i++) {
        if (a->marks[i] > at && a->marks[i] < best)
            best = a->marks[i];
        if (a->marks[i] < least)
            least = a->marks[i];
    }
    app_pause(a);
    return app_moved(a, at,
                     a->ui.nmarks && player_seek(a->player, best < UINT32_MAX ? best : least),
                     "there is no marker yet: m sets one");
}

unsigned app_break(struct app *a, uint32_t line)
{
    if (!line) {
        app_say(a, "no line has run yet");
        return REACT_REDRAW;
    }
    player_break(a->player, line);
    app_say(a, "breakpoint on line %u %s", line,
            player_breaks(a->player, line) ? "set: c runs on to it, C back" : "taken away");
    return REACT_REDRAW;
}

/* ---- selecting and scrolling ---- */

/* asyncio.run()'s own tasks are folded away until asked for. */
static bool is_listed(const struct app *a, uint32_t task)
{
    return model_row(&a->player->model, task) && view_tasks_lists(a->player, &a->ui, task);
}

static void select_task(struct app *a, int by)
{
    int64_t t = a->ui.task ? a->ui.task : subject(a), n = a->player->model.nrows;
    if (!a->ui.task && is_listed(a, (uint32_t)t)) {
        a->ui.task = (uint32_t)t; /* the first press only takes hold of the one that is followed */
        return;
    }
    for (t += by; t >= 1 && t <= n; t += by)
        if (is_listed(a, (uint32_t)t)) {
            a->ui.task = (uint32_t)t;
            return;
        }
}

static unsigned up_down(struct app *a, int by)
{
    struct ui *ui = &a->ui;
    if (ui->mode == MODE_GALLERY) {
        int n = (int)ui->catalogue->n;
        ui->gallery = (ui->gallery + by + n) % n;
    } else if (ui->mode == MODE_WATCH && ui->focus == PANE_TASKS) {
        select_task(a, by);
    } else {
        int *scroll = &ui->scroll[ui->mode == MODE_WATCH ? ui->focus : PANE_STORY];
        *scroll += by;
        if (*scroll < -100000)
            *scroll = -100000;
    }
    return REACT_REDRAW;
}

static unsigned next_pane(struct app *a, int by)
{
    struct layout l; /* a pane may have its place only while it has the focus */
    for (int i = 0; i < PANES; i++) {
        a->ui.focus = (enum pane)((a->ui.focus + (unsigned)(by + PANES)) % PANES);
        layout_make(&l, &a->screen, &a->ui);
        if (l.panes[a->ui.focus].h)
            break;
    }
    return REACT_REDRAW;
}

static void change_speed(struct app *a, int by)
{
    int s = by ? a->ui.speed + by : 0;
    a->ui.speed = s < SLOWEST ? SLOWEST : s > FASTEST ? FASTEST : s;
    a->owed = 0;
}

static void set_zoom(struct app *a, int by)
{
    int z = a->ui.zoom + by;
    a->ui.zoom = z < FARTHEST ? FARTHEST : z > NEAREST ? NEAREST : z;
}

/* ---- keys ---- */

static unsigned close_something(struct app *a)
{
    struct ui *ui = &a->ui;
    if (ui->mode == MODE_HELP || ui->mode == MODE_DETAILS)
        ui->mode = a->player ? MODE_WATCH : MODE_GALLERY;
    else if (*ui->filter)
        *ui->filter = 0;
    else if (*ui->search)
        *ui->search = 0;
    else
        ui->task = 0;
    memset(ui->scroll, 0, sizeof ui->scroll);
    return REACT_REDRAW;
}

static unsigned toggle_mode(struct app *a, enum mode mode)
{
    a->ui.mode = a->ui.mode != mode ? mode : a->player ? MODE_WATCH : MODE_GALLERY;
    a->ui.scroll[PANE_STORY] = 0;
    return REACT_REDRAW;
}

/* What works wherever one is. */
static unsigned anywhere(struct app *a, enum action action, bool *done)
{
    *done = true;
    switch (action) {
    case ACTION_QUIT:
        return REACT_QUIT;
    case ACTION_REDRAW:
        return REACT_REDRAW | REACT_REPAINT;
    case ACTION_HELP:
        return toggle_mode(a, MODE_HELP);
    case ACTION_UP:
        return up_down(a, -1);
    case ACTION_DOWN:
        return up_down(a, 1);
    case ACTION_CLOSE:
        return close_something(a);
    case ACTION_DETAILS:
        if (a->ui.mode == MODE_GALLERY)
            return REACT_OPEN;
        return toggle_mode(a, MODE_DETAILS);
    default:
        *done = false;
        return 0;
    }
}

static unsigned restart(struct app *a)
{
    uint32_t from = a->player->model.cursor;
    app_pause(a);
    if (a->player->target && a->player->target->live)
        return REACT_RESTART; /* what really happened cannot happen again: it is run anew */
    player_start(a->player);
    return app_moved(a, from, true, NULL);
}

static unsigned watching(struct app *a, enum action action)
{
    struct ui *ui = &a->ui;
    switch (action) {
    case ACTION_PLAY:
        ui->playing ? app_pause(a) : app_play(a);
        break;
    case ACTION_FASTER:
    case ACTION_SLOWER:
    case ACTION_SPEED:
        change_speed(a, action == ACTION_FASTER ? 1 : action == ACTION_SLOWER ? -1 : 0);
        break;
    case ACTION_PACE:
        ui->clock_pace = !ui->clock_pace;
        a->owed = 0;
        app_say(a, ui->clock_pace ? "one scene second takes one second at ×1"
                                  : "events follow each other at an even pace");
        break;
    case ACTION_PANE:
    case ACTION_PANE_BACK:
        return next_pane(a, action == ACTION_PANE ? 1 : -1);
    case ACTION_BREAK:
        return app_break(a, a->player->model.line);
    case ACTION_SEARCH:
        app_open_prompt(a, '/');
        break;
    case ACTION_FILTER:
        app_open_prompt(a, '\\');
        break;
    case ACTION_COMMAND:
        app_open_prompt(a, ':');
        break;
    case ACTION_FIND:
    case ACTION_FIND_BACK:
        app_pause(a);
        return app_find(a, action == ACTION_FIND ? 1 : -1);
    case ACTION_CAUSE:
        return to_cause(a);
    case ACTION_CAUSE_BACK:
        return from_cause(a);
    case ACTION_MARK:
        return toggle_mark(a);
    case ACTION_MARK_NEXT:
        return next_mark(a);
    case ACTION_ZOOM_IN:
    case ACTION_ZOOM_OUT:
        set_zoom(a, action == ACTION_ZOOM_IN ? 1 : -1);
        break;
    case ACTION_SOURCE:
        ui->source = a->player->trace.nsources ? (ui->source + 1) % a->player->trace.nsources : 0;
        break;
    case ACTION_CLOSING:
        ui->closing = !ui->closing;
        break;
    case ACTION_RESTART:
        return restart(a);
    default:
        return move(a, action);
    }
    return REACT_REDRAW;
}

static unsigned press(struct app *a, int code)
{
    bool done;
    a->ui.message[0] = 0;
    if (a->ui.mode == MODE_PROMPT)
        return app_type(a, code);
    const struct key *k = key_find(code);
    if (!k) {
        if (code >= ' ' && code < 0x110000)
            app_say(a, "no such key; ? shows them all");
        return REACT_REDRAW;
    }
    unsigned r = anywhere(a, k->action, &done);
    if (done || a->ui.mode == MODE_GALLERY || !a->player)
        return r;
    if (a->ui.mode == MODE_HELP)
        a->ui.mode = MODE_WATCH;
    return watching(a, k->action);
}

/* ---- mouse ---- */

static bool inside(const struct win *w, int y, int x)
{
    return y >= w->y && y < w->y + w->h && x >= w->x && x < w->x + w->w;
}

static unsigned point(struct app *a, const struct message *m)
{
    struct layout l;
    if (!a->player || a->ui.mode != MODE_WATCH)
        return m->kind == MSG_WHEEL ? up_down(a, m->code) : 0;
    layout_make(&l, &a->screen, &a->ui);
    for (int i = 0; i < PANES; i++) {
        if (!inside(&l.panes[i], m->y, m->x))
            continue;
        a->ui.focus = (enum pane)i;
        if (m->kind == MSG_WHEEL)
            return up_down(a, m->code);
        uint32_t task =
            i == PANE_TASKS ? view_tasks_at(l.panes[i], a->player, &a->ui, m->y - l.panes[i].y) : 0;
        if (task)
            a->ui.task = task;
        return REACT_REDRAW;
    }
    return 0;
}

/* ---- life ---- */

unsigned app_update(struct app *a, const struct message *m)
{
    switch (m->kind) {
    case MSG_KEY:
        return press(a, m->code);
    case MSG_RESIZE:
        screen_resize(&a->screen, m->y, m->x);
        return REACT_REDRAW | REACT_REPAINT;
    case MSG_TIME:
        return a->player ? app_time(a, m->seconds) : 0;
    case MSG_CLICK:
    case MSG_WHEEL:
        return point(a, m);
    }
    return 0;
}

void app_init(struct app *a, int h, int w, bool ascii, const struct catalogue *c)
{
    *a = (struct app){
        .ui = {.mode = MODE_GALLERY, .focus = PANE_TASKS, .hint = key_hint, .catalogue = c}};
    screen_init(&a->screen, h, w);
    a->screen.ascii = ascii;
}

void app_close(struct app *a)
{
    screen_close(&a->screen);
    free(a->marks);
    free(a->effects);
}

void app_attach(struct app *a, struct player *p)
{
    struct ui old = a->ui;
    a->player = p;
    a->neffects = 0;
    a->ui = (struct ui){.hint = key_hint,
                        .catalogue = old.catalogue,
                        .mode = p ? MODE_WATCH : MODE_GALLERY,
                        .focus = PANE_TASKS,
                        .speed = old.speed,
                        .clock_pace = old.clock_pace,
                        .gallery = old.gallery};
    if (!p)
        return;
    if (p->target) {
        a->ui.name = p->target->name;
        a->ui.summary = p->target->summary;
        a->ui.lesson = p->target->lesson;
    }
    player_hold(p, true);
    app_look_ahead(a);
}

void app_draw(struct app *a)
{
    frame_draw(&a->screen, a->player, &a->ui);
}
