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

/* How many colours the screen can show. */
enum depth { DEPTH_MONO = 0, DEPTH_8 = 8, DEPTH_16 = 16, DEPTH_256 = 256 };

struct theme {
    const char *name, *about;
    struct rgb text, back;   /* the terminal's own, for pictures */
    struct rgb roles[ROLES]; /* legible on back; the sixteen of ROLE_ANSI too */
    uint8_t roles16[ROLES];  /* the nearest of the 16 ANSI colours, chosen by hand; 255 is the
                                terminal's own */
    struct rgb grounds[GROUNDS];
    uint8_t grounds16[GROUNDS];
    uint8_t grounds256[GROUNDS]; /* by hand too: the nearest to a dark blue is a grey */
    bool roles_bold[ROLES];      /* emphasised everywhere, so that mono tells them apart too */
};

/* NULL if there is none of that name. themes ends with a NULL. */
const struct theme *theme_find(const char *name);
extern const struct theme *const themes[];

/* The xterm-256 index nearest to c (from the fixed part, 16 to 255). */
int theme_256(struct rgb c);
/* The RGB of an xterm-256 index, 0 to 255. */
struct rgb theme_rgb(int index);

/* Foreground and background of a style at a depth: an index, or -1 for the terminal's own;
 * ROLE_ANSI keeps its own sixteen at every depth. *attr starts as the style's attributes and gains
 * bold where the role wants it. At DEPTH_MONO, and in the theme mono at any depth, both colours are
 * -1 and *attr gains what must stand in for them. */
void theme_colors(const struct theme *t, enum depth depth, struct style st, int *fg, int *bg,
                  int *attr);
