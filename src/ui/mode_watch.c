/* SPDX-License-Identifier: MIT */
/* The panes: ↑, ↓ and the mouse are those of the pane with the focus. */
#include <string.h>

#include "ui/breaks.h"
#include "ui/mode.h"
#include "ui/move.h"
#include "ui/play.h"
#include "ui/select.h"
#include "ui/source.h"
#include "view/about.h"
#include "view/frame.h"
#include "view/layout.h"
#include "view/panes.h"

static unsigned scroll(struct app *a, int by)
{
    struct run *run = &a->ui.run;
    mode_scroll_lines(&run->scroll[run->focus], by, frame_range(&a->screen, a->player, &a->ui));
    return REACT_REDRAW;
}

static unsigned up_down(struct app *a, int by)
{
    player_look_at_moment(a->player);
    if (a->ui.run.focus == PANE_SOURCE)
        return source_up_down(a, by);
    return panes[a->ui.run.focus]->beside ? select_up_down(a, by) : scroll(a, by);
}

/* Of the marked task: beside the panes, where there is room, or over them. Where they are already, they
 * get the focus. */
static unsigned show_details(struct app *a)
{
    if (!view_task(&a->player->model, &a->ui)) {
        app_say(a, "there is no task yet");
        return REACT_REDRAW;
    }
    if (!layout_takes_details(&a->screen))
        return mode_enter(a, &mode_details);
    if (layout_shows(&a->screen, &a->ui, PANE_DETAILS))
        a->ui.run.focus = PANE_DETAILS;
    else
        a->ui.run.details = true;
    a->ui.run.scroll[PANE_DETAILS] = 0;
    return REACT_REDRAW;
}

/* At the end it opens what the recap offers. */
static unsigned enter(struct app *a)
{
    if (select_no_details(a))
        return REACT_REDRAW;
    const char *name = view_offered(a->player, &a->ui);
    return name && mode_choose(a, name) ? REACT_OPEN : show_details(a);
}

static bool is_scrolled(const struct run *run)
{
    bool any = false;
    for (int i = 0; i < PANES; i++)
        any |= run->scroll[i] != 0;
    return any;
}

/* The run stays where it is, and its line is the chosen one. */
static unsigned to_gallery(struct app *a)
{
    if (a->ui.run.name)
        mode_choose(a, a->ui.run.name);
    play_pause(a);
    return mode_settle(a, FLOOR_GALLERY);
}

/* One thing at a time. */
static unsigned esc(struct app *a)
{
    struct run *run = &a->ui.run;
    if (run->large) {
        run->large = false;
        return REACT_REDRAW;
    }
    if (select_no_details(a))
        return REACT_REDRAW;
    if (source_let_go(a))
        return REACT_REDRAW;
    if (*run->filter)
        *run->filter = 0;
    else if (*run->search)
        *run->search = 0;
    else if (run->task || is_scrolled(run))
        run->task = 0;
    else
        return to_gallery(a);
    memset(run->scroll, 0, sizeof run->scroll);
    return REACT_REDRAW;
}

/* ---- the mouse ---- */

/* The pane there gets the focus; false: there is none. */
static bool focus_at(struct app *a, int y, int x)
{
    struct win w;
    enum pane pane = frame_pane(&a->screen, &a->ui, y, x, &w);
    if (pane != PANES)
        a->ui.run.focus = pane;
    return pane != PANES;
}

static unsigned wheel(struct app *a, int y, int x, int by)
{
    if (!focus_at(a, y, x))
        return 0;
    return a->ui.run.focus == PANE_SOURCE ? scroll(a, by) : up_down(a, by);
}

static unsigned seek(struct app *a, uint32_t to)
{
    play_pause(a);
    return app_jumped(a, player_seek(a->player, to), "this is no longer kept");
}

static unsigned click(struct app *a, int y, int x)
{
    struct hit hit = frame_hit(&a->screen, a->player, &a->ui, y, x);
    focus_at(a, y, x);
    if (hit.kind == HIT_LINE)
        return app_break(a, hit.file, hit.n);
    if (hit.kind == HIT_EVENT)
        return seek(a, hit.n);
    if (hit.kind == HIT_TASK)
        a->ui.run.task = hit.n;
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
