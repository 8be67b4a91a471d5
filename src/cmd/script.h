/* SPDX-License-Identifier: MIT */
/* The app played by a script of keys, without a terminal. Time is what the script says it is, so two
 * runs give the same bytes. */
#pragma once
#include "cmd/stage.h"
#include "record/format.h"
#include "ui/presses.h"

/* Where the frames go. */
struct animation {
    double now;                  /* seconds into the recording */
    const struct format *format; /* NULL: nowhere */
    void *recording;             /* of the format */
};

/* How the options want it to look. */
struct look script_look(const struct stage *s, const struct options *o);
/* Opens a stage, and reads --keys; close and presses_free both in any case. 0, or an exit status. */
int script_open(struct stage *s, struct presses *script, const struct options *o);
/* Draws the frame. */
void script_show(struct animation *f, struct stage *s);
/* Lets time go by as the app asks for it, at most `seconds`, or until it does not ask any more. */
void script_wait(struct animation *f, struct stage *s, double seconds);
/* Presses the keys, each after a pause. 0, or an exit status. */
int script_play(struct animation *f, struct stage *s, const struct presses *script, double pause);
