/* SPDX-License-Identifier: MIT */
/* All about a task, over the panes, where there is no room beside them; time and all other keys go on
 * beneath. */
#include "ui/mode.h"
#include "ui/select.h"
#include "view/panes.h"

const struct mode mode_details = {
    .layers = {.name = "details", .over = &view_details},
    .up_down = select_up_down,
    .page = mode_scroll_page,
    .enter = mode_leave,
    .esc = mode_leave,
    .click = mode_leave_by_click,
    .wheel = mode_scroll_by_wheel,
};
