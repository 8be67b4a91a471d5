/* SPDX-License-Identifier: MIT */
/* The handout of the lesson over the panes; all other keys go on beneath. */
#include "ui/mode.h"
#include "ui/move.h"
#include "view/panes.h"

unsigned press_handout(struct app *a)
{
    if (a->ui.run.handout)
        return mode_toggle(a, &mode_handout);
    app_say(a, "there is no lesson to this: it is no scene");
    return REACT_REDRAW;
}

unsigned press_questions(struct app *a)
{
    a->ui.run.unasked = !a->ui.run.unasked;
    app_say(a, a->ui.run.unasked ? "no questions any more: I asks them again"
                                 : "the lesson's questions are asked");
    return REACT_REDRAW;
}

const struct mode mode_handout = {
    .layers = {.name = "handout", .over = &view_handout},
    .up_down = mode_scroll,
    .enter = mode_leave,
    .esc = mode_leave,
    .click = mode_leave_by_click,
    .wheel = mode_scroll_by_wheel,
};
