/* SPDX-License-Identifier: MIT */
/* Breakpoints: set on a line, and come to. */
#pragma once
#include "ui/state.h"

/* One on the line of a file, NULL for the program's own, is set or taken away. */
unsigned app_break(struct app *a, const char *file, uint32_t line);
/* That there is one, and how one comes to it. */
void breaks_say_set(struct app *a, const char *file, uint32_t line);
/* Where and why it has stopped. */
void breaks_say(struct app *a);

unsigned press_break(struct app *a);
unsigned press_continue(struct app *a), press_continue_back(struct app *a);

/* What is typed behind :break, :delete, :breaks and :watch. */
unsigned typed_break(struct app *a, const char *argument);
unsigned typed_delete(struct app *a, const char *argument);
unsigned typed_breaks(struct app *a, const char *argument);
unsigned typed_watch(struct app *a, const char *argument);
