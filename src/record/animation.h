/* SPDX-License-Identifier: MIT */
/* A run of screens as an SVG picture that moves: the distinct rows of its frames, each shown while
 * it is current, by CSS; again and again, or as often as is wanted, and then the last one stays.
 * Readers who prefer reduced motion, and viewers that cannot animate, see the last frame. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "draw/screen.h"
#include "record/look.h"

enum { ANIMATION_BUCKETS = 1 << 12 };
struct svg_animation {
    struct look look; /* what it points to must outlive the animation */
    struct animation_row *rows;
    double *times;                     /* of the frames, in seconds */
    size_t buckets[ANIMATION_BUCKETS]; /* the rows, by what they show */
    size_t row_count, row_cap, frames, time_cap;
    int h, w; /* of the largest frame */
    bool used[ROLES + GROUNDS];
};

void svg_animation_start(struct svg_animation *f, const struct look *look);
/* Copies what it needs. at_seconds should not be before the last frame's; if it is, it counts as
 * the same. */
void svg_animation_frame(struct svg_animation *f, const struct screen *s, double at_seconds);
/* Appends a whole document whose last frame stays until `until_seconds`, at least for a second,
 * and frees the animation. */
void svg_animation_end(struct svg_animation *f, struct buf *out, double until_seconds);
