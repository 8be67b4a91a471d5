/* SPDX-License-Identifier: MIT */
#include "ui/compare_commands.h"

#include <math.h>
#include <stdio.h>

#include "compare/landmarks.h"
#include "ui/argument.h"
#include "ui/compare_moved.h"
#include "ui/compare_search.h"
#include "ui/move.h"

/* Is it known what there is, and is it a number? */
static bool read(struct app *a, const char *argument, const char *usage, double *n)
{
    a->comparing.playing = false;
    if (!compare_known(a->comparison))
        return false;
    if (argument_number(argument, n))
        return true;
    argument_wrong(a, argument, usage);
    return false;
}

static const struct trace *chosen(const struct app *a)
{
    return &a->comparison->run[a->comparing.side].player.trace;
}

static unsigned go(struct app *a, uint32_t event)
{
    compare_go(a->comparison, a->comparing.side, event);
    return compare_moved(a);
}

unsigned both_event(struct app *a, const char *number)
{
    double n;
    if (!read(a, number, "N", &n))
        return REACT_REDRAW;
    if (n >= 0 && n < chosen(a)->end)
        return go(a, (uint32_t)n);
    app_say(a, "%s has no event of that number", a->comparison->run[a->comparing.side].name);
    return REACT_REDRAW;
}

unsigned both_tick(struct app *a, const char *number)
{
    double n;
    if (!read(a, number, "tick N", &n))
        return REACT_REDRAW;
    if (n >= 1 && n <= chosen(a)->nticks)
        return go(a, chosen(a)->ticks[(uint32_t)n - 1]);
    app_say(a, "%s has no such tick", a->comparison->run[a->comparing.side].name);
    return REACT_REDRAW;
}

unsigned both_time(struct app *a, const char *seconds)
{
    double n;
    if (!read(a, seconds, "t SECONDS", &n))
        return REACT_REDRAW;
    if (landmark_go_to_time(a->comparison, n))
        return compare_moved(a);
    app_say(a, "both end before that");
    return REACT_REDRAW;
}

unsigned both_until(struct app *a, const char *text)
{
    if (!*text)
        return argument_wrong(a, text, "until TEXT");
    snprintf(a->ui.run.search, sizeof a->ui.run.search, "%s", text);
    return compare_search(a, 1);
}

unsigned both_difference(struct app *a, const char *number)
{
    double n;
    size_t most = a->comparison->differences.n;
    if (!read(a, number, "difference N", &n))
        return REACT_REDRAW;
    if (n >= 1 && n <= (double)most && floor(n) >= n &&
        compare_go_to_difference(a->comparison, (size_t)n))
        return compare_moved(a);
    if (most)
        app_say(a, "there are %zu differences", most);
    else
        app_say(a, "there is no difference");
    return REACT_REDRAW;
}
