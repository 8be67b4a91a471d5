/* SPDX-License-Identifier: MIT */
/* Nothing is watched: what there is to be watched. */
#include "ui/mode.h"
#include "view/frame.h"
#include "view/panes.h"

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

static unsigned open_it(struct app *a)
{
    (void)a;
    return REACT_OPEN;
}

static unsigned nothing(struct app *a)
{
    (void)a;
    return 0;
}

/* The chosen one is opened, another one chosen. */
static unsigned click(struct app *a, int y, int x)
{
    struct hit hit = frame_hit(&a->screen, NULL, &a->ui, y, x);
    if (hit.kind != HIT_OFFER)
        return 0;
    bool again = a->ui.gallery == (int)hit.n;
    a->ui.gallery = (int)hit.n;
    return again ? REACT_OPEN : REACT_REDRAW;
}

const struct mode mode_gallery = {
    .layers = {.name = "gallery", .under = &view_gallery, .footer = &view_choices},
    .up_down = choose,
    .enter = open_it,
    .esc = nothing,
    .click = click,
    .wheel = wheel,
};
