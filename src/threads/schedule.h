/* SPDX-License-Identifier: MIT */
/* A schedule: which thread goes on wherever more than one could. It is a list of draws, each of one
 * of n threads, from a random generator or as given; what was drawn is kept, and so is how many
 * there were to choose from. So one run's draws say what all others are. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "python/random.h"

enum { SCHEDULE_MOST = 1 << 16 }; /* threads that a draw may choose from, and draws in a list */

struct draw {
    uint32_t n, of; /* n < of */
};

struct schedule {
    struct random random; /* unless it is listed: random.Random(seed).randrange(of) */
    bool listed;
    size_t nlist; /* what is given is draws[0 … nlist - 1].n at first; 0 when that is spent */
    struct draw *draws; /* the first n are made */
    size_t n, cap;
};

/* Drawn from a generator, a copy of which it keeps. */
void schedule_draw_from(struct schedule *s, const struct random *r);
/* "0,1,2": a given one. 0, or -1 if it is no list of small numbers. */
int schedule_take(struct schedule *s, const char *list);
/* What comes behind what was drawn: the last draw that has a next one takes it, those behind it are
 * dropped. From the empty list on this meets each schedule once. false: there is none. */
bool schedule_next(struct schedule *s);
/* What a given one was given, as a given one. */
void schedule_copy(struct schedule *to, const struct schedule *from);
/* `to` becomes what `from` is, which is nothing then. */
void schedule_move(struct schedule *to, struct schedule *from);
void schedule_close(struct schedule *s);

/* One of `of` > 1. */
uint32_t schedule_choose(struct schedule *s, uint32_t of);
/* "1/2 0/3": what was drawn, and of how many. */
void schedule_put(struct buf *b, const struct schedule *s);
