/* SPDX-License-Identifier: MIT */
/* What is shown, and what of it is chosen. */
#pragma once
#include "ui/state.h"

/* Selects or scrolls, in the pane with the focus or whatever covers it. */
unsigned select_up_down(struct app *a, int by);
/* A click on column x of line y. */
unsigned select_at(struct app *a, int y, int x);
/* The wheel, over column x of line y: by lines. */
unsigned select_wheel(struct app *a, int y, int x, int by);

unsigned press_up(struct app *a), press_down(struct app *a);
unsigned press_pane(struct app *a), press_pane_back(struct app *a);
unsigned press_details(struct app *a), press_close(struct app *a), press_help(struct app *a);
unsigned press_zoom_in(struct app *a), press_zoom_out(struct app *a);
unsigned press_source(struct app *a), press_closing(struct app *a);
unsigned press_redraw(struct app *a), press_quit(struct app *a);
