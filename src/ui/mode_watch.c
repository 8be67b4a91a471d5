/* SPDX-License-Identifier: MIT */
/* The panes: ↑, ↓ and the mouse are those of the pane with the focus. */
#include <string.h>

#include "ui/mode.h"
#include "view/about.h"
#include "view/frame.h"
#include "view/layout.h"
#include "view/panes.h"

static bool is_listed(const struct app *a, uint32_t task)
{
    return model_row(&a->player->model, task) &&
           panes[a->ui.run.focus]->lists(a->player, &a->ui, task);
}

static uint32_t selected(const struct app *a)
{
    uint32_t task = view_task(&a->player->model, &a->ui);
    return task ? task : 1;
}

static void select_task(struct app *a, int by)
{
    int64_t t = a->ui.run.task ? a->ui.run.task : selected(a), n = a->player->model.nrows;
    if (!a->ui.run.task && is_listed(a, (uint32_t)t)) {
        a->ui.run.task =
            (uint32_t)t; /* the first press only takes hold of the one that is followed */
        return;
    }
    for (t += by; t >= 1 && t <= n; t += by)
        if (is_listed(a, (uint32_t)t)) {
            a->ui.run.task = (uint32_t)t;
            return;
        }
}

static unsigned up_down(struct app *a, int by)
{
    struct run *run = &a->ui.run;
    if (panes[run->focus]->lists)
        select_task(a, by);
    else
        mode_scroll_lines(&run->scroll[run->focus], by);
    return REACT_REDRAW;
}

static unsigned enter(struct app *a)
{
    return mode_enter(a, &mode_details);
}

/* One thing at a time. */
static unsigned esc(struct app *a)
{
    struct run *run = &a->ui.run;
    if (*run->filter)
        *run->filter = 0;
    else if (*run->search)
        *run->search = 0;
    else
        run->task = 0;
    memset(run->scroll, 0, sizeof run->scroll);
    return REACT_REDRAW;
}

/* ---- the mouse ---- */

static bool inside(const struct win *w, int y, int x)
{
    return y >= w->y && y < w->y + w->h && x >= w->x && x < w->x + w->w;
}

/* The pane there gets the focus; PANES: there is none. */
static enum pane focus_at(struct app *a, int y, int x, struct win *w)
{
    struct layout l;
    layout_make(&l, &a->screen, &a->ui);
    for (int i = 0; i < PANES; i++)
        if (inside(&l.panes[i], y, x)) {
            *w = l.panes[i];
            return a->ui.run.focus = (enum pane)i;
        }
    return PANES;
}

static unsigned wheel(struct app *a, int y, int x, int by)
{
    struct win w;
    return focus_at(a, y, x, &w) == PANES ? 0 : up_down(a, by);
}

static unsigned click(struct app *a, int y, int x)
{
    struct win w;
    enum pane pane = focus_at(a, y, x, &w);
    if (pane == PANES)
        return 0;
    uint32_t task = panes[pane]->task_at ? panes[pane]->task_at(w, a->player, &a->ui, y - w.y) : 0;
    if (task)
        a->ui.run.task = task;
    return REACT_REDRAW;
}

const struct mode mode_watch = {
    .layers = {.name = "watch", .under = &view_panes, .footer = &view_footer},
    .up_down = up_down,
    .enter = enter,
    .esc = esc,
    .click = click,
    .wheel = wheel,
};
