/* SPDX-License-Identifier: MIT */
/* What a program tells, and how much it may: it has credit for so many events, is held when that is used up,
 * and is believed within bounds. */
#pragma once
#include "live/limits.h"
#include "live/link.h"
#include "live/terminal.h"
#include "live/voice.h"
#include "trace/load.h"

struct hearing {
    struct observer seen; /* first: what comes up the link goes through here */
    struct link link;
    struct load load;
    struct voice *voice;
    struct terminal *terminal;
    struct limits limits;
    struct buf line; /* that is read, to be kept */
    uint32_t credit; /* events it may tell yet, as far as is known */
    uint32_t excess; /* … that it told without */
    bool free;       /* it may tell what it likes */
    bool exact;      /* credit is what it has: when that is 0, it is held */
    bool told_gone;  /* that it tells no more has been said */
    bool there;      /* the tracer is in it, though it may have told nothing yet */
    double begun;    /* when it was started */
    double ended;    /* when the link was closed from its side */
};

/* Both are the caller's. */
void hearing_begin(struct hearing *h, struct voice *v, struct terminal *t);
void hearing_close(struct hearing *h);
/* Takes in what has come. true: it has told something. */
bool hearing_take(struct hearing *h);
/* So many events more it may tell, at most. */
void hearing_allow(struct hearing *h, uint32_t events);
/* None from here on; or whatever it likes. */
void hearing_hold(struct hearing *h);
void hearing_let_go(struct hearing *h);
/* It tells nothing any more, and has not ended: that is said, when it is certain. */
void hearing_miss(struct hearing *h);
/* It has ended. */
void hearing_end(struct hearing *h);
/* Seconds until there is something to be said of that; INFINITY: there is nothing. */
double hearing_patience(const struct hearing *h);
