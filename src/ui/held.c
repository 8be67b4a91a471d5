/* SPDX-License-Identifier: MIT */
#include "ui/held.h"

#include <math.h>

#include "base/now.h"
#include "ui/again.h"
#include "ui/breaks.h"
#include "ui/move.h"
#include "ui/play.h"

/* Seconds: a frame, and how often one looks at what no descriptor tells. */
static const double frame = 1.0 / 60, look = 0.25;
/* For so long a notice comes again behind each key: who steps fast has not read it. */
static const double read_in = 1.5;

/* What is watched was saved anew. */
static bool is_another(struct app *a)
{
    struct target *t = a->player ? a->player->target : NULL;
    return t && t->type->changed && t->type->changed(t);
}

static unsigned start_again(struct app *a)
{
    again_keep_place(a);
    return REACT_RESTART;
}

/* ---- while it runs ---- */

void held_begin(struct app *a)
{
    again_look(a);
    if (!again_go(a))
        app_go(a, move_moment(1), "it has ended, and told nothing");
    if (a->run.going)
        app_say(a, "%s starts", a->ui.run.name);
}

static unsigned play_on(struct app *a)
{
    a->run.fresh |= play_time(a, 0) != 0;
    if (!a->ui.run.playing)
        breaks_say(a);
    return a->ui.run.playing ? 0 : REACT_REDRAW;
}

static unsigned take_it_in(struct app *a)
{
    struct player *p = a->player;
    uint32_t end = p->trace.end;
    player_produce(p, end + 1);
    play_look_ahead(a);
    return p->trace.end != end || player_over(p) ? REACT_REDRAW : 0;
}

static bool asks(const struct app *a)
{
    return a->player->target->asks;
}

unsigned held_news(struct app *a)
{
    struct player *p = a->player;
    if (is_another(a))
        return start_again(a);
    if (!p || !player_is_held(p))
        return 0;
    bool asked = asks(a);
    unsigned r = a->run.going ? app_go_on(a) : a->ui.run.playing ? play_on(a) : take_it_in(a);
    if (asks(a) && !asked)
        app_say(a, "%s waits for a line of input: > types one", a->ui.run.name);
    return asks(a) != asked ? r | REACT_REDRAW : r;
}

unsigned held_redraw(struct app *a)
{
    bool fresh = a->run.fresh;
    a->run.fresh = false;
    return fresh ? REACT_REDRAW : 0;
}

unsigned held_say(struct app *a)
{
    struct target *t = a->player->target;
    if (!t || !t->notice || *a->ui.message || a->ui.run.playing || a->run.going)
        return 0;
    double since = a->run.noticed;
    a->run.noticed = since ? since : now();
    if (since && now() - since > read_in) {
        a->run.noticed = 0;
        t->notice = NULL;
        return 0;
    }
    app_say(a, "%s", t->notice);
    return REACT_REDRAW;
}

bool held_waits(const struct app *a)
{
    return a->player && player_is_held(a->player) && a->run.going && a->player->waits;
}

double held_due(const struct app *a)
{
    double due = player_patience(a->player);
    if (a->run.counting)
        return 0;
    if (a->run.going)
        return a->player->waits ? fmin(due, look) : 0;
    if (a->ui.run.playing)
        return a->run.fresh ? frame : fmax(frame, fmin(due, look));
    return isfinite(due) ? fmax(frame, due) : -1;
}

unsigned held_type(struct app *a, const char *line)
{
    struct target *t = a->player->target;
    if (player_is_held(a->player))
        t->type->type(t, line);
    else
        app_say(a, "nothing runs that could read it");
    return REACT_REDRAW;
}

/* Of a program that runs it is the program's; else ours. */
unsigned press_interrupt(struct app *a)
{
    struct player *p = a->player;
    if (!p || !player_is_held(p))
        return REACT_QUIT | REACT_INTERRUPT;
    p->target->type->interrupt(p->target);
    app_say(a, "%s was interrupted, as by Ctrl-C in its terminal%s", a->ui.run.name,
            a->ui.run.playing ? "" : "; it sees that when it goes on");
    return REACT_REDRAW;
}
