/* SPDX-License-Identifier: MIT */
#include "ui/gallery_search.h"

#include <stdio.h>

#include "ui/move.h"
#include "player/offer.h"
#include "view/find.h"

static bool has(const struct offer *o, const char *text)
{
    return view_has(o->name, text) || view_has(o->summary, text);
}

unsigned gallery_find(struct app *a, int by)
{
    const struct catalogue *c = a->ui.catalogue;
    int n = (int)c->n, here = a->ui.gallery;
    if (!*a->wanted_scene) {
        app_say(a, "nothing is searched for yet: press /");
        return REACT_REDRAW;
    }
    for (int i = 1; i < n; i++) {
        int at = ((here + by * i) % n + n) % n;
        if (!has(&c->at[at], a->wanted_scene))
            continue;
        a->ui.gallery = at;
        return REACT_REDRAW;
    }
    app_say(a, has(&c->at[here], a->wanted_scene) ? "“%s” is nowhere else" : "no scene has “%s”",
            a->wanted_scene);
    return REACT_REDRAW;
}

unsigned gallery_search(struct app *a, const char *text)
{
    snprintf(a->wanted_scene, sizeof a->wanted_scene, "%s", text);
    return *text ? gallery_find(a, 1) : REACT_REDRAW;
}
