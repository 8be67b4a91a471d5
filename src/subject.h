/* SPDX-License-Identifier: MIT */
/* What is watched: a scene with the user's parameters, or a trace read from a file; and its sources. */
#pragma once
#include "options.h"
#include "player.h"
#include "trace/load.h"
#include "trace/save.h"

struct subject {
    struct player player;
    const struct scene *scene; /* NULL: a trace from a file */
    struct program program;    /* the scene's, with parameters set */
    struct param params[PARAMS_MOST + 1];
    struct load load;
    const char *name, *summary, *lesson;
    struct trace_source sources[2]; /* Python, C; a NULL text: there is none */
    bool loaded;
};

/* Finds o->what and opens a player on it. 0, or the exit status after a sentence on stderr. */
int subject_open(struct subject *s, const struct options *o);
/* The scene's program with the parameters, without running it: for `run`. */
int subject_prepare(struct subject *s, const struct options *o, bool *is_trace);
void subject_close(struct subject *s);
