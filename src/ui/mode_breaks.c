/* SPDX-License-Identifier: MIT */
/* The list of the breakpoints, over the panes; time and all other keys go on beneath. */
#include "ui/argument.h"
#include "ui/breaks.h"
#include "ui/code.h"
#include "ui/mode.h"
#include "ui/source.h"
#include "view/frame.h"
#include "view/panes.h"

static unsigned choose(struct app *a, int by)
{
    int64_t last = (int64_t)a->player->breaks.n - 1, to = (int64_t)a->ui.run.breakpoint + by;
    a->ui.run.breakpoint = (size_t)(to > last ? last > 0 ? last : 0 : to < 0 ? 0 : to);
    return REACT_REDRAW;
}

static const struct breakpoint *chosen(struct app *a)
{
    choose(a, 0); /* there may be fewer than there were */
    return a->player->breaks.n ? &a->player->breaks.at[a->ui.run.breakpoint] : NULL;
}

static unsigned go_to_line(struct app *a)
{
    const struct breakpoint *b = chosen(a);
    mode_leave(a);
    if (b) {
        const struct place *at = trace_place(&a->player->trace, b->place);
        source_go(a, at->file, at->line);
    }
    return REACT_REDRAW;
}

static unsigned remove_chosen(struct app *a)
{
    const struct breakpoint *b = chosen(a);
    if (!b)
        return 0;
    const struct place *at = trace_place(&a->player->trace, b->place);
    unsigned r = app_break(a, at->file, at->line);
    choose(a, 0);
    return r;
}

/* d and Delete. */
static bool take_away(struct app *a, int code, unsigned *reaction)
{
    if (code != 'd' && code != CODE_DELETE)
        return false;
    *reaction = remove_chosen(a);
    return true;
}

static unsigned click(struct app *a, int y, int x)
{
    struct hit hit = frame_hit(&a->screen, a->player, &a->ui, y, x);
    if (hit.kind != HIT_BREAK)
        return mode_leave(a);
    bool again = a->ui.run.breakpoint == hit.n;
    a->ui.run.breakpoint = hit.n;
    return again ? go_to_line(a) : REACT_REDRAW;
}

static unsigned wheel(struct app *a, int y, int x, int by)
{
    (void)y, (void)x;
    return choose(a, by);
}

unsigned typed_breaks(struct app *a, const char *argument)
{
    if (*argument)
        return argument_wrong(a, argument, "breaks");
    mode_enter(a, &mode_breaks);
    return choose(a, 0);
}

static const struct doing doings[] = {
    {.code = CODE_ESC, .key = "Esc", .does = "back"},
    {.key = "↑↓", .does = "choose", .may_go = true},
    {.code = CODE_ENTER, .key = "Enter", .does = "its line", .may_go = true},
    {.code = 'd', .key = "d", .does = "take away", .may_go = true},
    {.code = 'c', .key = "c", .does = "go on", .may_go = true},
    {.key = NULL},
};

const struct mode mode_breaks = {
    .layers = {.name = "breaks", .over = &view_breaks, .footer = &view_doings, .doings = doings},
    .own = take_away,
    .up_down = choose,
    .enter = go_to_line,
    .esc = mode_leave,
    .click = click,
    .wheel = wheel,
};
