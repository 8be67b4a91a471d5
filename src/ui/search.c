/* SPDX-License-Identifier: MIT */
#include "ui/search.h"

#include <stdio.h>

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

/* To where the next moment ends, as far as moments are known for certain. */
static bool skip_to_stop(const struct player *p, const struct move *m, uint32_t *at)
{
    const struct moments *s = &p->moments;
    uint32_t stop = m->by > 0 ? moments_next(s, *at) : moments_previous(s, *at + 1);
    if (*at >= s->seen || stop == UINT32_MAX || stop < p->trace.first || moments_growing(s, stop))
        return true;
    *at = m->by > 0 ? stop - 1 : stop;
    if (m->upto && (m->by > 0 ? *at > m->upto : *at < m->upto))
        *at = m->upto;
    return true;
}

static const struct view *pane(const struct app *a)
{
    const struct view *v = panes[a->ui.run.focus];
    return v->has ? v : &view_story;
}

static struct move look_for(struct app *a, int by, const struct view *in, const char *text)
{
    bool by_moments = in == &view_story && !a->ui.run.by_events;
    a->run.wanted = (struct wanted){in, text, by_moments, by};
    return (struct move){.by = by,
                         .along = true,
                         .hit = is_wanted,
                         .skip = by_moments ? skip_to_stop : NULL,
                         .data = &a->run.wanted};
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
