/* SPDX-License-Identifier: MIT */
/* The cursor in the source, while that pane has the focus: the line that keys mean. */
#pragma once
#include "ui/state.h"

/* So many lines down, or up, from where it is, or from the line that runs. Reaction bits. */
unsigned source_up_down(struct app *a, int by);
/* Is there one? Then it is taken away. */
bool source_let_go(struct app *a);
/* It is taken away as soon as another line runs than when it was moved. */
void source_follow(struct app *a);
/* The file with these lines is shown, if it is known; NULL: the program's own. */
void source_show(struct app *a, const char *file);
/* … with the focus, and the cursor on a Python line of it. */
void source_go(struct app *a, const char *file, uint32_t line);
