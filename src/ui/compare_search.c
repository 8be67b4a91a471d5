/* SPDX-License-Identifier: MIT */
#include "ui/compare_search.h"

#include "base/now.h"
#include "compare/compare.h"
#include "ui/compare_moved.h"
#include "ui/move.h"
#include "view/panes.h"

static uint32_t cursor(const struct app *a, int run)
{
    return a->comparison->run[run].player.model.cursor;
}

/* Does a run that has moved tell it where it stands? */
static bool is_told(const struct app *a, const uint32_t before[2])
{
    for (int i = 0; i < 2; i++) {
        const struct player *p = &a->comparison->run[i].player;
        uint32_t at = cursor(a, i);
        if (at && at != before[i] && view_story.has(p, at - 1, a->ui.run.search))
            return true;
    }
    return false;
}

/* Behind the end it has come to where it began. */
static bool is_around(const struct app *a)
{
    const struct seeking *s = &a->seeking;
    uint32_t here = cursor(a, 0) + cursor(a, 1), began = s->from[0] + s->from[1];
    return s->around && (s->by > 0 ? here >= began : here <= began);
}

static void go_around(struct app *a)
{
    a->seeking.around = true;
    if (a->seeking.by > 0)
        compare_start(a->comparison);
    else
        compare_end(a->comparison);
}

static void back_to_where_it_began(struct app *a)
{
    for (int i = 0; i < 2; i++)
        player_seek(&a->comparison->run[i].player, a->seeking.from[i]);
}

static void say_not_found(struct app *a)
{
    static const uint32_t nowhere[2] = {TRACE_NONE, TRACE_NONE};
    back_to_where_it_began(a);
    app_say(a, is_told(a, nowhere) ? "“%s” is nowhere else" : "neither story has “%s”",
            a->ui.run.search);
}

/* One step of it; true: it is over. */
static bool look_on(struct app *a)
{
    const struct seeking *s = &a->seeking;
    uint32_t before[2];
    compare_cursors(a, before);
    if (!compare_step(a->comparison, s->by)) {
        if (s->around) {
            say_not_found(a);
            return true;
        }
        go_around(a);
    }
    if (is_around(a)) {
        say_not_found(a);
        return true;
    }
    if (!is_told(a, before))
        return false;
    a->ui.message[0] = 0;
    if (s->around)
        app_say(a, "the search went on from the %s", s->by > 0 ? "beginning" : "end");
    return true;
}

unsigned compare_search_on(struct app *a)
{
    double end = now() + now_slice;
    do
        if (look_on(a)) {
            a->seeking.by = 0;
            return compare_moved(a);
        }
    while (now() < end);
    return 0;
}

unsigned compare_search(struct app *a, int by)
{
    a->comparing.playing = false;
    if (!compare_known(a->comparison))
        return REACT_REDRAW;
    if (!*a->ui.run.search) {
        app_say(a, "nothing is searched for yet: press /");
        return REACT_REDRAW;
    }
    a->run.could = true;
    a->seeking = (struct seeking){.by = by};
    compare_cursors(a, a->seeking.from);
    compare_search_on(a);
    if (compare_searches(a))
        app_say(a, "looks for “%s”; Esc stops it", a->ui.run.search);
    return REACT_REDRAW;
}

bool compare_searches(const struct app *a)
{
    return a->comparison && a->seeking.by;
}

void compare_search_stop(struct app *a)
{
    if (!compare_searches(a))
        return;
    a->seeking.by = 0;
    back_to_where_it_began(a);
    app_say(a, "stopped");
}
