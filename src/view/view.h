/* SPDX-License-Identifier: MIT */
/* A view draws one pane from what it is given and changes nothing: the player's model and trace,
 * and the ui. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "player/player.h"
#include "story/guess.h"
#include "view/pen.h"

struct comparison;
struct key;

enum pane {
    PANE_SOURCE,
    PANE_LOOP,
    PANE_TASKS,
    PANE_DETAILS,
    PANE_SYNC,
    PANE_OUTPUT,
    PANE_STORY,
    PANES
};

/* In which order tasks are listed: by who created whom, or by their number, name, state, how often they
 * ran, how long they ran, were ready and slept, or have waited for what they await now. */
enum sort {
    SORT_ID,
    SORT_NAME,
    SORT_STATE,
    SORT_TURNS,
    SORT_RAN,
    SORT_READY,
    SORT_SLEPT,
    SORT_WAIT,
    SORT_TREE,
    SORTS
};

/* What the footer and the help say of a key, and the help of a command. */
struct hint {
    int code;
    const char *label;       /* "→", "PgUp", "s"; of a command "tick"; NULL behind the last */
    const char *argument;    /* of a command; "" for none */
    const char *help;        /* NULL: that of the key before covers it too */
    const char *footer;      /* a word for the last line of the screen, or NULL */
    const char *playing;     /* the word while it plays, where that is another; or NULL */
    const char *asking;      /* the word while one is asked who runs next, or NULL; … */
    const char *told;        /* … when the answer is told, where that is another; or NULL */
    const char *orders;      /* the word where threads can go in several orders, or NULL */
    const char *threads;     /* the word where threads take turns, and no ticks, or NULL */
    bool only_one, only_two; /* where one run is watched, two are compared */
    bool always;             /* stands in the footer however narrow the screen is */
};

/* One is asked whose turn is next. */
struct predict {
    bool on; /* then nothing on the screen says in which order those who are ready stand */
    uint32_t asked, right; /* so many answers, so many of them right */
    struct guess guess;    /* the question that is put … */
    uint32_t chosen;       /* … the candidate of it that is marked, from 0 … */
    uint32_t said;         /* … and the task that was the answer; 0: none yet */
};

/* What differs of a run from another one that it is compared with. */
struct differs {
    const bool *lines; /* of its program's own source, by number from 1; NULL: none */
    uint32_t nlines;
    const uint32_t
        *outs; /* lines that it and the other print, by their places from 0, in order … */
    size_t nouts;
    uint32_t now; /* … and the one that is spoken of; TRACE_NONE: none is */
};

/* What the keys have made of the run that is watched, and what is known of it. With another
 * one all of it begins anew. */
struct run {
    const char *name, *summary;    /* of the scene or trace file */
    const char *lesson;            /* what there is to see; may be NULL */
    const struct handout *handout; /* of the lesson; may be NULL */
    const char *beside;            /* the scene that it is worth comparing with; may be NULL */
    bool unasked;                  /* its questions are not wanted */

    enum pane focus;     /* whose keys ↑↓ are */
    uint32_t task;       /* selected T number; 0: follow whoever runs */
    int scroll[PANES];   /* lines a pane is scrolled away from where it would be by itself */
    bool by_events;      /* the last step was one event, not a moment */
    bool playing, ended; /* ended: played to the last event */
    enum sort sort;      /* of the tasks */
    int zoom;            /* of the lanes: each step doubles a column */
    int line;            /* of the source, that the cursor in it is on, from 1; 0: none */
    size_t breakpoint;   /* that is chosen in the list of them, from 0 */
    size_t source;       /* show the source so many behind that of the program's own file */
    bool details;        /* of the marked task have a pane, where the screen is wide enough */
    bool large;          /* the pane with the focus is all there is below the story */
    uint32_t lanes;      /* that there will be, asyncio.run()'s own too; 0: that is not known */
    bool tasks;          /* there will be any: on a large screen their details have a place */
    uint32_t objects;    /* locks, queues … that the trace knows: they have a pane */
    struct predict predict;
    bool closing;    /* show what asyncio.run() does at its end */
    bool libraries;  /* show the tasks of libraries */
    uint32_t before; /* the cursor before the last move: what lies between is marked as changed */
    const uint32_t *marks; /* cursors marked with m */
    uint32_t nmarks;
    char search[128], filter[128]; /* in force; "" for none */
    const struct differs *differs; /* NULL: it is not compared with another */
    uint32_t known;                /* events known: trace.end, once the program is over; else 0 */
    /* The screen counts on no more than the first so many events, while more are being made; 0: on all. */
    uint32_t horizon;
    unsigned read; /* of a file that is being read, how many per cent; 0: none is */
};

/* A key that means something of its own in a mode, as the last line tells it. */
struct doing {
    int code;               /* that a click on it presses; 0: none */
    const char *key, *does; /* "Enter", "opens"; NULL behind the last */
    bool may_go;            /* where there is little room, the last of these first */
    bool watching;          /* only where something is watched */
};

/* Of what the screen is made in a mode. What it has not is that of the mode beneath. */
struct layers {
    const char *name;         /* "help" */
    const struct view *under; /* of the whole screen but its last line */
    const struct view *over;  /* lies over that; NULL: nothing does */
    const struct view *footer;
    const struct doing *doings; /* where that is view_doings */
};

/* Two runs are compared. */
struct comparing {
    const struct comparison *comparison;
    struct run runs[2];
    struct differs differs[2];
    int side;       /* the run that keys for one of them mean */
    enum pane pane; /* of it, that has the focus: the source, the tasks or the output */
    int zoom;
    bool playing;
};

/* What they have made of the screen, whatever is watched on it. */
struct ui {
    struct run run;
    const struct comparing *comparing; /* NULL: one run is watched, or none */
    const struct layers *mode, *beneath;
    int scroll;         /* lines that what lies over the panes is scrolled */
    bool clock_pace;    /* one scene second takes one second at ×1 */
    int speed;          /* a power of two: -2 (×¼) to 6 (×64) */
    char prompt;        /* '/' search, '\\' filter, ':' command */
    char input[128];    /* being typed */
    size_t caret;       /* before byte n of it */
    char message[256];  /* one line for the user, instead of the keys, until the next key */
    char aside[256];    /* the same, but in no recording */
    bool recording;     /* there is one */
    char caption[256];  /* what a script says, instead of the keys; "" for nothing */
    char pressed[64];   /* the key that was pressed last, at the right of the last line; "": none */
    int gallery;        /* the line it stands on */
    bool colors_differ; /* the terminal shows colours */
    const struct key *keys;                                /* as they are bound */
    struct hint (*hint)(const struct key *keys, size_t i); /* of key i, from 0 on */
    struct hint (*command)(size_t i);                      /* of command i */
    const struct catalogue *catalogue;                     /* to choose from in the gallery */
    bool *seen; /* of it, to the end; NULL: nobody keeps that */
};

static inline struct hint view_hint(const struct ui *ui, size_t i)
{
    return ui->hint(ui->keys, i);
}

/* What there is at a place of the screen, for a click. */
struct hit {
    enum {
        HIT_NOTHING,
        HIT_TASK,
        HIT_EVENT,
        HIT_LINE,
        HIT_KEY,
        HIT_OFFER,
        HIT_ANSWER,
        HIT_BREAK
    } kind;
    uint32_t n;       /* a task; a cursor; a line of the source; the code of a key;
                         an offer of the catalogue; a candidate of the question; a breakpoint of the list */
    const char *file; /* HIT_LINE: as a breakpoint has it; NULL: the program's own */
};

/* The one shape of all views. */
struct view {
    const char *name; /* "tasks" */
    void (*draw)(struct win w, const struct player *p, const struct ui *ui);
    /* What is at line y and column x of its window, the frame included, as it was drawn; NULL:
     * nothing ever is. */
    struct hit (*hit)(struct win w, const struct player *p, const struct ui *ui, int y, int x);
    /* Where its rows are tasks, which ↑ and ↓ select: the one so many rows below another, or above it, as
     * far as there are any; 0: none is. NULL: they scroll. */
    uint32_t (*beside)(const struct player *p, const struct ui *ui, uint32_t task, int by);
    /* How far it can be scrolled in its window, as it is drawn; NULL: it never is. */
    struct range (*range)(struct win w, const struct player *p, const struct ui *ui);
    /* What / looks for while the pane has the focus: is the text in what event i, behind which the
     * cursor stands, has to do with it? NULL: it looks for what the story has. */
    bool (*has)(const struct player *p, uint32_t i, const char *text);
    /* … of events of these kinds only, a bit each, and wherever the cursor stands; 0: of all, and it must
     * stand behind the event. */
    uint64_t has_kinds;
    bool has_places; /* … and the same of all events at one place */
};
