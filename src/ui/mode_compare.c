/* SPDX-License-Identifier: MIT */
/* Two runs beside each other. Most keys mean there what they mean where one is watched, for both. */
#include "compare/compare.h"
#include "ui/code.h"
#include "ui/compare.h"
#include "ui/mode.h"
#include "ui/move.h"
#include "view/compare.h"
#include "view/panes.h"

static unsigned enter(struct app *a)
{
    app_say(a, "details are of a run that is watched alone");
    return REACT_REDRAW;
}

static unsigned esc(struct app *a)
{
    a->comparing.playing = false;
    mode_choose(a, a->comparison->run[0].target->name);
    return mode_settle(a, FLOOR_GALLERY);
}

static const struct doing doings[] = {
    {.code = ' ', .key = "space", .does = "play both", .may_go = true},
    {.code = CODE_RIGHT, .key = "→ ←", .does = "step by time"},
    {.code = 'd', .key = "d", .does = "next difference"},
    {.code = CODE_TAB, .key = "Tab", .does = "other side", .may_go = true},
    {.code = 'z', .key = "z Z", .does = "zoom", .may_go = true},
    {.code = '?', .key = "?", .does = "help", .may_go = true},
    {.code = 'q', .key = "q", .does = "quit", .may_go = true},
    {.key = NULL},
};

const struct mode mode_compare = {
    .layers = {.name = "compare", .under = &view_compare, .footer = &view_doings, .doings = doings},
    .up_down = compare_scroll,
    .enter = enter,
    .esc = esc,
    .click = compare_click,
    .wheel = compare_wheel,
};
