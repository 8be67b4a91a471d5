/* SPDX-License-Identifier: MIT */
#include "cmd/unattended.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/report.h"
#include "base/signals.h"
#include "cmd/picture.h"
#include "ui/held.h"
#include "ui/pressed.h"

enum { WIDTH = 120, HEIGHT = 36 };

/* ---- a program without end is ended by a signal, and what there is until then is kept ---- */

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, 0};

static volatile sig_atomic_t signalled;

static void on_signal(int signum)
{
    signalled = 1;
    signal(signum, SIG_DFL); /* the second one kills */
}

static bool has_ended(struct unattended *u)
{
    u->ended |= signalled;
    return u->ended || u->status;
}

/* ---- the app ---- */

/* What goes on by itself has come to its end. */
static unsigned settle(struct unattended *u)
{
    unsigned r = 0;
    while (app_goes_on(&u->stage.app) && !has_ended(u)) {
        if (held_waits(&u->stage.app))
            player_wait(u->stage.app.player, 1);
        r |= app_update(&u->stage.app, &(struct message){.kind = MSG_TIME});
    }
    return r;
}

static unsigned reopen(struct unattended *u, unsigned r)
{
    if (r & REACT_QUIT)
        u->ended = true;
    else if (r & (REACT_OPEN | REACT_RESTART)) {
        u->status = stage_reopen(&u->stage, r);
        u->telling = false;
        settle(u);
    }
    return r;
}

unsigned unattended_tell(struct unattended *u, const struct message *m)
{
    unsigned r = app_update(&u->stage.app, m);
    return reopen(u, r | settle(u));
}

/* ---- frames ---- */

/* A moment that was not there in the frame before is marked. */
static void film(struct unattended *u)
{
    const struct app *a = &u->stage.app;
    struct buf told = {0};
    bool other = picture_moment(a) != u->moment;
    picture_tell(&told, a);
    film_tell(&u->film, buf_str(&told), u->now);
    film_frame(&u->film, &a->screen, u->now);
    if (other && told.len) {
        *strchrnul(told.s, '\n') = 0;
        film_mark(&u->film, MARK_MOMENT, told.s, u->now);
    }
    u->moment = picture_moment(a);
    buf_free(&told);
}

void unattended_show(struct unattended *u)
{
    app_draw(&u->stage.app);
    if (u->filmed)
        film(u);
    if (u->progress)
        u->progress(u);
}

/* ---- what a script asks for ---- */

static void see_key(struct unattended *u, int code)
{
    struct pressed p = key_pressed(&u->stage.app, code);
    struct film_key key = {p.label, p.does, p.bytes};
    film_key(&u->film, &key, u->now);
}

static void hand_tell(void *data, const struct message *m)
{
    struct unattended *u = data;
    if (u->filmed && m->kind == MSG_KEY)
        see_key(u, m->code);
    unattended_tell(u, m);
}

static bool hand_snap(void *data, const char *file, struct buf *wrong)
{
    struct unattended *u = data;
    (void)wrong;
    u->status = picture_write(&u->stage, u->options, file);
    return true;
}

static void hand_caption(void *data, const char *text)
{
    struct unattended *u = data;
    if (u->filmed)
        film_caption(&u->film, text, u->now);
    else
        snprintf(u->caption, sizeof u->caption, "%s", text);
}

static void hand_mark(void *data, const char *label)
{
    struct unattended *u = data;
    if (u->filmed)
        film_mark(&u->film, MARK_MARKER, label, u->now);
}

static void hand_hide(void *data, bool hidden)
{
    struct unattended *u = data;
    if (u->filmed)
        film_hide(&u->film, hidden, u->now);
    u->hidden = hidden;
}

static const struct hands hands = {hand_tell, hand_snap, hand_caption, hand_mark, hand_hide};

/* ---- time ---- */

/* What goes by real time must have it. */
static void sleep_for(const struct unattended *u, double seconds)
{
    const struct player *p = u->stage.app.player;
    struct timespec t = {.tv_sec = (time_t)seconds, .tv_nsec = (long)(fmod(seconds, 1) * 1e9)};
    if (p && player_is_live(p))
        nanosleep(&t, NULL);
}

/* Seconds until the app wants to be told of time; negative: never. */
static double due(struct unattended *u)
{
    double d = app_due(&u->stage.app);
    if (d < 0) {
        u->telling = false;
        return -1;
    }
    if (!u->telling)
        u->told = u->now;
    u->telling = true;
    return fmax(d - (u->now - u->told), 0);
}

/* To where the app wants to be told. */
static void go_to_due(struct unattended *u, double seconds)
{
    sleep_for(u, seconds);
    u->now += seconds;
    double told = u->now - u->told;
    u->told = u->now;
    if (unattended_tell(u, &(struct message){.kind = MSG_TIME, .seconds = told}) & REACT_REDRAW)
        unattended_show(u);
}

/* Will nothing happen any more, however long one waits? */
static bool is_stuck(const struct unattended *u)
{
    const struct player *p = u->stage.app.player;
    return p && player_is_stuck(p) && p->model.cursor == p->trace.end;
}

void unattended_wait(struct unattended *u, double seconds)
{
    double end = u->now + seconds, d;
    while (!has_ended(u) && !is_stuck(u) && (d = due(u)) >= 0 && u->now + d <= end)
        go_to_due(u, d);
    if (isfinite(end)) {
        sleep_for(u, end - u->now);
        u->now = end;
    }
}

/* ---- the script ---- */

/* To the next thing that the app or the script does; the app comes first. */
static void go_on(struct unattended *u)
{
    double script = performer_due(&u->performer), app = due(u);
    size_t at = u->performer.at;
    if (app >= 0 && (script < 0 || app <= script)) {
        go_to_due(u, app);
        if (script >= 0)
            u->performer.left -= app;
    } else {
        sleep_for(u, script);
        u->now += script > 0 ? script : 0;
        performer_time(&u->performer, script);
        settle(u);
    }
    bool waited = u->performer.until;
    performer_look(&u->performer);
    settle(u);
    performer_look(&u->performer);
    const struct step *s = u->performer.at > at ? &u->keys.script.at[at] : NULL;
    if ((s && s->code != CODE_WAIT) || (waited && !u->performer.until))
        unattended_show(u);
}

int unattended_play(struct unattended *u, double pause)
{
    static const double longest = 24 * 3600;
    u->performer.pause = pause;
    while (!has_ended(u) && !performer_over(&u->performer)) {
        go_on(u);
        if (u->now > longest) {
            report("the script takes more than a day");
            u->status = 1;
        }
    }
    if (u->performer.wrong.len && !u->status) {
        report("%s", buf_str(&u->performer.wrong));
        u->status = 1;
    }
    return u->status;
}

/* ---- life ---- */

int unattended_open(struct unattended *u, const struct options *o)
{
    *u = (struct unattended){.options = o, .moment = UINT32_MAX};
    u->status = key_script_open(&u->keys, o);
    if (!u->status)
        u->status = stage_open(&u->stage, o, o->h ? o->h : HEIGHT, o->w ? o->w : WIDTH, o->ascii);
    performer_open(&u->performer, &u->keys.script, &u->stage.app, &hands, u, 0);
    if (u->status)
        return u->status;
    signalled = 0;
    if (u->stage.app.player && player_is_held(u->stage.app.player))
        signals_hand_over(signals, SIG_DFL, on_signal);
    settle(u);
    performer_prepare(&u->performer, o->h, o->theme);
    return u->status;
}

void unattended_close(struct unattended *u)
{
    signals_hand_over(signals, on_signal, SIG_DFL);
    performer_close(&u->performer);
    key_script_close(&u->keys);
    stage_close(&u->stage);
}
