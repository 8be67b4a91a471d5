/* SPDX-License-Identifier: MIT */
#include "cmd/script.h"

#include <math.h>

#include "base/report.h"

enum { WIDTH = 120, HEIGHT = 36 };

struct look script_look(const struct stage *s, const struct options *o)
{
    bool mono = o->color == COLOR_NEVER;
    return (struct look){
        .theme = mono ? theme_find("mono") : s->app.theme,
        .depth = mono                   ? DEPTH_MONO
                 : o->color == COLOR_16 ? DEPTH_16
                                        : DEPTH_256,
    };
}

/* What goes on by itself has come to its end. */
static unsigned settle(struct stage *s)
{
    unsigned r = 0;
    while (app_goes_on(&s->app))
        r |= app_update(&s->app, &(struct message){.kind = MSG_TIME});
    return r;
}

int script_open(struct stage *s, struct presses *script, const struct options *o)
{
    struct buf error = {0};
    bool good = keys_parse(o->keys ? o->keys : "", script, &error);
    int bad = good ? stage_open(s, o, o->h ? o->h : HEIGHT, o->w ? o->w : WIDTH, o->ascii)
                   : usage_error("--keys: %s", buf_str(&error));
    buf_free(&error);
    if (!good)
        *s = (struct stage){0};
    else if (!bad)
        settle(s);
    return bad;
}

void script_show(struct animation *f, struct stage *s)
{
    app_draw(&s->app);
    if (f->format)
        f->format->frame(f->recording, &s->app.screen, f->now);
}

void script_wait(struct animation *f, struct stage *s, double seconds)
{
    double end = f->now + seconds, due;
    while ((due = app_due(&s->app)) >= 0 && f->now + due <= end) {
        f->now += due;
        unsigned r = app_update(&s->app, &(struct message){.kind = MSG_TIME, .seconds = due});
        if (r & REACT_REDRAW)
            script_show(f, s);
    }
    if (isfinite(end))
        f->now = end;
}

/* Reaction bits; a reopening has been done. */
static unsigned press(struct stage *s, const struct press *k, int *bad)
{
    struct message m = {.kind = MSG_KEY, .code = k->code};
    if (k->code == CODE_RESIZE)
        m = (struct message){.kind = MSG_RESIZE, .y = k->h, .x = k->w};
    unsigned r = app_update(&s->app, &m);
    r |= settle(s);
    if (r & (REACT_OPEN | REACT_RESTART)) {
        *bad = stage_reopen(s, r);
        settle(s);
    }
    return r;
}

int script_play(struct animation *f, struct stage *s, const struct presses *script, double pause)
{
    int bad = 0;
    for (size_t i = 0; i < script->n && !bad; i++) {
        const struct press *k = &script->at[i];
        if (k->code == CODE_WAIT) {
            script_wait(f, s, k->seconds);
            continue;
        }
        script_wait(f, s, pause);
        if (press(s, k, &bad) & REACT_QUIT)
            break;
        script_show(f, s);
    }
    return bad;
}
