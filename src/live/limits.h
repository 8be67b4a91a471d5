/* SPDX-License-Identifier: MIT */
/* What cannot be seen of a program, or is otherwise than one would think: a sentence each, once, as soon as it
 * matters. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "event.h"

enum limit { LIMIT_UNSEEN, LIMIT_ORDER, LIMIT_PROCESSES, LIMIT_THREADS, LIMITS };

/* Why it is not. */
#define UNSEEN                                                                                   \
    "Python was started without its site, as with -I, -S or -E, is older than 3.8, or it is no " \
    "Python"

struct limits {
    bool met[LIMITS], said[LIMITS];
    uint32_t beside;              /* threads that run something */
    char thread[64];              /* the name of the last one that was started */
    char text[192], threads[128]; /* sentences */
};

/* What it tells. python: its version, once it is known; else "". */
void limits_see(struct limits *l, const struct event *e, const struct note *n);
void limits_know(struct limits *l, const char *python);
/* The next sentence, good until the one behind it; NULL: there is none. */
const char *limits_say(struct limits *l);
/* The program has ended, and its threads with it: what was said of them is empty now. */
void limits_end(struct limits *l);
