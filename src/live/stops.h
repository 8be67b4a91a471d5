/* SPDX-License-Identifier: MIT */
/* The lines before which a program is to stop, of which it is told what changes. */
#pragma once
#include "live/link.h"

struct stops {
    struct buf known; /* those that it knows of: "FILE:LINE\n" of each */
};

/* From now on it shall stop before those lines, and no others. */
void stops_set(struct stops *s, struct link *l, const char *lines);
void stops_close(struct stops *s);
