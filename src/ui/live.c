/* SPDX-License-Identifier: MIT */
/* One uv_loop_t. Its callbacks tell the app what happened; just before it would sleep, what the app
 * made of that is painted once, and the metronome is set as the app wants to be told of time. */
#include "ui/live.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#include "base/alloc.h"
#include "base/report.h"
#include "ui/code.h"
#include "ui/input.h"
#include "view/frame.h"

/* Milliseconds: an answer that is not there after so many never comes; at the end so many are waited
 * for it. */
enum { NEVER = 10000, LATEST = 80 };

/* Somebody who wants to be told of time: the nanosecond up to which it was, while it does. */
struct waiting {
    uint64_t told;
    bool on;
};

struct live {
    uv_loop_t loop;
    uv_poll_t input;
    uv_poll_t *news; /* what is watched goes on by itself, and this is how it says so; or NULL */
    uv_prepare_t frame;
    uv_timer_t escape; /* set while a piece of a key waits for the rest */
    uv_timer_t metronome;
    uv_signal_t resized, stopped, continued, interrupted, ends[3];
    struct app *app;
    const struct live_options *options;
    struct term *term;
    struct input keys;
    struct waiting app_waits, companion_waits;
    uint64_t begun; /* the nanosecond in which it began */
    bool dirty, over;
    bool asked;        /* the terminal has yet to answer … */
    uint64_t asked_at; /* … since this nanosecond */
    int status;
};

static void end(struct live *l, int status)
{
    l->over = true;
    l->status = status;
    uv_stop(&l->loop);
}

static bool is_users(const struct message *m)
{
    return m->kind != MSG_TIME && m->kind != MSG_GROUND && m->kind != MSG_REPAINT &&
           m->kind != MSG_NEWS;
}

static void free_poll(uv_handle_t *h)
{
    free(h);
}

static void unwatch(struct live *l)
{
    if (l->news)
        uv_close((uv_handle_t *)l->news, free_poll);
    l->news = NULL;
}

static double seconds_now(const struct live *l)
{
    return (double)(uv_hrtime() - l->begun) / 1e9;
}

static void tell(struct live *l, const struct message *m)
{
    const struct onlooker *o = l->options->onlooker;
    const struct companion *c = is_users(m) ? l->options->companion : NULL;
    if (o && m->kind == MSG_KEY)
        o->key(o->data, m->code, seconds_now(l));
    unsigned r = app_update(l->app, m);
    if (r & REACT_QUIT) {
        end(l, r & REACT_INTERRUPT ? 128 + SIGINT : 0);
        return;
    }
    if (c)
        c->done(c->data, m, seconds_now(l));
    if (r & (REACT_OPEN | REACT_RESTART)) {
        unwatch(l); /* before its descriptor is closed */
        int bad = l->options->reopen(l->app, r, l->options->data);
        if (bad)
            end(l, bad);
    }
    if (r & REACT_RECORD && o)
        o->toggle(o->data, seconds_now(l));
    if (r & REACT_REPAINT)
        term_forget(l->term);
    l->dirty |= r != 0;
}

void live_tell(struct live *l, const struct message *m)
{
    if (!l->over)
        tell(l, m);
}

/* Of what the user does. */
static void hear(struct live *l, const struct message *m)
{
    const struct companion *c = is_users(m) ? l->options->companion : NULL;
    if (c && c->sees(c->data, m))
        l->dirty = true;
    else
        tell(l, m);
}

/* ---- frames and time ---- */

/* Seconds: a wait that is longer is begun anew then, so that any number of them fits a timer. */
enum { FAR = 3600 };

static uint64_t milliseconds(double seconds)
{
    return (uint64_t)ceil(1000 * fmin(fmax(seconds, 0), FAR));
}

/* How many seconds have gone by since it was told last; from here on they count anew. */
static double gone_by(struct waiting *w, uint64_t now)
{
    double seconds = w->on ? (double)(now - w->told) / 1e9 : 0;
    w->told = now;
    return seconds;
}

static void on_time(uv_timer_t *timer)
{
    struct live *l = timer->data;
    const struct companion *c = l->options->companion;
    uint64_t now = uv_hrtime();
    double companion_s = gone_by(&l->companion_waits, now);
    if (l->app_waits.on)
        tell(l, &(struct message){.kind = MSG_TIME, .seconds = gone_by(&l->app_waits, now)});
    if (c && !l->over)
        l->dirty |= c->act(c->data, l, companion_s);
}

/* Seconds that are left of those that somebody wants to wait; negative: it does not wait. */
static double left(struct waiting *w, double due, uint64_t now)
{
    if (!w->on)
        w->told = now;
    w->on = due >= 0;
    return w->on ? fmax(due - (double)(now - w->told) / 1e9, 0) : -1;
}

static void set_metronome(struct live *l)
{
    const struct companion *c = l->options->companion;
    uint64_t now = uv_hrtime();
    double app = left(&l->app_waits, app_due(l->app), now);
    double companion = left(&l->companion_waits, c ? c->due(c->data) : -1, now);
    if (app < 0 && companion < 0) {
        uv_timer_stop(&l->metronome);
        return;
    }
    uv_update_time(&l->loop);
    uv_timer_start(&l->metronome, on_time,
                   milliseconds(app < 0 || (companion >= 0 && companion < app) ? companion : app),
                   0);
}

static void draw_frame(struct live *l)
{
    const struct onlooker *o = l->options->onlooker;
    app_draw(l->app);
    if (o && o->frame(o->data, seconds_now(l)))
        app_draw(l->app);
    frame_draw_aside(&l->app->screen, &l->app->ui);
    term_draw(l->term, &l->app->screen, l->app->theme);
}

static void on_news(uv_poll_t *poll, int error, int events)
{
    (void)error, (void)events;
    tell(poll->data, &(struct message){.kind = MSG_NEWS});
}

/* As long as it can have any. */
static void watch_news(struct live *l)
{
    const struct player *p = l->app->player;
    int fd = p && p->target ? p->target->readable : 0;
    if (!fd)
        unwatch(l);
    if (!fd || l->news)
        return;
    l->news = xcalloc(1, sizeof *l->news);
    l->news->data = l;
    if (uv_poll_init(&l->loop, l->news, fd) < 0) {
        free(l->news);
        l->news = NULL;
        return;
    }
    uv_poll_start(l->news, UV_READABLE, on_news);
}

static void on_frame(uv_prepare_t *prepare)
{
    struct live *l = prepare->data;
    watch_news(l);
    if (l->dirty)
        draw_frame(l);
    l->dirty = false;
    set_metronome(l);
}

/* ---- keys ---- */

static void on_escape(uv_timer_t *timer);

/* ^Z and ^\ from a terminal that makes no signals of them, but sequences. */
static bool is_signal(int code)
{
    int signum = code == CODE_CTRL('Z') ? SIGTSTP : code == CODE_CTRL('\\') ? SIGQUIT : 0;
    if (signum)
        raise(signum);
    return signum;
}

static void take_keys(struct live *l, bool last)
{
    struct message m;
    while (!l->over && input_next(&l->keys, last, &m)) {
        l->asked &= m.kind != MSG_GROUND;
        if (m.kind != MSG_KEY || !is_signal(m.code))
            hear(l, &m);
    }
    uv_timer_stop(&l->escape);
    if (!input_pending(&l->keys))
        return;
    uv_update_time(&l->loop);
    uv_timer_start(&l->escape, on_escape, (uint64_t)input_patience(&l->keys), 0);
}

static void on_input(uv_poll_t *poll, int error, int events)
{
    struct live *l = poll->data;
    (void)events;
    if (error || input_read(&l->keys, term_fd(l->term)) < 0)
        end(l, 128 + SIGHUP);
    else
        take_keys(l, false);
}

/* The rest may have come while we were busy. */
static void on_escape(uv_timer_t *timer)
{
    struct live *l = timer->data;
    int n = input_read(&l->keys, term_fd(l->term));
    if (n < 0)
        end(l, 128 + SIGHUP);
    else
        take_keys(l, n == 0);
}

/* ---- signals ---- */

static void take_size(struct live *l)
{
    struct message m = {.kind = MSG_RESIZE};
    term_size(l->term, &m.y, &m.x);
    hear(l, &m);
}

static void on_resize(uv_signal_t *s, int signum)
{
    struct live *l = s->data;
    (void)signum;
    term_resize(l->term);
    take_size(l);
}

static void on_continue(uv_signal_t *s, int signum)
{
    struct live *l = s->data;
    (void)signum;
    l->app_waits.on = l->companion_waits.on = false; /* what passed meanwhile does not count */
    term_resume(l->term);
    take_size(l);
}

static void on_stop(uv_signal_t *s, int signum)
{
    struct live *l = s->data;
    uv_signal_stop(&l->stopped);
    uv_signal_stop(&l->continued);
    term_suspend(l->term);
    app_stand_still(l->app, true);
    raise(signum);
    app_stand_still(l->app, false);
    uv_signal_start(&l->stopped, on_stop, SIGTSTP);
    uv_signal_start(&l->continued, on_continue, SIGCONT);
    on_continue(&l->continued, SIGCONT);
}

/* ^C is a key: a terminal makes a signal of it. */
static void on_interrupt(uv_signal_t *s, int signum)
{
    (void)signum;
    hear(s->data, &(struct message){.kind = MSG_KEY, .code = CODE_CTRL_C});
}

static void on_end(uv_signal_t *s, int signum)
{
    end(s->data, 128 + signum);
}

static void start_signal(struct live *l, uv_signal_t *s, uv_signal_cb cb, int signum)
{
    uv_signal_init(&l->loop, s);
    s->data = l;
    uv_signal_start(s, cb, signum);
}

static void start_signals(struct live *l)
{
    static const int ends[] = {SIGTERM, SIGHUP, SIGQUIT};
    start_signal(l, &l->resized, on_resize, SIGWINCH);
    start_signal(l, &l->stopped, on_stop, SIGTSTP);
    start_signal(l, &l->continued, on_continue, SIGCONT);
    start_signal(l, &l->interrupted, on_interrupt, SIGINT);
    for (int i = 0; i < 3; i++)
        start_signal(l, &l->ends[i], on_end, ends[i]);
}

/* ---- life ---- */

static int run(struct live *l)
{
    l->begun = uv_hrtime();
    l->input.data = l->frame.data = l->escape.data = l->metronome.data = l;
    uv_timer_init(&l->loop, &l->escape);
    uv_timer_init(&l->loop, &l->metronome);
    uv_prepare_init(&l->loop, &l->frame);
    uv_prepare_start(&l->frame, on_frame);
    int r = uv_poll_init(&l->loop, &l->input, term_fd(l->term));
    if (r < 0)
        return r;
    uv_poll_start(&l->input, UV_READABLE, on_input);
    l->app->screen.ascii |= !term_utf8();
    take_size(l);
    if (!l->app->theme_chosen)
        l->asked = term_ask_ground(l->term), l->asked_at = uv_hrtime();
    uv_run(&l->loop, UV_RUN_DEFAULT);
    if (l->asked && uv_hrtime() - l->asked_at < NEVER * UINT64_C(1000000))
        term_drain(l->term, LATEST);
    uv_poll_stop(&l->input); /* before its descriptor is closed */
    return 0;
}

static void close_one(uv_handle_t *h, void *data)
{
    (void)data;
    if (!uv_is_closing(h))
        uv_close(h, NULL);
}

static int cannot(int error)
{
    report("the terminal cannot be watched: %s", uv_strerror(error));
    return LIVE_NO_TERMINAL;
}

int live_run(struct app *a, const struct live_options *o)
{
    struct live l = {.app = a, .options = o, .status = LIVE_NO_TERMINAL};
    int r = uv_loop_init(&l.loop);
    if (r < 0)
        return cannot(r);
    start_signals(&l);
    l.term = term_open(&o->term);
    if (l.term && (r = run(&l)) < 0)
        l.status = cannot(r);
    term_close(l.term);
    if (o->onlooker)
        o->onlooker->ended = seconds_now(&l);
    unwatch(&l);
    /* Only now are the signals let go: none may come between the terminal and its restoring. */
    uv_walk(&l.loop, close_one, NULL);
    uv_run(&l.loop, UV_RUN_DEFAULT);
    uv_loop_close(&l.loop);
    return l.status;
}
