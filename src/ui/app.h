/* SPDX-License-Identifier: MIT */
/* The app: what keys, time and size make of the screen. One function changes it, app_update; it
 * says what must happen next in reaction bits, and never touches a terminal, a clock or a file. */
#pragma once
#include "draw/screen.h"
#include "player.h"
#include "view/view.h"

struct app {
    struct player *player; /* NULL: nothing is open, only the gallery is shown */
    struct ui ui;
    struct screen screen; /* the latest frame */
    double owed;          /* events (or scene seconds) that playing is behind by */
    uint32_t *marks;
    size_t marks_cap;
    uint32_t *effects; /* the cursors that one came from by going to their causes */
    size_t neffects, effects_cap;
};

enum message_kind { MSG_KEY, MSG_RESIZE, MSG_TIME, MSG_CLICK, MSG_WHEEL };

struct message {
    enum message_kind kind;
    int code;       /* MSG_KEY: of ui/keys.h, or a Unicode character; MSG_WHEEL: -1 up, 1 down */
    int y, x;       /* MSG_RESIZE: lines and columns; MSG_CLICK, MSG_WHEEL: where */
    double seconds; /* MSG_TIME: real seconds gone by since the last one */
};

enum reaction {
    REACT_REDRAW = 1,
    REACT_QUIT = 2,
    REACT_OPEN = 4,    /* open what is on line ui.gallery and app_attach it */
    REACT_RESTART = 8, /* open the same thing again and app_attach it */
    REACT_REPAINT = 16 /* the terminal may show something else: paint every cell */
};

/* h and w: of the screen; c: what can be chosen in the gallery, the caller's. */
void app_init(struct app *a, int h, int w, bool ascii, const struct catalogue *c);
void app_close(struct app *a);
/* Shows p, which stays the caller's; NULL shows the gallery. */
void app_attach(struct app *a, struct player *p);

/* Reaction bits. */
unsigned app_update(struct app *a, const struct message *m);
/* Seconds until it wants to be told of time (MSG_TIME), 0 for now, negative for never: idle costs
 * nothing. */
double app_due(const struct app *a);
/* The process is about to stop, or has gone on: a real clock must not run meanwhile. */
void app_stand_still(struct app *a, bool still);
/* Draws the frame into a->screen. */
void app_draw(struct app *a);
