/* SPDX-License-Identifier: MIT */
/* What goes along with the user in a terminal: a script that plays until somebody presses a key, and goes
 * on at space; somebody who writes down what is done; the key that was pressed, for those who look on. */
#pragma once
#include "cmd/key_script.h"
#include "cmd/stage.h"
#include "script/performer.h"
#include "script/save.h"
#include "ui/live.h"

struct attended {
    struct stage *stage;
    const struct options *options;
    struct key_script script;
    struct performer performer;
    struct live *live; /* while it acts */
    struct save save;
    struct companion companion;
    bool playing, held; /* there is a script; somebody has taken over */
    bool typed;         /* what was seen last is a character of a text */
    char caption[256];  /* the script's own */
};

/* Reads --script and opens --save-keys, for a stage that is open; to be closed in any case. 0, or an exit
 * status after a sentence on stderr. */
int attended_open(struct attended *a, struct stage *s, const struct options *o);
void attended_close(struct attended *a);
