/* SPDX-License-Identifier: MIT */
/* Which tasks and threads of the pool have a line in the pane of tasks, and how wide its columns are. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "view/order.h"
#include "view/view.h"

/* Widths are 0 of what is left out. */
struct tasks_table {
    uint32_t tasks[SCREEN_MAX];
    uint32_t places[SCREEN_MAX]; /* … in the order */
    const struct order *order;
    int levels;                                    /* of the tree that are shown */
    int step;                                      /* lines from one row to the next */
    int n, state, name, coro, figure, words, lane; /* lane: the column it begins in */
    uint32_t workers[SCREEN_MAX];
    int threads; /* … of the pool, in lines below the rows */
    bool some;   /* others have no room */
};

/* Those of the order for whom there is room in w, or around whom there is. Columns are as wide as their texts need,
 * but for the words and the figure: those change with each step, and the lanes stand still. */
void tasks_table_make(struct tasks_table *t, struct win w, struct order *o, const struct player *p,
                      const struct ui *ui);
/* Lines that the rows take … */
int tasks_table_lines(const struct tasks_table *t);
/* … and with the threads of the pool below them. */
int tasks_table_lanes(const struct tasks_table *t);
/* Does the program have that many threads of the pool, and one more? */
bool tasks_has_worker(const struct player *p, uint32_t worker);
/* What a column of coroutines says of a task. */
const char *tasks_coroutine(const struct model *m, uint32_t task);
