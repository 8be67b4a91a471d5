/* SPDX-License-Identifier: MIT */
#include "ui/search.h"

#include <stdio.h>

#include "ui/move.h"
#include "ui/play.h"
#include "view/frame.h"
#include "view/panes.h"

static bool is_wanted(const struct player *p, uint32_t i, const struct move *m)
{
    const struct wanted *w = m->data;
    return w->in->has(p, i, w->text);
}

static unsigned go(struct app *a, int by, struct wanted w, const char *why_not)
{
    a->run.wanted = w;
    return app_go(a, (struct move){.by = by, .hit = is_wanted, .data = &a->run.wanted}, why_not);
}

unsigned search_go(struct app *a, int by)
{
    const struct view *pane = panes[a->ui.run.focus];
    const char *text = a->ui.run.search, *where = by > 0 ? "after" : "before";
    char why_not[256];
    if (!*text) {
        app_say(a, "nothing is searched for yet: press /");
        return REACT_REDRAW;
    }
    if (pane->has && pane != &view_story)
        snprintf(why_not, sizeof why_not, "in the pane “%s” no event %s this one has “%s”",
                 pane->name, where, text);
    else
        snprintf(why_not, sizeof why_not, "no event %s this one has “%s”", where, text);
    return go(a, by, (struct wanted){pane->has ? pane : &view_story, text}, why_not);
}

unsigned search_until(struct app *a, const char *text)
{
    return go(a, 1, (struct wanted){&view_story, text}, "nothing later has that");
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
