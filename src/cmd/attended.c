/* SPDX-License-Identifier: MIT */
#include "cmd/attended.h"

#include <stdio.h>
#include <string.h>

#include "cmd/picture.h"
#include "ui/code.h"
#include "ui/mode.h"
#include "ui/move.h"
#include "ui/pressed.h"

static const double pause = 0.5; /* seconds before each key of a script */

static bool performs(const struct attended *a)
{
    return a->playing && !a->held;
}

/* ---- what is seen of it ---- */

static void show_key(struct attended *a, int code)
{
    struct app *app = &a->stage->app;
    if (!a->options->show_keys)
        return;
    struct pressed p = key_pressed(app, code);
    snprintf(app->ui.pressed, sizeof app->ui.pressed, "%s%s%.40s", p.label, *p.does ? " " : "",
             p.does);
}

/* The last line says how it goes on, as long as somebody has taken over. */
static void set_caption(struct attended *a)
{
    struct ui *ui = &a->stage->app.ui;
    if (a->held)
        snprintf(ui->caption, sizeof ui->caption, "yours: the script waits; space goes on with it");
    else
        snprintf(ui->caption, sizeof ui->caption, "%s", a->playing ? a->caption : "");
}

/* ---- the user ---- */

static bool types(const struct attended *a)
{
    return mode_now(&a->stage->app)->types;
}

static bool is_input(const struct message *m)
{
    return m->kind == MSG_KEY || m->kind == MSG_PASTE || m->kind == MSG_CLICK ||
           m->kind == MSG_WHEEL;
}

/* Any key takes over; space hands back, and is no key then. */
static bool sees(void *data, const struct message *m)
{
    struct attended *a = data;
    bool space = m->kind == MSG_KEY && m->code == ' ' && !types(a), held = a->held;
    if (!a->playing || !is_input(m)) {
        a->typed = types(a);
        if (m->kind == MSG_KEY)
            show_key(a, m->code);
        return false;
    }
    a->held = !(held && space);
    performer_hold(&a->performer);
    set_caption(a);
    a->typed = types(a);
    if (m->kind == MSG_KEY && !space)
        show_key(a, m->code);
    return space;
}

static void done(void *data, const struct message *m, double seconds)
{
    struct attended *a = data;
    if (!save_note(&a->save, m, a->typed, seconds))
        app_say(&a->stage->app, "%s cannot be written any more: %s", a->save.path,
                strerror(a->save.error));
}

/* ---- the script ---- */

static double due(void *data)
{
    struct attended *a = data;
    return performs(a) ? performer_due(&a->performer) : -1;
}

static void end(struct attended *a)
{
    const char *wrong = a->performer.wrong.len ? a->performer.wrong.s : "the script is over";
    a->playing = false;
    set_caption(a);
    app_say(&a->stage->app, "%s", wrong);
}

static bool act(void *data, struct live *live, double seconds)
{
    struct attended *a = data;
    if (!performs(a))
        return false;
    a->live = live;
    performer_time(&a->performer, seconds);
    performer_look(&a->performer);
    if (performer_over(&a->performer))
        end(a);
    return true;
}

/* The terminal's size is what it is. */
static void hand_tell(void *data, const struct message *m)
{
    struct attended *a = data;
    if (m->kind == MSG_RESIZE)
        return;
    a->typed = types(a);
    if (m->kind == MSG_KEY)
        show_key(a, m->code);
    if (a->live)
        live_tell(a->live, m);
}

static bool hand_snap(void *data, const char *file, struct buf *wrong)
{
    struct attended *a = data;
    bool bad = picture_write(a->stage, a->options, file);
    if (bad)
        buf_printf(wrong, "%s cannot be written", file);
    return !bad;
}

static void hand_caption(void *data, const char *text)
{
    struct attended *a = data;
    snprintf(a->caption, sizeof a->caption, "%s", text);
    set_caption(a);
}

static const struct hands hands = {.tell = hand_tell, .snap = hand_snap, .caption = hand_caption};

/* ---- life ---- */

/* A run, as a command line names it. */
static void put_wish(struct buf *out, const struct wish *w)
{
    buf_printf(out, "%s%s", w->what ? " " : "", w->what ? w->what : "");
    for (int i = 0; i < w->nparams; i++)
        buf_printf(out, " -p %.*s=%s", w->params[i].len, w->params[i].name, w->params[i].text);
    if (w->seed)
        buf_printf(out, " --seed %s", w->seed);
}

/* How to play it again. */
static void put_words(struct buf *out, const struct options *o)
{
    buf_printf(out, "loopscope%s", o->comparing ? " compare" : "");
    put_wish(out, &o->wish);
    if (o->comparing)
        put_wish(out, &o->other);
    buf_printf(out, " --script %s", o->save_keys);
}

static int open_save(struct attended *a)
{
    struct buf words = {0};
    a->save.fd = -1;
    if (!a->options->save_keys)
        return 0;
    put_words(&words, a->options);
    int bad = save_open(&a->save, a->options->save_keys, buf_str(&words));
    buf_free(&words);
    return bad;
}

int attended_open(struct attended *a, struct stage *s, const struct options *o)
{
    *a = (struct attended){.stage = s, .options = o, .save.fd = -1};
    a->companion = (struct companion){sees, done, due, act, a};
    int bad = key_script_open(&a->script, o);
    performer_open(&a->performer, &a->script.script, &s->app, &hands, a, pause);
    if (!bad)
        bad = open_save(a);
    if (bad)
        return bad;
    a->playing = a->script.script.n;
    performer_prepare(&a->performer, true, o->theme);
    return 0;
}

void attended_close(struct attended *a)
{
    save_close(&a->save);
    performer_close(&a->performer);
    key_script_close(&a->script);
}
