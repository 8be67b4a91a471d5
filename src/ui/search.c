/* SPDX-License-Identifier: MIT */
#include "ui/search.h"

#include <stdio.h>
#include <string.h>

#include "ui/move.h"
#include "ui/play.h"

static bool has_text(const char *s, const char *needle)
{
    return s && strcasestr(s, needle);
}

bool search_hit(const struct player *p, uint32_t i, const struct move *m)
{
    const char *needle = m->data;
    const struct trace *t = &p->trace;
    const struct event *e = trace_at(t, i);
    const struct note *n = trace_note(t, i);
    const struct actor *f = trace_actor(t, e->actor);
    return (n->text && memmem(n->text, n->len, needle, strlen(needle))) ||
           has_text(n->name, needle) || has_text(event_names[e->kind], needle) ||
           (f && has_text(f->coro, needle)) ||
           (e->actor && has_text(trace_task_name(t, e->actor), needle));
}

unsigned search_go(struct app *a, int by)
{
    char why_not[256];
    if (!*a->ui.run.search) {
        app_say(a, "nothing is searched for yet: press /");
        return REACT_REDRAW;
    }
    snprintf(why_not, sizeof why_not, "no event %s this one has “%s”", by > 0 ? "after" : "before",
             a->ui.run.search);
    return app_go(a, (struct move){.by = by, .hit = search_hit, .data = a->ui.run.search}, why_not);
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
