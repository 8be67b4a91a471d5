/* SPDX-License-Identifier: MIT */
/* Who has a line where not all lanes have room: what is alive. Those that have ended give way, the one
 * first that ended longest ago, and threads and processes of a pool that have nothing to do; then those
 * that have only waited for as long as lanes show. So a lane stands still until somebody else needs its
 * line. If even those that are alive have no room, all are on pages, and that of who acts is seen. */
#pragma once
#include "view/order.h"
#include "view/view.h"

enum { CROWD_MOST = 200 }; /* of more tasks than these few can have a lane anyway */

struct crowd {
    uint32_t tasks[SCREEN_MAX], workers[SCREEN_MAX];
    int ntasks, nworkers;
    bool some; /* others have no room */
};

/* Those of the order and of the pool that are seen in h lines, of which the lanes are so wide. False: all
 * have room, or somebody has chosen what is seen: a task, a filter, another order. */
bool crowd_choose(struct crowd *c, const struct player *p, const struct ui *ui,
                  const struct order *o, int h, int w);
