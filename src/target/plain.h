/* SPDX-License-Identifier: MIT */
/* A program of the user's own that nobody watches: its descriptors are ours as they are. */
#pragma once
#include "event.h"
#include "target/wish.h"

/* Who is told what happens in it, and when it has ended. */
struct plain_ear {
    struct observer *to;
    void (*over)(struct observer *to);
};

/* Runs it, and writes its trace if the wish says where. ear: may be NULL. The exit status; where a signal
 * ends the program, it ends this one, too. */
int plain_run(const struct wish *w, const struct plain_ear *ear);
