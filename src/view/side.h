/* SPDX-License-Identifier: MIT */
/* One of two runs that are compared, for views that draw one run. */
#pragma once
#include "compare/compare.h"
#include "view/view.h"

/* The ui as the pane of that run sees it. */
struct ui side_ui(const struct ui *ui, int run, enum pane pane);
static inline const struct player *side_player(const struct ui *ui, int run)
{
    return &ui->comparing->comparison->run[run].player;
}
static inline const char *side_name(const struct ui *ui, int run)
{
    return ui->comparing->comparison->run[run].name;
}
/* Lanes it will have at its end. */
int side_lanes(const struct ui *ui, int run);
