/* SPDX-License-Identifier: MIT */
/* Which tasks are listed, and in which order. However many there are, a frame must not take longer
 * than the eye: where there is a filter or another order than that of their numbers, only the newest
 * ORDER_MOST are looked at, and only the places that are shown are put in order. */
#pragma once
#include "base/buf.h"
#include "view/view.h"

enum { ORDER_MOST = 100000, ORDER_LEVELS = 8 };

struct order {
    const struct model *m;
    enum sort by;
    uint32_t n;  /* tasks in the list */
    uint32_t at; /* the place of the marked one, from 0, or where it would be */
    uint32_t
        shown; /* the place that is to be seen: that one, or the first where nobody is selected */
    uint32_t older; /* tasks that were not looked at */
    bool folds;     /* those of libraries are left out */
    struct place_in_order
        *places; /* NULL: place k is task k + 1, or the k-th that is none of those */
};

void order_make(struct order *o, const struct model *m, const struct ui *ui);
void order_free(struct order *o);
/* Puts n places from one on in order, as far as there are so many. */
void order_settle(struct order *o, uint32_t from, uint32_t n);
/* The task at a place that was put in order; its row may be one that is not listed. */
uint32_t order_task(const struct order *o, uint32_t place);
/* The lines that lead to it from who created it, two columns a level, at most `levels`; nothing
 * but in the order of the tree. */
void order_branch(struct buf *out, const struct order *o, uint32_t place, int levels);
/* What the tasks are ordered by, "2.000" or "12"; nothing where that has no figure. */
void order_figure(struct buf *out, const struct order *o, uint32_t task);
bool order_has_figures(enum sort by);

/* The task so many rows below another one, or above it, as far as there are any; 0: none is. */
uint32_t order_beside(const struct model *m, const struct ui *ui, uint32_t task, int by);
/* Is it one of the rows, but for the filter? */
bool order_lists(const struct model *m, const struct ui *ui, uint32_t task);
/* Tasks of libraries that are not listed. */
uint32_t order_folded(const struct model *m, const struct ui *ui);
/* Tasks that asyncio.run() has made for its end. */
uint32_t order_closing(const struct model *m);

extern const char *const sort_names[SORTS];
