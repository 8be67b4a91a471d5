/* SPDX-License-Identifier: MIT */
/* A stage: an app on a player and its target, which the app may ask to change (the gallery opens a
 * scene, a real-time scene is run anew). The terminal, a snapshot and a recording all play on one. */
#pragma once
#include "cmd/options.h"
#include "ui/app.h"

struct pair;

struct stage {
    struct app app;
    struct player player;
    struct target *target; /* NULL: nothing is open */
    struct pair *pair;     /* two that are compared; else NULL */
    struct options options;
};

/* Opens what is wished for, or the gallery if that is nothing, on a screen of h lines and w columns.
 * 0, or the exit status after a sentence on stderr. */
int stage_open(struct stage *s, const struct options *o, int h, int w, bool ascii);
/* Does what REACT_OPEN, REACT_COMPARE and REACT_RESTART ask for. 0, or an exit status. */
int stage_reopen(struct stage *s, unsigned reaction);
void stage_close(struct stage *s);
