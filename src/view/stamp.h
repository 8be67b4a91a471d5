/* SPDX-License-Identifier: MIT */
/* All that the panes are drawn from, in short: where it is the same as it was, so is what they show. */
#pragma once
#include "view/view.h"

struct stamp {
    struct ui ui;    /* what they may look at of it: nothing that the last line alone shows */
    uint64_t player; /* which one, of all there ever were */
    uint64_t lists;  /* a hash of what stands in lists: marks, breakpoints */
    uint32_t cursor, first, end, seen;
    size_t nmoments, nsources;
    const void *sources, *remarks;
    struct orders orders;
    bool ascii, asks, over;
};

/* As bytes, so that two are compared as such. */
void stamp_make(struct stamp *s, const struct screen *screen, const struct player *p,
                const struct ui *ui);
