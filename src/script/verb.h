/* SPDX-License-Identifier: MIT */
/* A verb of key scripts. */
#pragma once
#include <stdbool.h>

struct performer;
struct reading;
struct step;

/* What it says before the first key is how things stand when they begin. */
enum preparation { PREPARES_NOTHING, PREPARES, PREPARES_SIZE, PREPARES_THEME };

struct verb {
    const char *name, *argument; /* "wait", "2s"; "" for none */
    const char *help;            /* NULL: that of the row above covers it too */
    /* Takes its arguments. NULL: it has none. false: what is wrong has been said. */
    bool (*read)(struct reading *r, struct step *s);
    /* Does it. What cannot be done it says (performer_wrong). NULL: it only takes its time. */
    void (*act)(struct performer *p, const struct step *s);
    int code;   /* of its steps */
    bool types; /* its argument is a text that is typed */
    enum preparation prepares;
};
