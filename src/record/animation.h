/* SPDX-License-Identifier: MIT */
/* A run of screens as an SVG picture that moves: the distinct rows of its frames, each shown while
 * it is current, by CSS and in a loop. Readers who prefer reduced motion, and viewers that cannot
 * animate, see the last frame. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "draw/screen.h"
#include "draw/theme.h"

struct svg_animation {
    const struct theme *theme; /* must outlive the animation */
    struct animation_row *rows;
    double *times; /* of the frames, in seconds */
    size_t row_count, row_cap, frames, time_cap;
    int h, w; /* of the largest frame */
    bool used[ROLES + GROUNDS];
};

void svg_animation_start(struct svg_animation *f, const struct theme *t);
/* Copies what it needs. at_seconds should not be before the last frame's; if it is, it counts as
 * the same. */
void svg_animation_frame(struct svg_animation *f, const struct screen *s, double at_seconds);
/* Appends a whole document whose last frame stays until `until_seconds`, at least for a second,
 * and frees the animation. */
void svg_animation_end(struct svg_animation *f, struct buf *out, double until_seconds);
