/* SPDX-License-Identifier: MIT */
/* Programs as data: a JSON scenario (docs/scenarios.md), understood wherever a scene's name is.
 * Reading it checks everything, so that running it cannot fail; a listing, as the Python it amounts
 * to, is its source. */
#pragma once
#include <stdio.h>

#include "base/arena.h"
#include "loop/coro.h"
#include "asyncio/runner.h"
#include "python/value.h"

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

/* ---- what is read, for scenario.c and scenario_run.c ---- */

enum op_kind {
    OP_SAY,
    OP_SLEEP,
    OP_SPAWN,
    OP_JOIN,
    OP_CANCEL,
    OP_GATHER,
    OP_LOCK,
    OP_SEM,
    OP_SET,
    OP_CLEAR,
    OP_WAIT,
    OP_PUT,
    OP_GET,
    OP_WAIT_FOR,
    OP_TIMEOUT,
    OP_SHIELD,
    OP_GROUP,
    OP_TRY,
    OP_FINALLY,
    OP_SOON,
    OP_LATER,
    OP_RAISE,
    OP_RETURN,
};

struct op {
    enum op_kind kind;
    unsigned line, line2; /* in the listing; of the handler */
    int64_t slot, index;  /* a slot; a def, lock, semaphore, event, queue */
    double seconds;       /* NO_TIMEOUT: null */
    const char *text;
    struct value value;
    const int64_t *defs;
    size_t ndefs;
    bool collect; /* gather: return_exceptions */
    struct op_list {
        const struct op *at;
        size_t n;
    } body, handler;
};

struct world_plan {
    size_t nlocks, nsems, nevents, nqueues, ndefs;
    int64_t *sems, *queues;
    struct def_plan {
        struct op_list ops;
        unsigned line;
        char name[24];
    } * defs, main;
    int64_t slots; /* the largest slot number + 1 */
};

const struct async *scenario_module(void);
