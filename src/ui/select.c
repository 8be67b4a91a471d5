/* SPDX-License-Identifier: MIT */
#include "ui/select.h"

#include "trace/libraries.h"
#include "ui/move.h"
#include "ui/play.h"
#include "view/about.h"
#include "view/frame.h"
#include "view/layout.h"

enum { NEAREST = 8, FARTHEST = -8 };

static uint32_t marked(const struct app *a)
{
    return view_task(&a->player->model, &a->ui);
}

unsigned select_up_down(struct app *a, int by)
{
    uint32_t from = marked(a),
             to = panes[PANE_TASKS]->beside(a->player, &a->ui, from ? from : 1, by);
    if (to)
        a->ui.run.task = to;
    if (to && to != from)
        a->ui.scroll = a->ui.run.scroll[PANE_DETAILS] = 0;
    return REACT_REDRAW;
}

void select_seen(struct app *a)
{
    if (a->ui.run.focus == PANE_DETAILS && !layout_shows(&a->screen, &a->ui, PANE_DETAILS))
        a->ui.run.focus = PANE_TASKS;
}

bool select_no_details(struct app *a)
{
    bool beside = layout_has_details(&a->screen, &a->ui);
    bool focused = a->ui.run.focus == PANE_DETAILS;
    if (beside)
        a->ui.run.details = false;
    if (focused)
        a->ui.run.focus = PANE_TASKS;
    return beside || focused;
}

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

unsigned press_large(struct app *a)
{
    a->ui.run.large = !a->ui.run.large;
    if (a->ui.run.large)
        app_say(a, "f or Esc gives the other panes back; Tab shows the next");
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
    a->ui.run.line = 0;
    a->ui.run.source = n ? (a->ui.run.source + 1) % n : 0;
    return REACT_REDRAW;
}

unsigned press_closing(struct app *a)
{
    a->ui.run.closing = !a->ui.run.closing;
    return REACT_REDRAW;
}

unsigned press_libraries(struct app *a)
{
    uint32_t n = libraries_upto(&a->player->trace, a->player->model.nrows);
    a->ui.run.libraries = !a->ui.run.libraries;
    play_look_ahead(a);
    if (!n)
        app_say(a, "no library has a task here");
    return REACT_REDRAW;
}

unsigned press_redraw(struct app *a)
{
    (void)a;
    return REACT_REDRAW | REACT_REPAINT;
}

/* Whoever has the files does it. */
unsigned press_record(struct app *a)
{
    (void)a;
    return REACT_RECORD | REACT_REDRAW;
}

unsigned press_theme(struct app *a)
{
    size_t i = 0;
    while (themes[i] && themes[i] != a->theme)
        i++;
    a->theme = themes[i] && themes[i + 1] ? themes[i + 1] : themes[0];
    a->theme_chosen = true;
    app_say(a, "theme %s: %s", a->theme->name, a->theme->about);
    return REACT_REDRAW;
}

unsigned press_quit(struct app *a)
{
    (void)a;
    return REACT_QUIT;
}
