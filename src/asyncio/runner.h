/* SPDX-License-Identifier: MIT */
/* A program, and asyncio.run() in it: run the main task to its end, cancel what is left, shut down
 * the asynchronous generators and the executor, close. Each of these is a run_until_complete of its
 * own, and each takes its ticks. The runner drives the loop, and the loop knows of no runner.
 *
 * https://docs.python.org/3.11/library/asyncio-runner.html; CPython 3.11 Lib/asyncio/runners.py. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "asyncio/state.h"
#include "python/random.h"
#include "python/stack.h"
#include "threads/threads.h"

struct async;
struct coro;
struct future;
struct task;

/* What is run: a module of Python, as C. */
struct program {
    const char *name; /* of the scene */
    const char *file; /* the Python file it stands for: "count.py" */
    /* its top-level lines, as a coroutine that may asyncio_run */
    const struct async *(*module)(void);
    const struct random *seeded; /* what its random.seed() makes, whatever it is given; or NULL */
    const void *data;            /* for a module that is the same for many programs */
    unsigned module_line;        /* of its asyncio.run(), if that is not said by py(n); 0 */
    const struct param *params;  /* ends with a NULL name; NULL: none */
    const struct schedule *schedule; /* by which its threads go; NULL: it is drawn */
    bool threads;                    /* it makes threads (threads/threading.h), and no loop */
};

/* What the user may set: -p name=value, a number. An optional one has no value of its own. Words may
 * stand for the numbers from 0 on; the last is NULL. One with `wrong` is a text: that says what is
 * wrong with one that was given, NULL for nothing. */
enum { TEXTS_MOST = 16 };
struct param {
    const char *name, *about;
    int64_t value, least, most;
    bool optional, set;
    const char *const *words;
    const char *(*wrong)(const char *text);
    bool real; /* given, it makes the clock a real one */
    const char
        *texts[TEXTS_MOST]; /* its own, or those that were given; several, if it is optional */
};

enum run_stage { RUN_IDLE, RUN_MAIN, RUN_CANCEL, RUN_ASYNCGENS, RUN_EXECUTOR };

struct runner {
    struct loop loop;
    struct thread thread;
    const struct program *program;
    struct random random;
    struct stack module; /* the program's own lines, which wait for run() */
    bool over;
    int status; /* the exit status, once over */

    uint32_t runs; /* asyncio.run() calls so far: each makes a loop */
    enum run_stage stage;
    struct future *until; /* what run_until_complete waits for */
    const char *what;     /* its coroutine's name */
    struct task *main;
    struct task **left; /* cancelled at the end, being waited for */
    uint32_t nleft;

    struct asyncio asyncio;
    struct threads threads; /* of a program of threads */
};

/* A runner of nothing yet. 0 or a negative uv error. */
int runner_init(struct runner *r, enum clock_mode clock, struct observer *observer);
/* Frees everything the run made. */
void runner_close(struct runner *r);

/* Runs the program's own lines up to its first asyncio.run(). The program must outlive the runner. */
void runner_start(struct runner *r, const struct program *p);
/* A tick of the loop, and what follows from it. false: there was none, the program is over. */
bool runner_tick(struct runner *r);
/* Ticks until the program is over. */
void runner_finish(struct runner *r);

/* The one whose program's code runs now. */
struct runner *running_runner(void);
/* For asyncio_run (asyncio/py.h): begins it. */
bool await_run(struct coro *self, struct coro *c);
