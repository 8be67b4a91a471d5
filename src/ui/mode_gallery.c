/* SPDX-License-Identifier: MIT */
/* What there is to be watched: nothing is yet, or what is stays as it is meanwhile. */
#include <string.h>

#include "ui/code.h"
#include "ui/gallery_search.h"
#include "ui/mode.h"
#include "view/frame.h"
#include "view/panes.h"
#include "player/offer.h"

static unsigned choose(struct app *a, int by)
{
    int n = (int)a->ui.catalogue->n;
    a->ui.gallery = ((a->ui.gallery + by) % n + n) % n;
    return REACT_REDRAW;
}

static unsigned wheel(struct app *a, int y, int x, int by)
{
    (void)y, (void)x;
    return choose(a, by);
}

static unsigned back(struct app *a)
{
    if (a->comparison)
        return mode_settle(a, FLOOR_COMPARE);
    return a->player ? mode_settle(a, FLOOR_WATCH) : 0;
}

/* What is watched already goes on where it was. */
static unsigned open_it(struct app *a)
{
    const char *name = a->ui.catalogue->at[a->ui.gallery].name;
    return a->player && a->ui.run.name && !strcmp(name, a->ui.run.name) ? back(a) : REACT_OPEN;
}

/* The chosen one is opened, another one chosen. */
static unsigned click(struct app *a, int y, int x)
{
    struct hit hit = frame_hit(&a->screen, a->player, &a->ui, y, x);
    if (hit.kind != HIT_OFFER)
        return REACT_REDRAW;
    bool again = a->ui.gallery == (int)hit.n;
    a->ui.gallery = (int)hit.n;
    return again ? open_it(a) : REACT_REDRAW;
}

static bool own(struct app *a, int code, unsigned *reaction)
{
    bool back = code == 'N';
    if (code == '/')
        *reaction = press_search(a);
    else if (code == 'n' || back)
        *reaction = gallery_find(a, back ? -1 : 1);
    return code == '/' || code == 'n' || back;
}

static const struct doing doings[] = {
    {.code = CODE_ENTER, .key = "Enter", .does = "opens"},
    {.key = "↑↓", .does = "choose", .may_go = true},
    {.code = '/', .key = "/", .does = "find", .may_go = true},
    {.code = CODE_ESC, .key = "Esc", .does = "back", .watching = true},
    {.code = '?', .key = "?", .does = "help"},
    {.code = 'q', .key = "q", .does = "quit"},
    {.key = NULL},
};

const struct mode mode_gallery = {
    .layers = {.name = "gallery", .under = &view_gallery, .footer = &view_doings, .doings = doings},
    .own = own,
    .up_down = choose,
    .enter = open_it,
    .esc = back,
    .click = click,
    .wheel = wheel,
};
