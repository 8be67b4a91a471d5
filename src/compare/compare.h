/* SPDX-License-Identifier: MIT */
/* Two runs, compared: each has a player, and both stand at the same place of one order, that of
 * time. A program runs to its end before the other begins, for both may use what a process has only
 * once. */
#pragma once
#include "compare/printed.h"
#include "compare/same_lines.h"
#include "compare/when.h"

/* All but the last two is done a slice at a time. */
enum compare_phase { COMPARE_RUN, COMPARE_TIMES, COMPARE_LINES, COMPARE_TURNS, COMPARE_DONE };

struct compared {
    struct player player;
    struct target *target; /* the caller's, and to outlive the comparison */
    const char *name;      /* the caller's too */
    bool opened;
    bool cut; /* it would go on, but so much of it is enough */
    struct line_marks lines;
};

struct comparison {
    struct compared run[2];
    enum compare_phase phase;
    int running; /* COMPARE_RUN: which of them */
    int status;  /* an exit status: the second could not be started; else 0 */
    struct groups groups;
    struct differences differences;
    size_t at;         /* the difference that was gone to last, from 1; 0: none was … */
    uint32_t there[2]; /* … and where the cursors stood then */
};

/* Starts the first. Close it in any case. 0, or an exit status after a sentence on stderr. */
int compare_open(struct comparison *c, struct target *const targets[2], const char *const names[2]);
void compare_close(struct comparison *c);

/* Some milliseconds of finding out what there is to compare. true: all is known, both stand at the
 * first moment. */
bool compare_go_on(struct comparison *c);
static inline bool compare_known(const struct comparison *c)
{
    return c->phase == COMPARE_DONE;
}
/* Seconds until there is something to do for compare_go_on; 0 or less: now. */
double compare_patience(const struct comparison *c);

/* All of these are for one that is known, and return false if nothing has moved. */
/* To the next moment in the order of time, or back; both runs move if theirs are at the same time. */
bool compare_step(struct comparison *c, int by);
/* The same by single events. */
bool compare_event(struct comparison *c, int by);
/* When the moment is that an event of that run is in. */
struct when compare_when(const struct comparison *c, int run, uint32_t event);
/* Both to the moment of an event of that run. */
bool compare_go(struct comparison *c, int run, uint32_t event);
bool compare_start(struct comparison *c);
bool compare_end(struct comparison *c);
/* To where both runs have come to the next difference, or back to the one before. */
bool compare_difference(struct comparison *c, int by);
/* The same to difference n, from 1. */
bool compare_go_to_difference(struct comparison *c, size_t n);

bool compare_ended(const struct comparison *c);
/* The difference at which both stand since they went there, from 1; 0: at none. */
size_t compare_stands_at(const struct comparison *c);
/* When the last moment was that either has come to, in seconds. */
double compare_time(const struct comparison *c);
