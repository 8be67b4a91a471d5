/* SPDX-License-Identifier: MIT */
/* All about a task, over the panes, where there is no room beside them; time and all other keys go on
 * beneath. */
#include "ui/mode.h"
#include "ui/select.h"
#include "view/panes.h"

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

const struct mode mode_details = {
    .layers = {.name = "details", .over = &view_details},
    .up_down = select_up_down,
    .page = mode_scroll_page,
    .enter = mode_leave,
    .esc = mode_leave,
    .click = click,
    .wheel = wheel,
};
