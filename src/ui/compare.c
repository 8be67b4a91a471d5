/* SPDX-License-Identifier: MIT */
#include "ui/compare.h"

#include <math.h>

#include "compare/landmarks.h"
#include "ui/compare_moved.h"
#include "ui/compare_search.h"
#include "ui/mode.h"
#include "ui/move.h"
#include "ui/play.h"
#include "ui/search.h"
#include "ui/select.h"
#include "view/compare.h"

enum { ZOOM_MOST = 12 };

/* Moments a second at ×1. */
static const double moment_rate = 0.5;

static struct comparison *compared(struct app *a)
{
    return a->comparison;
}

/* ---- moving ---- */

typedef bool mover(struct comparison *c, int by);

static unsigned move(struct app *a, mover *to, int by, const char *why_not)
{
    bool step = by > 0 && (to == compare_step || to == compare_event);
    uint32_t before[2];
    compare_cursors(a, before);
    a->comparing.playing = false;
    if (!compare_known(compared(a)))
        return REACT_REDRAW;
    a->run.could = to(compared(a), by);
    if (a->run.could)
        return step ? compare_stepped(a, before) : compare_moved(a);
    app_say(a, "%s", why_not);
    return REACT_REDRAW;
}

static unsigned move_on(struct app *a, mover *to, const char *why_not)
{
    return move(a, to, 1, why_not);
}

static unsigned move_back(struct app *a, mover *to, const char *why_not)
{
    return move(a, to, -1, why_not);
}

static bool to_edge(struct comparison *c, int by)
{
    return by < 0 ? compare_start(c) : compare_end(c);
}

static unsigned step(struct app *a)
{
    return move_on(a, compare_step, "this is the end");
}

static unsigned back(struct app *a)
{
    return move_back(a, compare_step, "this is the beginning");
}

static unsigned event(struct app *a)
{
    return move_on(a, compare_event, "this is the end");
}

static unsigned event_back(struct app *a)
{
    return move_back(a, compare_event, "this is the beginning");
}

static unsigned find(struct app *a)
{
    return compare_search(a, 1);
}

static unsigned find_back(struct app *a)
{
    return compare_search(a, -1);
}

static unsigned start(struct app *a)
{
    return move_back(a, to_edge, "this is the beginning");
}

static unsigned end(struct app *a)
{
    return move_on(a, to_edge, "this is the end");
}

static bool to_tick(struct comparison *c, int by)
{
    return landmark_go(c, LANDMARK_TICK, by);
}

static bool to_warning(struct comparison *c, int by)
{
    return landmark_go(c, LANDMARK_WARNING, by);
}

static unsigned tick(struct app *a)
{
    return move_on(a, to_tick, "no later tick begins in either");
}

static unsigned tick_back(struct app *a)
{
    return move_back(a, to_tick, "no earlier tick begins in either");
}

static unsigned warning(struct app *a)
{
    return move_on(a, to_warning, "neither has a later warning");
}

static unsigned warning_back(struct app *a)
{
    return move_back(a, to_warning, "neither has an earlier warning");
}

unsigned press_difference(struct app *a)
{
    return move_on(a, compare_difference,
                   compared(a)->differences.n ? "there is no later difference"
                                              : "there is no difference");
}

unsigned press_difference_back(struct app *a)
{
    return move_back(a, compare_difference,
                     compared(a)->differences.n ? "there is no earlier difference"
                                                : "there is no difference");
}

/* ---- playing ---- */

static unsigned play(struct app *a)
{
    if (!compare_known(compared(a)))
        return 0;
    if (!a->comparing.playing && compare_ended(compared(a)))
        start(a);
    a->comparing.playing = !a->comparing.playing;
    a->run.owed = 0;
    return REACT_REDRAW;
}

static double rate(const struct app *a)
{
    return moment_rate * ldexp(1, a->ui.speed);
}

unsigned compare_time_goes_by(struct app *a, double seconds)
{
    struct comparison *c = compared(a);
    if (!compare_known(c)) {
        if (compare_go_on(c))
            for (int i = 0; i < 2; i++)
                a->comparing.differs[i] = (struct differs){
                    .lines = c->run[i].lines.differs,
                    .nlines = c->run[i].lines.n,
                    .outs = c->differences.turns ? NULL : c->differences.at,
                    .nouts = c->differences.turns ? 0 : c->differences.n,
                    .now = TRACE_NONE,
                };
        return REACT_REDRAW;
    }
    if (compare_searches(a))
        return compare_search_on(a);
    if (!a->comparing.playing)
        return 0;
    uint32_t before[2];
    bool any = false;
    compare_cursors(a, before);
    for (a->run.owed += seconds * rate(a); a->run.owed >= 1; a->run.owed--)
        any |= compare_step(c, 1);
    if (compare_ended(c))
        a->comparing.playing = false;
    return any ? compare_stepped(a, before) : compare_ended(c) ? REACT_REDRAW : 0;
}

bool compare_looks(const struct app *a)
{
    return a->comparison && !compare_known(a->comparison) && !a->comparison->status;
}

double compare_due(const struct app *a)
{
    if (compare_looks(a))
        return fmax(0, compare_patience(a->comparison));
    if (compare_searches(a))
        return 0;
    return a->comparing.playing ? fmax(1.0 / 60, (1 - a->run.owed) / rate(a)) : -1;
}

void compare_look_at_cursors(struct app *a)
{
    for (int i = 0; i < 2 && compare_known(a->comparison); i++)
        player_look_at_moment(&a->comparison->run[i].player);
}

/* ---- what is shown ---- */

static unsigned other_side(struct app *a)
{
    a->comparing.side = !a->comparing.side;
    return REACT_REDRAW;
}

static unsigned other_pane(struct app *a)
{
    enum pane now = a->comparing.pane;
    a->comparing.pane = now == PANE_SOURCE  ? PANE_TASKS
                        : now == PANE_TASKS ? PANE_OUTPUT
                                            : PANE_SOURCE;
    return REACT_REDRAW;
}

/* Both show C, or both Python. */
static unsigned other_source(struct app *a)
{
    for (int i = 0; i < 2; i++)
        a->comparing.runs[i].source++;
    return REACT_REDRAW;
}

static unsigned zoom(struct app *a, int by)
{
    int to = a->comparing.zoom + by;
    a->run.could = to <= ZOOM_MOST && to >= -ZOOM_MOST;
    if (a->run.could)
        a->comparing.zoom = to;
    return REACT_REDRAW;
}

static unsigned zoom_in(struct app *a)
{
    return zoom(a, 1);
}

static unsigned zoom_out(struct app *a)
{
    return zoom(a, -1);
}

unsigned compare_scroll(struct app *a, int by)
{
    struct comparing *both = &a->comparing;
    if (!compare_known(compared(a)))
        return 0;
    compare_look_at_cursors(a);
    mode_scroll_lines(&both->runs[both->side].scroll[both->pane], by,
                      view_compare_range(win_whole(&a->screen), &a->ui));
    return REACT_REDRAW;
}

/* ---- the mouse ---- */

/* The pane there gets the focus. */
static struct spot focus_at(struct app *a, int y, int x)
{
    struct spot at = {.pane = PANES, .event = TRACE_NONE};
    if (compare_known(compared(a)))
        at = view_compare_at(win_whole(&a->screen), &a->ui, y, x);
    if (at.pane != PANES) {
        a->comparing.pane = at.pane;
        a->comparing.side = at.run;
    }
    return at;
}

/* In a lane it goes there, with both. */
unsigned compare_click(struct app *a, int y, int x)
{
    struct spot at = focus_at(a, y, x);
    if (at.event == TRACE_NONE)
        return REACT_REDRAW;
    a->comparing.playing = false;
    compare_go(compared(a), at.run, at.event);
    return compare_moved(a);
}

unsigned compare_wheel(struct app *a, int y, int x, int by)
{
    return focus_at(a, y, x).pane == PANES ? 0 : compare_scroll(a, by);
}

/* ---- the table ---- */

unsigned (*compare_meaning(unsigned (*press)(struct app *a)))(struct app *a)
{
    static const struct {
        unsigned (*press)(struct app *a), (*here)(struct app *a);
    } meanings[] = {
        {press_play, play},
        {press_step, step},
        {press_back, back},
        {press_event, event},
        {press_event_back, event_back},
        {press_tick, tick},
        {press_tick_back, tick_back},
        {press_warning, warning},
        {press_warning_back, warning_back},
        {press_command, press_command},
        {press_start, start},
        {press_restart, start},
        {press_end, end},
        {press_difference, press_difference},
        {press_search, press_search},
        {press_find, find},
        {press_find_back, find_back},
        {press_difference_back, press_difference_back},
        {press_pane, other_side},
        {press_pane_back, other_pane},
        {press_source, other_source},
        {press_zoom_in, zoom_in},
        {press_zoom_out, zoom_out},
        {press_faster, press_faster},
        {press_slower, press_slower},
        {press_speed, press_speed},
        {press_count, press_count},
    };
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i].press == press)
            return meanings[i].here;
    return NULL;
}
