/* SPDX-License-Identifier: MIT */
/* A view draws one pane from what it is given and changes nothing: the player's model and trace,
 * and the ui. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "draw/screen.h"
#include "player.h"

enum pane {
    PANE_SOURCE,
    PANE_LOOP,
    PANE_TASKS,
    PANE_TIMELINE,
    PANE_SYNC,
    PANE_OUTPUT,
    PANE_STORY,
    PANES
};

enum mode { MODE_WATCH, MODE_HELP, MODE_GALLERY, MODE_PROMPT, MODE_DETAILS };

/* What the footer and the help say of a key. */
struct hint {
    const char *label;   /* "→", "PgUp", "s"; NULL behind the last key */
    const char *help;    /* NULL: that of the key before covers it too */
    const char *footer;  /* a word for the last line of the screen, or NULL */
    const char *playing; /* the word while it plays, where that is another; or NULL */
    bool always;         /* stands in the footer however narrow the screen is */
};

/* What the keys have made of it: everything on the screen that is not in the trace. */
struct ui {
    const char *name, *summary; /* of the scene or trace file */
    const char *lesson;         /* what there is to see; may be NULL */
    const char *py_name,
        *py;                /* the Python source: its file's name and text; NULL if there is none */
    const char *c_name, *c; /* the C source likewise */
    enum mode mode;
    enum pane focus;     /* whose keys ↑↓ are */
    uint32_t task;       /* selected T number; 0: follow whoever runs */
    int scroll[PANES];   /* lines a pane is scrolled away from where it would be by itself */
    bool playing, ended; /* ended: played to the last event */
    bool clock_pace;     /* one scene second takes one second at ×1 */
    int speed;           /* a power of two: -2 (×¼) to 6 (×64) */
    int zoom;            /* of the timeline: each step doubles a column */
    bool c_source;       /* show the C file instead of the Python file */
    bool objects;        /* the trace knows a lock, a queue …: they have a pane */
    bool closing;        /* show what asyncio.run() does at its end */
    uint32_t before; /* the cursor before the last move: what lies between is marked as changed */
    const uint32_t *marks; /* cursors marked with m */
    uint32_t nmarks;
    char prompt;                   /* '/' search, '\\' filter, ':' command */
    char input[128];               /* being typed */
    char search[128], filter[128]; /* in force; "" for none */
    char message[256];  /* one line for the user, instead of the keys, until the next key */
    int gallery;        /* the line it stands on */
    uint32_t known;     /* events known: trace.end, once the program is over; else 0 */
    bool colors_differ; /* the terminal shows colours */
    struct hint (*hint)(size_t i); /* of key i, from 0 on */
};

/* The one shape of all views. */
struct view {
    const char *name; /* "tasks" */
    void (*draw)(struct win w, const struct player *p, const struct ui *ui);
};

extern const struct view view_source, view_loop, view_tasks, view_timeline, view_sync, view_output,
    view_story;
/* Not panes: the first and last lines of the screen, and what covers it. */
extern const struct view view_header, view_footer, view_help, view_gallery, view_details;

/* Draws the frame of a pane with its title and a dim note at the right end of the top border (NULL:
 * none), brighter if it has the focus; returns the inside. A window less than three lines high gets
 * no frame, only the inside. */
struct win view_frame(struct win w, const char *title, const char *note, bool focused);

/* Is the task in the list, as far as the filter and the folding of asyncio.run()'s own tasks go? */
bool view_tasks_lists(const struct player *p, const struct ui *ui, uint32_t task);
/* The task on line y of the pane (its frame included), 0 for none. */
uint32_t view_tasks_at(struct win w, const struct player *p, const struct ui *ui, int y);

/* How a state looks: always glyph, word and colour. */
uint32_t state_glyph(enum task_state s);
enum role state_role(enum task_state s);

/* Where the panes are on a screen of this size; one that did not fit has h = 0. */
struct layout {
    struct win header, footer, panes[PANES];
};
void layout_make(struct layout *l, struct screen *s, const struct ui *ui);

/* The smallest screen that shows anything but the wish for a larger one. */
enum { LEAST_W = 40, LEAST_H = 12 };

/* Draws the whole screen. */
void frame_draw(struct screen *s, const struct player *p, const struct ui *ui);

/* The task that is marked in the tasks pane and that o, O and Enter mean: the selected one, else
 * the one that runs, else the one that ran last; 0: there is none yet. */
uint32_t view_task(const struct model *m, const struct ui *ui);

/* Made by asyncio.run() itself, for its end. */
bool view_is_closing_task(const struct trace *t, uint32_t task);
/* Where a task stood when it stopped last, and for what: "main → say_hello → sleep(1)"; nothing
 * before its first. */
void view_awaits(struct buf *out, const struct model *m, uint32_t task);
/* Who made a task, and when: "by Task-1 in tick 1", "by the program"; nothing if that is no longer
 * in the trace. */
void view_created(struct buf *out, const struct trace *t, uint32_t task);
/* A frame's "name=repr" lines on one line; NULL for none. */
void view_locals(struct buf *out, const char *locals);
/* The handle that a BEGIN runs, as it stood in the queue. */
struct entry view_entry(const struct trace *t, uint32_t begin);
/* What a task waits for, what that waits for, and so on down to timers and locks, as a tree with
 * the task at its root; one that is already above itself is marked ↺. Returns the rows it takes,
 * also if w has fewer; 0: it waits for nothing. */
int view_await_tree(struct win w, const struct model *m, uint32_t task);
/* The latest SYNC event of object `number`, from 1, at the cursor; TRACE_NONE if it is not kept. */
uint32_t view_object(const struct model *m, uint32_t number);
/* The task that a SYNC event's note says holds the object; 0: none, or that is not known. */
uint32_t view_holder(const struct model *m, const struct note *n);
/* Everything about a task, a label and its text on each row. Returns how many rows that takes, also
 * if w has fewer. */
int view_sheet(struct win w, const struct model *m, uint32_t task);

/* Which of n lines is the first to show in h, so that line `at` is in view with some context; all
 * from 0. It moves by half a window at a time, and depends on nothing but its arguments: stepping
 * to and fro does not shake it. */
int view_top(int at, int n, int h, int scroll);

/* Columns that a text takes on w's screen. */
int view_width(struct win w, const char *s);
/* win_puts, but nothing is drawn from column `right` on; a text that would, ends in …. */
int view_puts(struct win w, int y, int x, int right, struct style st, const char *s);
/* Draws a text wrapped at its blanks from row y on, which may be above the window. Returns the row
 * behind the last. */
int view_wrap(struct win w, int y, struct style st, const char *s);

#define STYLE(r) ((struct style){.role = (r)})
#define BOLD(r)  ((struct style){.role = (r), .attr = ATTR_BOLD})
