/* SPDX-License-Identifier: MIT */
/* All the ways in which a program of threads can go: it is run by one schedule after the other, and
 * nobody watches but who counts. An order is the sequence of the reads and writes that the threads
 * it starts do; schedules with the same one count once. */
#pragma once
#include "asyncio/runner.h"
#include "player/target.h"
#include "story/updates.h"

struct found_order {
    struct buf key;
    struct schedule by; /* the first schedule with it; its draws are the list */
    bool loses;
};

struct orders_target {
    struct orders told;
    const struct program *program;
    struct schedule next; /* to be tried */
    struct buf now;       /* the order of the run that is watched */
    struct found_order *found;
    size_t cap;
};

/* The program stays the caller's. Begins anew. */
void orders_begin(struct orders_target *o, const struct program *program);
void orders_close(struct orders_target *o);
/* Runs the program by some more schedules, for some milliseconds. true: there is nothing more to try. */
bool orders_try(struct orders_target *o);
/* Of the orders known the one that comes by that from the one that is watched, or the next one that
 * loses an update: that one is watched then. NULL: there is none. */
const struct schedule *orders_beside(struct orders_target *o, enum order_wish wish);
