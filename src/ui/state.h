/* SPDX-License-Identifier: MIT */
/* What the app is made of, for those who change it. */
#pragma once
#include "draw/screen.h"
#include "draw/theme.h"
#include "player/player.h"
#include "player/prints.h"
#include "ui/keymap.h"
#include "ui/line.h"
#include "ui/stood.h"
#include "view/view.h"

struct app;

/* A text that is looked for, and the pane in whose events. */
struct wanted {
    const struct view *in;
    const char *text;
    bool by_moments;            /* only where one ends */
    int by;                     /* 1: onwards, -1: back */
    struct print_of_text print; /* of the text, where the story has it */
    uint8_t
        *places; /* by place, where that says it: 0 is not known, or whether it has the text + 1 */
    uint32_t nplaces;
    size_t places_cap;
};

/* Places of the trace; 0: none. */
struct lines {
    uint32_t ran, next;
};

/* Of the run that is watched, and not to be seen. With another one all of it begins anew. */
struct app_run {
    double owed; /* events (or scene seconds) that playing is behind by */
    uint32_t *marks;
    size_t marks_cap;
    uint32_t *effects; /* the cursors that one came from by going to their causes */
    size_t neffects, effects_cap;
    bool (*asks)(struct app *a); /* NULL: nobody asks who runs next */
    uint32_t *answers;           /* the BEGINs of the turns of which one was asked whose they are */
    size_t nanswers, answers_cap;
    /* A move that goes on while time goes by: begun at `from`, and what is said if it leads nowhere. */
    bool going;
    bool steps; /* what lies between is marked as changed */
    uint32_t from;
    uint32_t seen; /* where the cursor stood when last none went on */
    char why_not[256];
    /* Once it has led somewhere; instead of saying why not. NULL: there is nothing more to do. */
    void (*arrived)(struct app *a);
    unsigned (*nowhere)(struct app *a);
    /* A number that was typed before a key, the key, and how often it is yet to be pressed again. */
    unsigned count;
    int pressed;
    unsigned again;
    bool could; /* the last move led somewhere */
    unsigned (*repeated)(struct app *a);
    struct lines lines; /* when the cursor in the source was moved */
    const char *file;   /* of the line that ran last; NULL: the program's own */
    /* While another one is typed. */
    char filter_before[sizeof((struct run *)0)->filter];
    /* What it looks for. */
    double number;
    struct wanted wanted;
    bool prepared; /* all is known that makes searches fast */
    /* More of the run is being made ahead while time goes by, and what a key does then, or NULL. */
    bool fresh; /* a program that goes on by itself has told more than is shown */
    bool looking;
    uint32_t want; /* so many events; 0: no more */
    bool counting; /* how often the breakpoints in the list stop */
    unsigned (*then)(struct app *a);
    double noticed; /* when a notice of the target was first shown; 0: none is */
};

/* What lies beneath all other modes: what there is to be watched, what is watched, or two that are
 * compared. */
enum floor { FLOOR_GALLERY, FLOOR_WATCH, FLOOR_COMPARE, FLOORS };

/* A search in two runs that goes on. */
struct seeking {
    int by; /* 0: none does */
    bool around;
    uint32_t from[2];
};

struct app {
    struct again again; /* of a program that is started again */
    struct player
        *player; /* NULL: nothing is open, only the gallery is shown, or two are compared */
    struct comparison *comparison; /* NULL: none are */
    struct comparing comparing;
    struct seeking seeking;
    struct app_run run;
    struct ui ui;
    const struct layers *floors[FLOORS];
    struct keymap keymap;   /* ui.keys are its rows */
    struct past past[4];    /* of / : \ > */
    char wanted_scene[128]; /* that was looked for in the gallery; "": none */
    struct screen screen;   /* the latest frame */
    const struct theme *theme;
    bool theme_chosen; /* by a key or by who started it; else the terminal's background chooses */
};

/* Before a step on: is there a question? Then it is put, playing stops, and whoever asks goes no
 * further. */
static inline bool app_asks(struct app *a)
{
    return a->run.asks && a->run.asks(a);
}

enum reaction {
    REACT_REDRAW = 1,
    REACT_QUIT = 2,
    REACT_COMPARE =
        64,         /* with REACT_OPEN: instead of that, what is watched and run.beside beside it */
    REACT_OPEN = 4, /* open what is on line ui.gallery and app_attach it */
    REACT_RESTART = 8,   /* open the same thing again and app_attach it */
    REACT_REPAINT = 16,  /* the terminal may show something else: paint every cell */
    REACT_RECORD = 128,  /* a recording of what is seen begins, or ends */
    REACT_INTERRUPT = 32 /* with REACT_QUIT: as Ctrl-C ends a program */
};
