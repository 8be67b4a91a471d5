/* SPDX-License-Identifier: MIT */
/* The app in a terminal: keys, signals and time become messages, its frames are painted. While
 * nothing happens it does nothing at all. */
#pragma once
#include "ui/app.h"
#include "ui/term.h"

struct live_options {
    struct term_options term;
    /* Does what REACT_OPEN and REACT_RESTART ask for: 0, or the exit status to end with. */
    int (*reopen)(struct app *a, unsigned reaction, void *data);
    void *data;
};

/* What live_run returns where the UI cannot be shown, after a sentence on stderr. */
enum { LIVE_NO_TERMINAL = 2 };

/* Shows the app until it wants to quit; the terminal is as before when this returns. The exit
 * status. 128 + n: signal n wants the program to end. It has its default action again, and once all
 * else is put away, raise(n) is how to end, so that whoever started the program knows. */
int live_run(struct app *a, const struct live_options *o);
