/* SPDX-License-Identifier: MIT */
/* What a player has before it: whatever tells events. src/target makes them. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "event.h"

struct handout;
struct remarks;
struct source;

/* In how many orders the threads of a program can read and write what they share, as far as that was
 * found out by running it. */
struct orders {
    uint32_t schedules, losing_schedules; /* that were tried; of them those that lose an update */
    uint32_t orders, losing;              /* the same, but each order once */
    uint32_t reads, writes;               /* of one run */
    uint32_t now;                         /* the order that is watched, from 1; 0: not met yet */
    bool over, too_many; /* there is nothing more to try; it was given up, for there are more */
};
enum order_wish { ORDER_NEXT, ORDER_BEFORE, ORDER_LOSING, ORDER_LOCKED };

/* A program that is run, a file. The player knows no more of it than this. */
struct target {
    const struct target_type *type;
    bool over;                     /* there will be no more events */
    bool live;                     /* it goes by real time, and can make only what is due now */
    bool recorded;                 /* it has happened already, and is only told again */
    bool held;                     /* it goes on by itself, and no further than allow() says */
    bool asks;                     /* it waits for a line of input */
    int readable;                  /* a descriptor that can be read when it has more; 0: none */
    int status;                    /* how it ended: an exit status, once over */
    const char *trouble;           /* why it was over too early; NULL: it was not */
    double told;                   /* of what is recorded, how much was told: from 0 to 1 */
    const char *notice;            /* to be said, and then NULL: what one would not think of it */
    const char *name, *summary;    /* what it is called; the summary may be NULL */
    const char *lesson;            /* what there is to see; may be NULL */
    const struct remarks *remarks; /* what the lesson adds to the story; may be NULL */
    const struct handout *handout; /* may be NULL */
    const char *beside;            /* what it is worth comparing with; may be NULL */
    const struct source *sources;  /* of its program, once started; its own file is among them */
    size_t nsources;
    const struct orders *orders; /* of a program of threads, else NULL */
};

struct target_type {
    /* From here on it tells `to` what happens. 0, or an exit status after a sentence on stderr; it
     * may be over at once. */
    int (*start)(struct target *t, struct observer *to);
    /* Makes some events: those of one turn of a loop. false: it has none now. Not to be called once
     * it is over. */
    bool (*more)(struct target *t);
    /* All events there will be, however long that takes. */
    void (*finish)(struct target *t);
    /* Seconds until it has more by itself; 0 or less: it has. */
    double (*patience)(struct target *t);
    /* Its clock stands still, or goes on. NULL: it has none. */
    void (*hold)(struct target *t, bool still);
    /* Gives back what start() took. What is not recorded can be started again. */
    void (*stop)(struct target *t);
    void (*free)(struct target *t);
    /* Where it has orders: finds out some more, for some milliseconds. true: there is nothing more. */
    bool (*try_orders)(struct target *t);
    /* From its next start on it goes by another order, or with a lock and without in turn. false:
     * it cannot. */
    bool (*take_order)(struct target *t, enum order_wish wish);
    /* Of one that is held: so many events more it may tell, at most. */
    void (*allow)(struct target *t, uint32_t events);
    /* … and before these lines, and no others, it stops by itself: "FILE:LINE\n" of each. Told when they
     * have changed. */
    void (*stop_at)(struct target *t, const char *lines);
    /* What the keyboard does to it: Ctrl-C, and a line that is typed. */
    void (*interrupt)(struct target *t);
    void (*type)(struct target *t, const char *line);
    /* Of one whose sources are watched, NULL of others: has one been saved? Then it is another program that
     * start() would start. */
    bool (*changed)(struct target *t);
};
