/* SPDX-License-Identifier: MIT */
/* One line of cells, filled from left to right as the events of its task, thread or generator come. Those who
 * know what an event makes of a state are lane_task.c, lane_process.c, lane_thread.c, lane_worker.c and
 * lane_generator.c. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "view/axis.h"

enum {
    UNKNOWN = TASK_STATES, /* its history could not be read */
    BLOCKED,               /* it stopped everything */
    SENT,                  /* while it waits, its request went out */
    RECEIVED               /* … its answer came, or will never come */
};

enum { MOST_STEPS = 4096 }; /* events looked at: a frame must not take longer than the eye */

struct lane {
    uint8_t cells[SCREEN_MAX]; /* enum task_state, UNKNOWN or BLOCKED; TASK_NONE is blank */
    uint8_t state;
    int col;      /* the last one that is filled */
    bool woken;   /* scheduled again while it ran */
    bool blocked; /* it stands still until its next event */
    int sharers;  /* it computes, and so many share what it takes … */
    int cores;    /* … of which there are so many, … */
    int rank;     /* … and it is this one of them */
};

/* Empty, and in this state at its left end. */
void lane_begin(struct lane *l, uint8_t state);
/* The same with the events up to `end`, as many as are looked at; returns the first of them. What comes before
 * those is unknown. */
uint32_t lane_begin_near(struct lane *l, const struct trace *t, uint32_t end);
/* The state goes on up to and with column `to`. An end is shown once, behind what it ended. */
void lane_carry_on(struct lane *l, int to);
/* Event i puts it into a state; blocks: it stands still until its next event. */
void lane_add(struct lane *l, const struct axis *a, uint32_t i, uint8_t state, bool blocks);
/* From event i on `all` compute, each a bit, and it is `mine`, on so many cores. */
void lane_share(struct lane *l, const struct axis *a, uint32_t i, uint64_t mine, uint64_t all,
                int cores);
/* Has it a core by turns only? */
bool lane_takes_turns(const struct lane *l);
/* Into line y of w, up to the cursor. */
void lane_close(struct win w, int y, struct lane *l, const struct axis *a);
/* Over it: where there is a warning about its task or process. */
void lane_draw_warnings(struct win w, int y, const struct axis *a, const struct player *p,
                        uint32_t task);
/* The lane of a process. */
void lane_draw_process(struct win w, int y, const struct axis *a, const struct player *p,
                       uint32_t process, int steps);
