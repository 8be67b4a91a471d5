/* SPDX-License-Identifier: MIT */
/* A program, and asyncio.run() in it: run the main task to its end, cancel what is left, shut down
 * the asynchronous generators and the executor, close. Each of these is a run_until_complete of its
 * own, and each takes its ticks.
 *
 * https://docs.python.org/3.11/library/asyncio-runner.html; CPython 3.11 Lib/asyncio/runners.py. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "loop/stack.h"

struct async;
struct coro;
struct error;
struct future;
struct loop;
struct task;

/* What is run: a module of Python, as C. */
struct program {
    const char *name; /* of the scene */
    const char *file; /* the Python file it stands for: "count.py" */
    const struct async *(*module)(
        void);            /* its top-level lines, as a coroutine that may asyncio_run */
    const char *seed;     /* replaces the seed of its random.seed(); a decimal number, or NULL */
    const void *data;     /* for a module that is the same for many programs */
    unsigned module_line; /* of its asyncio.run(), if that is not said by py(n); 0 */
    const struct param *params; /* ends with a NULL name; NULL: none */
};

/* A number that the user may set: -p name=value. An optional one has no value of its own. */
struct param {
    const char *name, *about;
    int64_t value, least, most;
    bool optional, set;
};

enum run_stage { RUN_IDLE, RUN_MAIN, RUN_CANCEL, RUN_ASYNCGENS, RUN_EXECUTOR };

struct runner {
    enum run_stage stage;
    struct stack module;  /* the program's own lines, which wait for run() */
    struct future *until; /* what run_until_complete waits for */
    struct task *main;
    const char *what;   /* its coroutine's name */
    struct task **left; /* cancelled at the end, being waited for */
    uint32_t nleft;
};

void runner_start(struct loop *l);
/* asyncio.run(coro), called by the module's frame. */
void runner_run(struct loop *l, struct coro *coro);
/* run_until_complete has returned: goes on with the next stage. */
void runner_next(struct loop *l);
/* Nothing can ever become ready: the program ends with a verdict. */
void runner_deadlock(struct loop *l);
void runner_close(struct loop *l);
