/* SPDX-License-Identifier: MIT */
/* How the tracer gets into a Python that somebody else starts: as the sitecustomize that it imports at
 * its start, from a private folder that comes first on its path. */
#pragma once
#include "base/source.h"

/* src/adapter/python/sitecustomize.py, which make puts into the program. */
extern const struct source tracer_source;

struct tracer {
    char *folder;       /* NULL: there is none */
    char **environment; /* of a program that shall be traced; ends with a NULL */
};

/* Where the tracer tells, and how: what the variables of its environment say. */
struct tracer_wish {
    int fd;              /* the socket; -1: a file, … */
    const char *file;    /* … this one */
    const char *options; /* words with = between */
};

/* 0, or a negative errno: the folder could not be made. */
int tracer_open(struct tracer *t, const struct tracer_wish *w);
/* The folder goes, if it is there yet: the tracer has been read. */
void tracer_remove_folder(struct tracer *t);
void tracer_close(struct tracer *t);
