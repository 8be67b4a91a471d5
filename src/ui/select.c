/* SPDX-License-Identifier: MIT */
#include "ui/select.h"

#include <string.h>

#include "view/about.h"
#include "view/frame.h"
#include "view/layout.h"

enum { NEAREST = 8, FARTHEST = -8 };

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

unsigned select_up_down(struct app *a, int by)
{
    struct ui *ui = &a->ui;
    if (ui->mode == MODE_GALLERY) {
        int n = (int)ui->catalogue->n;
        ui->gallery = (ui->gallery + by + n) % n;
    } else if (ui->mode == MODE_WATCH && panes[ui->run.focus]->lists) {
        select_task(a, by);
    } else {
        int *scroll = &ui->run.scroll[ui->mode == MODE_WATCH ? ui->run.focus : PANE_STORY];
        *scroll += by;
        if (*scroll < -100000)
            *scroll = -100000;
    }
    return REACT_REDRAW;
}

unsigned press_up(struct app *a)
{
    return select_up_down(a, -1);
}

unsigned press_down(struct app *a)
{
    return select_up_down(a, 1);
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

unsigned select_wheel(struct app *a, int y, int x, int by)
{
    struct win w;
    if (a->player && a->ui.mode == MODE_WATCH && focus_at(a, y, x, &w) == PANES)
        return 0;
    return select_up_down(a, by);
}

unsigned select_at(struct app *a, int y, int x)
{
    struct win w;
    enum pane pane = a->player && a->ui.mode == MODE_WATCH ? focus_at(a, y, x, &w) : PANES;
    if (pane == PANES)
        return 0;
    uint32_t task = panes[pane]->task_at ? panes[pane]->task_at(w, a->player, &a->ui, y - w.y) : 0;
    if (task)
        a->ui.run.task = task;
    return REACT_REDRAW;
}

/* ---- panes, and what covers them ---- */

static unsigned next_pane(struct app *a, int by)
{
    struct layout l; /* a pane may have its place only while it has the focus */
    for (int i = 0; i < PANES; i++) {
        a->ui.run.focus = (enum pane)((a->ui.run.focus + (unsigned)(by + PANES)) % PANES);
        layout_make(&l, &a->screen, &a->ui);
        if (l.panes[a->ui.run.focus].h)
            break;
    }
    return REACT_REDRAW;
}

unsigned press_pane(struct app *a)
{
    return next_pane(a, 1);
}

unsigned press_pane_back(struct app *a)
{
    return next_pane(a, -1);
}

static unsigned toggle_mode(struct app *a, enum mode mode)
{
    a->ui.mode = a->ui.mode != mode ? mode : a->player ? MODE_WATCH : MODE_GALLERY;
    a->ui.run.scroll[PANE_STORY] = 0;
    return REACT_REDRAW;
}

unsigned press_help(struct app *a)
{
    return toggle_mode(a, MODE_HELP);
}

unsigned press_details(struct app *a)
{
    return a->ui.mode == MODE_GALLERY ? REACT_OPEN : toggle_mode(a, MODE_DETAILS);
}

unsigned press_close(struct app *a)
{
    struct ui *ui = &a->ui;
    if (ui->mode == MODE_HELP || ui->mode == MODE_DETAILS)
        ui->mode = a->player ? MODE_WATCH : MODE_GALLERY;
    else if (*ui->run.filter)
        *ui->run.filter = 0;
    else if (*ui->run.search)
        *ui->run.search = 0;
    else
        ui->run.task = 0;
    memset(ui->run.scroll, 0, sizeof ui->run.scroll);
    return REACT_REDRAW;
}

static unsigned set_zoom(struct app *a, int by)
{
    int z = a->ui.run.zoom + by;
    a->ui.run.zoom = z < FARTHEST ? FARTHEST : z > NEAREST ? NEAREST : z;
    return REACT_REDRAW;
}

unsigned press_zoom_in(struct app *a)
{
    return set_zoom(a, 1);
}

unsigned press_zoom_out(struct app *a)
{
    return set_zoom(a, -1);
}

unsigned press_source(struct app *a)
{
    size_t n = a->player->trace.nsources;
    a->ui.run.source = n ? (a->ui.run.source + 1) % n : 0;
    return REACT_REDRAW;
}

unsigned press_closing(struct app *a)
{
    a->ui.run.closing = !a->ui.run.closing;
    return REACT_REDRAW;
}

unsigned press_redraw(struct app *a)
{
    (void)a;
    return REACT_REDRAW | REACT_REPAINT;
}

unsigned press_quit(struct app *a)
{
    (void)a;
    return REACT_QUIT;
}
