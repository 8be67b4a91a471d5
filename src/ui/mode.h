/* SPDX-License-Identifier: MIT */
/* Modes: what the screen shows, and what the keys and the mouse mean that do not mean the same
 * everywhere. Each is a file, mode_NAME.c, which ends with its row. */
#pragma once
#include "ui/state.h"

struct mode {
    struct layers layers;                     /* first */
    bool steps_aside;                         /* for a key that needs something that is watched */
    unsigned (*key)(struct app *a, int code); /* all keys are its; NULL: those of the table */
    bool types;                               /* text is typed, and so may be pasted */
    /* Keys that it alone has; false: this is none of them. NULL: it has none. */
    bool (*own)(struct app *a, int code, unsigned *reaction);
    /* All return reaction bits; NULL: nothing happens. */
    unsigned (*up_down)(struct app *a, int by);
    unsigned (*page)(struct app *a, int by); /* PgUp and PgDn; NULL or 0: a tenth of the run */
    unsigned (*enter)(struct app *a), (*esc)(struct app *a);
    unsigned (*click)(struct app *a, int y, int x); /* on column x of line y */
    unsigned (*wheel)(struct app *a, int y, int x, int by);
};

/* One of them is beneath all others: something is watched, nothing is, or two are compared. */
extern const struct mode mode_watch, mode_gallery, mode_compare;
extern const struct mode mode_help, mode_details, mode_handout, mode_prompt, mode_predict,
    mode_breaks;

static inline const struct mode *mode_now(const struct app *a)
{
    return (const struct mode *)a->ui.mode;
}

unsigned mode_enter(struct app *a, const struct mode *m);
/* That is beneath all others from now on, and shown. */
unsigned mode_settle(struct app *a, enum floor floor);
/* To the mode beneath. */
unsigned mode_leave(struct app *a);
/* Leaves it, or enters it. */
unsigned mode_toggle(struct app *a, const struct mode *m);
/* What lies over the panes is scrolled. */
unsigned mode_scroll(struct app *a, int by);
/* … by what it shows at once; 0, and nothing happens: that is all of it. */
unsigned mode_scroll_page(struct app *a, int by);
/* The line of that name becomes the chosen one of the gallery; false: it has none. */
bool mode_choose(struct app *a, const char *name);
/* Lines, as far as there is something to see. */
void mode_scroll_lines(int *scroll, int by, struct range range);

/* For what lies over the panes: a click anywhere closes it, and the wheel scrolls it. */
unsigned mode_leave_by_click(struct app *a, int y, int x);
unsigned mode_scroll_by_wheel(struct app *a, int y, int x, int by);

/* These ask the mode. */
unsigned press_up(struct app *a), press_down(struct app *a);
unsigned press_percent(struct app *a), press_percent_back(struct app *a);
unsigned press_enter(struct app *a), press_esc(struct app *a);
unsigned mode_click(struct app *a, int y, int x);
unsigned mode_wheel(struct app *a, int y, int x, int by);

unsigned press_help(struct app *a);
unsigned press_handout(struct app *a), press_questions(struct app *a);
unsigned press_predict(struct app *a);
unsigned press_search(struct app *a), press_filter(struct app *a), press_command(struct app *a),
    press_type(struct app *a);
