/* SPDX-License-Identifier: MIT */
/* What is shown: which pane has the focus, which source, how near. */
#pragma once
#include "ui/state.h"

/* So many rows down, or up, from the task that is marked. */
unsigned select_up_down(struct app *a, int by);
/* What tells of that task does not stand beside the panes any more, nor has it the focus; false: it
 * did not. */
bool select_no_details(struct app *a);
/* What has no place on a screen of another size loses the focus. */
void select_seen(struct app *a);

unsigned press_large(struct app *a);
unsigned press_pane(struct app *a), press_pane_back(struct app *a);
unsigned press_zoom_in(struct app *a), press_zoom_out(struct app *a);
unsigned press_source(struct app *a), press_closing(struct app *a), press_libraries(struct app *a);
unsigned press_redraw(struct app *a), press_theme(struct app *a), press_record(struct app *a);
unsigned press_quit(struct app *a);
