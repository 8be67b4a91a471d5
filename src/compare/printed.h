/* SPDX-License-Identifier: MIT */
/* Where two runs differ in what they print: line by line, by text and time. Who ran is compared in the
 * same way, turn by turn, for runs that print the same. */
#pragma once
#include "base/buf.h"
#include "compare/groups.h"
#include "player/player.h"

/* How many lines one run has printed more often than the other, by their texts. */
struct tallies {
    struct tally_of_text *at;
    size_t mask;
};

struct differences {
    uint32_t *at; /* places of lines, or of turns, from 0, in order */
    size_t n, cap;
    bool turns;        /* they are of turns: nothing that is printed differs */
    uint32_t seen;     /* places that were looked at */
    uint32_t alike;    /* lines that both print, wherever they stand */
    uint32_t in_place; /* … at the same place; … */
    uint32_t in_time;  /* … and at the same time */
    struct tallies tallies;
};

void differences_init(struct differences *d, const struct player *const runs[2]);
void differences_close(struct differences *d);
/* Compare `most` more. true: that was all. */
bool differences_of_lines(struct differences *d, const struct player *const runs[2], uint32_t most);
bool differences_of_turns(struct differences *d, const struct player *const runs[2],
                          const struct groups *g, uint32_t most);
/* The event of a difference in a run; TRACE_NONE: that run has nothing at this place. */
uint32_t differences_event(const struct differences *d, const struct player *p,
                           const struct groups *g, int run, size_t i);

/* What was printed, without its newline. */
struct printed_text {
    const char *s;
    size_t n;
};
struct printed_text printed_line(const struct trace *t, uint32_t event);
/* Who has a turn: Task-2, a callback, the program. */
void printed_turn(struct buf *out, const struct trace *t, uint32_t event);
