/* SPDX-License-Identifier: MIT */
/* What a scenario says: its coroutines as lists of operations. Read and checked by scenario.c, or
 * made by quiz.c; run by run.c. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "python/value.h"

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
    OP_CALL, /* a def is awaited without a task; only of plain programs */
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
    bool plain; /* its listing is all there is to it: nothing is said but what it prints */
    size_t nlocks, nsems, nevents, nqueues, ndefs;
    int64_t *sems, *queues;
    struct def_plan {
        struct op_list ops;
        unsigned line;
        char name[24];
    } * defs, main;
    int64_t slots; /* the largest slot number + 1 */
};
