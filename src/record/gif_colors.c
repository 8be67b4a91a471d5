/* SPDX-License-Identifier: MIT */
#include "record/gif_colors.h"

#include <stdbool.h>
#include <string.h>

static bool same(struct rgb a, struct rgb b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

static void add(struct gif_colors *c, struct rgb rgb)
{
    for (int i = 1; i < c->count; i++)
        if (same(c->at[i], rgb))
            return;
    if (c->count < GIF_COLORS)
        c->at[c->count++] = rgb;
}

static uint8_t between(int a, int b, int quarters)
{
    return (uint8_t)((a * (4 - quarters) + b * quarters + 2) / 4);
}

static void add_edges(struct gif_colors *c, const struct theme *t, enum ground ground, int quarters)
{
    struct rgb a = t->grounds[ground];
    for (int i = 0; i < ROLES; i++) {
        struct rgb b = t->roles[i];
        add(c, (struct rgb){between(a.r, b.r, quarters), between(a.g, b.g, quarters),
                            between(a.b, b.b, quarters)});
    }
}

/* The most important first: there is not room for all. */
void gif_colors_of(struct gif_colors *c, const struct theme *t)
{
    static const struct rgb buttons[] = {
        {0xff, 0x5f, 0x57}, {0xfe, 0xbc, 0x2e}, {0x28, 0xc8, 0x40}};
    memset(c, 0, sizeof *c);
    c->count = 1;
    for (int i = 0; i < GROUNDS; i++)
        add(c, t->grounds[i]);
    for (int i = 0; i < ROLES; i++)
        add(c, t->roles[i]);
    for (int i = 0; i < 3; i++)
        add(c, buttons[i]);
    for (int quarters = 1; quarters < 4; quarters++)
        add_edges(c, t, GROUND_NONE, quarters);
    add_edges(c, t, GROUND_CURRENT, 2);
    add_edges(c, t, GROUND_SELECTED, 2);
}

static uint8_t nearest(const struct gif_colors *c, struct rgb rgb)
{
    int best = 1;
    long least = -1;
    for (int i = 1; i < c->count; i++) {
        long r = c->at[i].r - rgb.r, g = c->at[i].g - rgb.g, b = c->at[i].b - rgb.b;
        long far = 3 * r * r + 6 * g * g + b * b;
        if (least >= 0 && far >= least)
            continue;
        least = far;
        best = i;
    }
    return (uint8_t)best;
}

uint8_t gif_color(struct gif_colors *c, struct rgb rgb)
{
    uint32_t key = 1u << 24 | (uint32_t)rgb.r << 16 | (uint32_t)rgb.g << 8 | rgb.b;
    uint32_t at = key * 2654435761u >> 20;
    if (c->known[at].rgb != key) {
        c->known[at].rgb = key;
        c->known[at].index = nearest(c, rgb);
    }
    return c->known[at].index;
}
