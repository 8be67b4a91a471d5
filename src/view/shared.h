/* SPDX-License-Identifier: MIT */
/* What all threads of a program see, into a window that has a frame already. */
#pragma once
#include "view/about.h"

void view_shared(struct win w, const struct player *player, const struct ui *ui);
