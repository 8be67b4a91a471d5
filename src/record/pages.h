/* SPDX-License-Identifier: MIT */
/* A film as pages, one a moment: each as it was seen last before the next one was marked. A marker
 * begins a page too. */
#pragma once
#include <stdbool.h>

#include "record/format.h"

struct pages {
    void (*page)(void *data, const struct screen *s, const char *told);
    void *data;
    struct screen screen[2]; /* the last frame, and the one before */
    struct buf told[2];
    int last;       /* which of them is the last */
    unsigned since; /* frames since the page began */
};

void pages_start(struct pages *p, const struct screen *s,
                 void (*page)(void *data, const struct screen *s, const char *told), void *data);
void pages_frame(struct pages *p, const struct film_frame *f);
/* A mark, behind the frame that it belongs to. */
void pages_mark(struct pages *p);
/* The last page; frees what it holds. */
void pages_end(struct pages *p);
