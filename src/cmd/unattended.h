/* SPDX-License-Identifier: MIT */
/* The app played without a terminal, by a script of keys. Time is what the script says it is, so two
 * runs give the same bytes. */
#pragma once
#include "cmd/key_script.h"
#include "cmd/stage.h"
#include "record/film.h"
#include "script/performer.h"

struct unattended {
    struct stage stage;
    struct key_script keys;
    struct performer performer;
    const struct options *options;
    bool filmed; /* by … */
    struct film film;
    double now;                             /* seconds since the beginning */
    double told;                            /* up to which the app knows of time, … */
    bool telling;                           /* … while it wants to */
    bool ended;                             /* it was quit, or a signal came */
    bool hidden;                            /* how it stands before anybody films it, … */
    char caption[256];                      /* … and the caption then */
    uint32_t moment;                        /* the cursor behind the moment that was told last */
    void (*progress)(struct unattended *u); /* is told of each frame; or NULL */
    int status;                             /* not 0: it cannot go on; said on stderr */
};

/* Opens a stage, and reads --keys or --script, whose first words say how things stand; to be closed in
 * any case. 0, or an exit status after a sentence on stderr. */
int unattended_open(struct unattended *u, const struct options *o);
void unattended_close(struct unattended *u);
/* Draws the frame. */
void unattended_show(struct unattended *u);
/* Plays the script, a pause before each key. 0, or an exit status. */
int unattended_play(struct unattended *u, double pause);
/* Lets time go by as the app asks for it, at most `seconds`, or until it does not ask any more. */
void unattended_wait(struct unattended *u, double seconds);
/* The app is told of it, and what that asks for is done. Reaction bits. */
unsigned unattended_tell(struct unattended *u, const struct message *m);
