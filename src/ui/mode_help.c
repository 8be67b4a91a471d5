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
    .click = mode_leave_by_click,
    .wheel = mode_scroll_by_wheel,
};
