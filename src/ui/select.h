/* SPDX-License-Identifier: MIT */
/* What is shown: which pane has the focus, which source, how near. */
#pragma once
#include "ui/state.h"

unsigned press_large(struct app *a);
unsigned press_pane(struct app *a), press_pane_back(struct app *a);
unsigned press_zoom_in(struct app *a), press_zoom_out(struct app *a);
unsigned press_source(struct app *a), press_closing(struct app *a);
unsigned press_redraw(struct app *a), press_theme(struct app *a);
unsigned press_interrupt(struct app *a), press_quit(struct app *a);
