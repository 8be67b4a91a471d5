/* SPDX-License-Identifier: MIT */
/* What is watched: a scene with the user's parameters, a scenario or a trace read from a file; and
 * its sources. */
#pragma once
#include "options.h"
#include "player.h"
#include "scenario/scenario.h"
#include "trace/load.h"
#include "trace/save.h"

struct subject {
    struct player player;
    struct program program; /* to be run; no module: a trace, loaded already */
    struct param params[PARAMS_MOST + 1];
    struct scenario scenario;
    struct load load;
    const char *name, *summary, *lesson;
    struct source sources[2];
    size_t nsources;
    bool loaded;
};

/* Finds o->what and opens a player on it. 0, or the exit status after a sentence on stderr. */
int subject_open(struct subject *s, const struct options *o);
/* Only finds it, and runs nothing: for `run`. */
int subject_prepare(struct subject *s, const struct options *o);
/* Its program from the start again, without reading its file again: that may have been a pipe. */
int subject_restart(struct subject *s, const struct options *o);
void subject_close(struct subject *s);

static inline bool subject_is_trace(const struct subject *s)
{
    return !s->program.module;
}
