/* SPDX-License-Identifier: MIT */
/* How a picture or a recording shall look. */
#pragma once
#include <stdbool.h>

#include "draw/theme.h"

struct look {
    const struct theme *theme;
    enum depth depth;
    const char *title, *about; /* for those who cannot see it; either may be NULL */
    bool window;               /* a window's frame around it, where the format has one */
    unsigned loop;             /* how often an animation goes; 0: for ever */
    bool keys;                 /* the keys that are pressed are seen below the screen */
    bool captions;             /* there are some */
    bool still;                /* only the frame that is current at … */
    double at;                 /* … so many seconds */
};
