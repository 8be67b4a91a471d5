/* SPDX-License-Identifier: MIT */
/* snap and record: the app played by a script of keys, without a terminal. Time is what the script
 * says it is, so two runs give the same bytes. */
#include <math.h>
#include <string.h>

#include "base/report.h"
#include "commands.h"
#include "output.h"
#include "record/cast.h"
#include "record/film.h"
#include "record/svg.h"
#include "record/text.h"
#include "stage.h"
#include "ui/keys.h"

enum { WIDTH = 120, HEIGHT = 36 };

static const double key_pause = 0.5; /* seconds between the keys of a recording */
static const double last_pause = 3;  /* how long its last frame stays */

static const struct theme *shown_theme(const struct options *o)
{
    return o->color == COLOR_NEVER ? theme_find("mono") : o->theme;
}

static enum depth shown_depth(const struct options *o)
{
    return o->color == COLOR_NEVER ? DEPTH_MONO : o->color == COLOR_16 ? DEPTH_16 : DEPTH_256;
}

static int open_stage(struct stage *s, struct presses *script, const struct options *o)
{
    struct buf error = {0};
    bool good = keys_parse(o->keys ? o->keys : "", script, &error);
    int bad = good ? stage_open(s, o, o->h ? o->h : HEIGHT, o->w ? o->w : WIDTH, o->ascii)
                   : usage_error("--keys: %s", buf_str(&error));
    buf_free(&error);
    if (!good)
        *s = (struct stage){0};
    return bad;
}

/* ---- where frames go ---- */

struct film {
    double now; /* seconds into the recording */
    struct cast cast;
    struct svg_film svg;
    bool is_svg, is_cast;
};

static void show(struct film *f, struct stage *s)
{
    app_draw(&s->app);
    if (f->is_cast)
        cast_frame(&f->cast, &s->app.screen, f->now);
    if (f->is_svg)
        svg_film_frame(&f->svg, &s->app.screen, f->now);
}

/* ---- playing a script ---- */

/* Lets time go by as the app asks for it, at most `seconds`, or until it does not ask any more. */
static void let_time_go_by(struct film *f, struct stage *s, double seconds)
{
    double end = f->now + seconds, due;
    while ((due = app_due(&s->app)) >= 0 && f->now + due <= end) {
        f->now += due;
        unsigned r = app_update(&s->app, &(struct message){.kind = MSG_TIME, .seconds = due});
        if (r & REACT_REDRAW)
            show(f, s);
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
    if (r & (REACT_OPEN | REACT_RESTART))
        *bad = stage_reopen(s, r);
    return r;
}

static int play_script(struct film *f, struct stage *s, const struct presses *script, double pause)
{
    int bad = 0;
    for (size_t i = 0; i < script->n && !bad; i++) {
        const struct press *k = &script->at[i];
        if (k->code == CODE_WAIT) {
            let_time_go_by(f, s, k->seconds);
            continue;
        }
        let_time_go_by(f, s, pause);
        if (press(s, k, &bad) & REACT_QUIT)
            break;
        show(f, s);
    }
    return bad;
}

/* ---- snap ---- */

int command_snap(const struct options *o)
{
    struct stage s;
    struct presses script = {0};
    struct film film = {0};
    struct buf b = {0};
    int bad = open_stage(&s, &script, o);
    if (!bad)
        bad = play_script(&film, &s, &script, 0);
    if (!bad) {
        app_draw(&s.app);
        if (o->format == FORMAT_SVG)
            svg_write(&b, &s.app.screen, shown_theme(o));
        else if (o->format == FORMAT_ANSI)
            ansi_write(&b, &s.app.screen, shown_theme(o), shown_depth(o));
        else
            text_write(&b, &s.app.screen);
        bad = output_write(o->output, &b);
    }
    buf_free(&b);
    presses_free(&script);
    stage_close(&s);
    return bad;
}

/* ---- record ---- */

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), k = strlen(end);
    return n >= k && !strcmp(s + n - k, end);
}

static int play_film(struct film *f, struct stage *s, const struct presses *script)
{
    int bad = 0;
    show(f, s);
    if (script->n)
        bad = play_script(f, s, script, key_pause);
    else
        bad = play_script(f, s, &(struct presses){.at = &(struct press){.code = ' '}, .n = 1},
                          key_pause);
    if (!script->n)
        let_time_go_by(f, s, INFINITY);
    f->now += last_pause;
    return bad;
}

int command_record(const struct options *o)
{
    struct stage s;
    struct presses script = {0};
    struct buf b = {0};
    struct film f = {.is_svg = ends_with(o->output, ".svg"),
                     .is_cast = !ends_with(o->output, ".svg")};
    int bad = open_stage(&s, &script, o);
    if (!bad) {
        if (f.is_cast)
            cast_start(&f.cast, &b, s.app.screen.h, s.app.screen.w, s.target->name, shown_theme(o),
                       shown_depth(o));
        if (f.is_svg)
            svg_film_start(&f.svg, shown_theme(o));
        bad = play_film(&f, &s, &script);
        if (f.is_cast)
            cast_end(&f.cast, f.now);
        if (f.is_svg)
            svg_film_end(&f.svg, &b, f.now);
        if (!bad)
            bad = output_write(o->output, &b);
    }
    buf_free(&b);
    presses_free(&script);
    stage_close(&s);
    return bad;
}
