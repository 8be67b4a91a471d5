/* SPDX-License-Identifier: MIT */
/* The app in a terminal: keys, signals and time become messages, its frames are painted. While
 * nothing happens it does nothing at all. */
#pragma once
#include "ui/app.h"
#include "ui/term.h"

struct live;

/* Somebody who plays along with the user: a script, or who writes down what is done. */
struct companion {
    /* Of what the user does, or the terminal's size, before the app is told. true: it was meant for the
     * companion, and the app is not told. */
    bool (*sees)(void *data, const struct message *m);
    /* The app was told of that, so many seconds after the beginning, and goes on. */
    void (*done)(void *data, const struct message *m, double seconds);
    /* Seconds until it does something by itself; negative: it does not. */
    double (*due)(void *data);
    /* So many have gone by, or something else has happened. It acts through live_tell. true: there is
     * something to draw. */
    bool (*act)(void *data, struct live *live, double seconds);
    void *data;
};

/* Somebody who takes what is seen. Seconds are those since the beginning. */
struct onlooker {
    /* What REACT_RECORD asks for. */
    void (*toggle)(void *data, double seconds);
    /* Before the app is told of it. */
    void (*key)(void *data, int code, double seconds);
    /* The app has drawn, and what no recording has (frame_draw_aside) is not yet drawn over that. true:
     * there is something else to draw. */
    bool (*frame)(void *data, double seconds);
    double ended; /* when it was over */
    void *data;
};

struct live_options {
    struct term_options term;
    /* Does what REACT_OPEN and REACT_RESTART ask for: 0, or the exit status to end with. */
    int (*reopen)(struct app *a, unsigned reaction, void *data);
    void *data;
    const struct companion *companion; /* NULL: there is none */
    struct onlooker *onlooker;         /* the same */
};

/* What live_run returns where the UI cannot be shown, after a sentence on stderr. */
enum { LIVE_NO_TERMINAL = 2 };

/* Shows the app until it wants to quit; the terminal is as before when this returns. The exit
 * status. 128 + n: signal n wants the program to end. It has its default action again, and once all
 * else is put away, raise(n) is how to end, so that whoever started the program knows. */
int live_run(struct app *a, const struct live_options *o);
/* For a companion: the app is told of it as of what the user does. */
void live_tell(struct live *l, const struct message *m);
