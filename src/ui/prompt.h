/* SPDX-License-Identifier: MIT */
/* The line at the bottom: searching, filtering, commands. */
#pragma once
#include "ui/state.h"

/* A key while the prompt is open. */
unsigned prompt_type(struct app *a, int code);

unsigned press_search(struct app *a), press_filter(struct app *a), press_command(struct app *a);
unsigned press_find(struct app *a), press_find_back(struct app *a);
