/* SPDX-License-Identifier: MIT */
/* The app: what keys, time and size make of the screen. One function changes it, app_update; it
 * says what must happen next in reaction bits, and never touches a terminal, a clock or a file. */
#pragma once
#include "ui/state.h"

enum message_kind {
    MSG_KEY,
    MSG_PASTE, /* a character of pasted text */
    MSG_RESIZE,
    MSG_TIME,
    MSG_CLICK,
    MSG_WHEEL,
    MSG_GROUND,  /* the terminal says how light its background is */
    MSG_REPAINT, /* it may show anything */
    MSG_NEWS,    /* what is watched, and goes on by itself, has something */
};

struct message {
    enum message_kind kind;
    /* MSG_KEY: of ui/code.h, or a Unicode character; MSG_PASTE: one; MSG_WHEEL: -1 up, 1 down;
     * MSG_GROUND: 1 light, 0 dark. */
    int code;
    int y, x;       /* MSG_RESIZE: lines and columns; MSG_CLICK, MSG_WHEEL: where */
    double seconds; /* MSG_TIME: real seconds gone by since the last one */
};

/* h and w: of the screen; c: what can be chosen in the gallery, the caller's. */
void app_init(struct app *a, int h, int w, bool ascii, const struct catalogue *c);
void app_close(struct app *a);
/* Shows p, which stays the caller's; NULL shows the gallery. */
void app_attach(struct app *a, struct player *p);

/* Shows two runs that are compared; they stay the caller's. */
void app_compare(struct app *a, struct comparison *c);

/* Reaction bits. */
unsigned app_update(struct app *a, const struct message *m);
/* Does a move, or looking ahead, go on? It does so each time that it is told of time. */
bool app_goes_on(const struct app *a);
/* Seconds until it wants to be told of time (MSG_TIME), 0 for now, negative for never: idle costs
 * nothing. */
double app_due(const struct app *a);
/* The process is about to stop, or has gone on: a real clock must not run meanwhile. */
void app_stand_still(struct app *a, bool still);
/* Draws the frame into a->screen. */
void app_draw(struct app *a);
