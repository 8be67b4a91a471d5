/* SPDX-License-Identifier: MIT */
/* The help over the panes, or over the gallery. */
#include "ui/mode.h"
#include "view/panes.h"

/* Not a key of its own: it steps aside. */
static unsigned enter(struct app *a)
{
    mode_leave(a);
    return mode_now(a)->enter(a);
}

static unsigned click(struct app *a, int y, int x)
{
    (void)y, (void)x;
    return mode_leave(a);
}

static unsigned wheel(struct app *a, int y, int x, int by)
{
    (void)y, (void)x;
    return mode_scroll(a, by);
}

unsigned press_help(struct app *a)
{
    return mode_toggle(a, &mode_help);
}

const struct mode mode_help = {
    .layers = {.name = "help", .over = &view_help},
    .steps_aside = true,
    .up_down = mode_scroll,
    .enter = enter,
    .esc = mode_leave,
    .click = click,
    .wheel = wheel,
};
