/* SPDX-License-Identifier: MIT */
#include "ui/search.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "ui/move.h"
#include "ui/play.h"
#include "view/frame.h"
#include "view/panes.h"

/* Who steps by moments reads the story where one ends, and is led nowhere else. */
static bool is_wanted(const struct player *p, uint32_t i, const struct move *m)
{
    const struct wanted *w = m->data;
    uint32_t first;
    if (w->by_moments && !moments_at(&p->moments, i + 1, &first))
        return false;
    return w->in->has(p, i, w->text);
}

/* ---- past what cannot have it ---- */

/* How many places, or events, it passes by before it looks whether there is a key. */
enum { PLACES_PASSED = 4096, EVENTS_PASSED = 65536 };

/* Not beyond where the move ends. */
static uint32_t bounded(const struct player *p, const struct move *m, uint32_t to)
{
    uint32_t bound = m->upto ? m->upto : m->by > 0 ? p->trace.end : p->trace.first;
    return (m->by > 0 ? to > bound : to < bound) ? bound : to;
}

/* The event that is looked at next where the move has come to a cursor; TRACE_NONE: none. */
static uint32_t event_at(const struct player *p, const struct move *m, uint32_t at)
{
    if (at == bounded(p, m, m->by > 0 ? UINT32_MAX : 0))
        return TRACE_NONE;
    return m->by > 0 ? at : at - 1;
}

/* To where the next moment ends, as far as moments are known for certain. */
static bool to_stop(const struct player *p, const struct move *m, uint32_t *at)
{
    const struct moments *s = &p->moments;
    uint32_t stop = m->by > 0 ? moments_next(s, *at) : moments_previous(s, *at + 1);
    if (*at >= s->seen || stop == UINT32_MAX || stop < p->trace.first || moments_growing(s, stop))
        return false;
    *at = bounded(p, m, m->by > 0 ? stop - 1 : stop);
    return true;
}

/* To the next place where the story may have it, by the prints. */
static bool skip_by_prints(const struct player *p, const struct move *m, uint32_t *at)
{
    const struct wanted *w = m->data;
    enum prints_of of = w->by_moments ? PRINTED_MOMENTS : PRINTED_EVENTS;
    bool makes = false; /* that takes so long that it makes one at a time */
    for (int n = 0; n < PLACES_PASSED && !makes; n++) {
        if (w->by_moments && !to_stop(p, m, at))
            return true;
        uint32_t i = event_at(p, m, *at);
        if (i == TRACE_NONE || prints_may_have(p, of, i, &w->print, &makes))
            return true;
        uint32_t batch = i - i % PRINT_EVENTS;
        *at = bounded(p, m, m->by > 0 ? batch + PRINT_EVENTS : batch);
    }
    return true;
}

/* What the place of an event says of it, once all sources are known; true: it may have it. */
static bool place_may_have(const struct player *p, const struct wanted *w, uint32_t i,
                           uint32_t place)
{
    if (place >= w->nplaces || !player_over(p))
        return true;
    if (!w->places[place])
        w->places[place] = 1 + w->in->has(p, i, w->text);
    return w->places[place] == 2;
}

/* To the next event of a kind that has it, at a place that has it. */
static bool skip_by_kinds(const struct player *p, const struct move *m, uint32_t *at)
{
    const struct wanted *w = m->data;
    for (uint32_t n = 0, i; n < EVENTS_PASSED && (i = event_at(p, m, *at)) != TRACE_NONE; n++) {
        const struct event *e = trace_pass(&p->trace, i);
        uint32_t place = e->place;
        if (w->in->has_kinds >> e->kind & 1 && place_may_have(p, w, i, place))
            return true;
        *at += (uint32_t)m->by;
    }
    return true;
}

/* ---- what is looked for ---- */

static const struct view *pane(const struct app *a)
{
    const struct view *v = panes[a->ui.run.focus];
    return v->has ? v : &view_story;
}

static void forget_places(struct wanted *w, uint32_t n)
{
    w->places = xgrow(w->places, &w->places_cap, n, sizeof *w->places);
    if (n)
        memset(w->places, 0, n);
    w->nplaces = n;
}

static struct move look_for(struct app *a, int by, const struct view *in, const char *text)
{
    struct wanted *w = &a->run.wanted;
    bool story = in == &view_story;
    w->in = in;
    w->text = text;
    w->by_moments = story && !a->ui.run.by_events;
    w->by = by;
    w->print = print_of(text);
    forget_places(w, in->has_places ? a->player->trace.places.n : 0);
    return (struct move){.by = by,
                         .along = !in->has_kinds,
                         .hit = is_wanted,
                         .skip = in->has_kinds ? skip_by_kinds : skip_by_prints,
                         .data = w};
}

/* ---- once around ---- */

static void say_around(struct app *a)
{
    if (a->player->model.cursor == a->run.from)
        app_say(a, "“%s” is nowhere else", a->run.wanted.text);
    else
        app_say(a, "the search went on from the %s", a->run.wanted.by > 0 ? "beginning" : "end");
}

/* Nothing was found as far as it goes: from the other end on, up to where it began. */
static unsigned go_around(struct app *a)
{
    const struct wanted *w = &a->run.wanted;
    const struct trace *t = &a->player->trace;
    struct move m = look_for(a, w->by, w->in, w->text);
    uint32_t here = a->run.from;
    char why_not[256];
    if (w->in == &view_story)
        snprintf(why_not, sizeof why_not, "the story has no “%s”", w->text);
    else
        snprintf(why_not, sizeof why_not, "the pane “%s” has no “%s”", w->in->name, w->text);
    m.upto = w->by > 0 ? here : here ? here - 1 : 0;
    a->run.arrived = say_around;
    return app_go_from(a, w->by > 0 ? t->first : t->end + 1, m, why_not);
}

unsigned search_go(struct app *a, int by)
{
    const char *text = a->ui.run.search;
    if (!*text) {
        app_say(a, "nothing is searched for yet: press /");
        return REACT_REDRAW;
    }
    a->run.nowhere = go_around;
    return app_go(a, look_for(a, by, pane(a), text), "");
}

unsigned search_until(struct app *a, const char *text)
{
    return app_go(a, look_for(a, 1, &view_story, text), "nothing later has that");
}

unsigned press_find(struct app *a)
{
    play_pause(a);
    return search_go(a, 1);
}

unsigned press_find_back(struct app *a)
{
    play_pause(a);
    return search_go(a, -1);
}

/* ---- while nobody does anything ---- */

/* Of fewer events the prints are made when they are searched. */
enum { LONG = 1 << 18 };

bool search_prepares(const struct app *a)
{
    const struct player *p = a->player;
    return p && !a->run.prepared && p->trace.end - p->trace.first >= LONG && prints_can_be(p);
}

void search_prepare(struct app *a)
{
    a->run.prepared = prints_make(a->player);
}
