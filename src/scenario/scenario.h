/* SPDX-License-Identifier: MIT */
/* Programs as data: a JSON scenario (docs/scenarios.md), understood wherever a scene's name is.
 * Reading it checks everything, so that running it cannot fail; a listing, as the Python it amounts
 * to, is its source. */
#pragma once
#include <stdio.h>

#include "asyncio/runner.h"
#include "base/arena.h"
#include "base/buf.h"

struct scenario {
    struct program program; /* to be run */
    struct arena arena;     /* all of the below lives there */
    char *file;             /* its name, without folders: the program's and the listing's */
    struct world_plan *plan;
    struct buf listing;
    char error[1280]; /* deep places have long names */
};

/* Reads it from f. `path` names it in errors. 0, or -1 with "line N: sentence" in s->error. */
int scenario_read(struct scenario *s, FILE *f, const char *path);
void scenario_close(struct scenario *s);
