/* SPDX-License-Identifier: MIT */
/* The colours of a GIF: a theme's own, and what lies between them and the ground, as the edges of letters have it. */
#pragma once
#include <stdint.h>

#include "draw/theme.h"

enum { GIF_COLORS = 256, GIF_TRANSPARENT = 0, GIF_KNOWN = 1 << 12 };

struct gif_colors {
    struct rgb at[GIF_COLORS]; /* the first is the one that is not seen */
    int count;
    struct {
        uint32_t rgb; /* with a bit that says that it is one */
        uint8_t index;
    } known[GIF_KNOWN]; /* what was looked up */
};

void gif_colors_of(struct gif_colors *c, const struct theme *t);
/* The nearest. */
uint8_t gif_color(struct gif_colors *c, struct rgb rgb);
