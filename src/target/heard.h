/* SPDX-License-Identifier: MIT */
/* What a program tells that nobody holds: it is heard while it runs, and none of it is kept but in the
 * file that one asked for. */
#pragma once
#include <sys/types.h>

#include "event.h"
#include "live/keep.h"
#include "live/link.h"

struct heard {
    struct link link;
    struct keep keep;    /* of which only the trace is written */
    struct observer *to; /* is told all events but the program's end */
};

/* The other end of its link: to be closed when the program has it. A negative errno: there is none. */
int heard_open(struct heard *h);
void heard_close(struct heard *h);
/* Until the program, this child of ours, has ended. Its status, as waitpid says. */
int heard_all(struct heard *h, pid_t child);
