/* SPDX-License-Identifier: MIT */
/* Themes: roles -> colours. One table per theme; a snapshot takes its RGB, a terminal the nearest
 * it can show. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "draw/screen.h"

struct rgb {
    uint8_t r, g, b;
};

/* How many colours the screen can show. At DEPTH_RGB a colour is not the number of one, but itself:
 * COLOR_RGB and, in its 24 bits, red, green and blue. */
enum depth { DEPTH_MONO = 0, DEPTH_8 = 8, DEPTH_16 = 16, DEPTH_256 = 256, DEPTH_RGB = 1 << 24 };
enum { COLOR_RGB = 1 << 24 };

/* For terminals with no more than sixteen colours, of which nobody knows how they look exactly: by
 * hand, and such that they can be read with those of xterm. */
struct palette {
    uint8_t roles[ROLES]; /* on the grounds that do not stand out */
    uint8_t lit[ROLES];   /* on GROUND_CURRENT, GROUND_SELECTED, GROUND_PHASE */
    uint8_t attrs[ROLES]; /* that help where there are too few colours */
    uint8_t
        grounds[GROUNDS]; /* 0 to 7: not every terminal has brighter ones; but white may be 15 */
    bool bold;            /* false: never, for many terminals take it for bright, so for pale */
};

struct theme {
    const char *name, *about;
    struct rgb text, back;   /* the terminal's own, for pictures */
    struct rgb roles[ROLES]; /* legible on all grounds; the sixteen of ROLE_ANSI too */
    struct rgb grounds[GROUNDS];
    uint8_t grounds256[GROUNDS]; /* by hand: the nearest to a dark blue is a grey */
    struct palette sixteen, eight;
    bool roles_bold[ROLES]; /* emphasised everywhere, so that mono tells them apart too */
};

/* NULL if there is none of that name. themes ends with a NULL. */
const struct theme *theme_find(const char *name);
extern const struct theme *const themes[];

/* The xterm-256 index nearest to c (from the fixed part, 16 to 255). */
int theme_256(struct rgb c);
/* The RGB of an xterm-256 index, 0 to 255. */
struct rgb theme_rgb(int index);

/* Foreground and background of a style at a depth, both the theme's own: what colours the terminal
 * has by itself does not matter. *attr starts as the style's attributes and gains bold where the
 * role wants it. At DEPTH_MONO, and in the theme mono at any depth, both colours are -1, which is
 * the terminal's, and *attr gains what must stand in for them. */
void theme_colors(const struct theme *t, enum depth depth, struct style st, int *fg, int *bg,
                  int *attr);
