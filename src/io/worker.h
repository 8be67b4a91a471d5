/* SPDX-License-Identifier: MIT */
/* What a process runs that was started here: this very program once more, in memory of its own, at
 * another place. A function that says WORKER(count) can be started by its name (io/process.h):
 *
 *     static int count(const char *argument)
 *     {
 *         worker_say("%d", atoi(argument) + 1);
 *         return worker_hear() ? 0 : 1;
 *     }
 *     WORKER(count)
 *
 * It says lines and hears lines, and what it returns is its exit status. It may call time_sleep and
 * compute_s: on the virtual clock it asks for that, and goes on when the loop's clock has got there.
 *
 * A function that says IN_PROCESS(count) instead can be run by a pool of processes (io/process_pool.h):
 *
 *     static struct value count(const char *argument)
 *     {
 *         return value_int(atoi(argument) + 1);
 *     }
 *     IN_PROCESS(count) */
#pragma once
#include <stdbool.h>

#include "python/value.h"

/* A line to who started it. */
void worker_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The next line from there, without its newline, until the next call; NULL: there is no more. */
const char *worker_hear(void);

/* One that begins by itself, or one that is called in a pool. */
struct worker {
    const char *name;
    int (*run)(const char *argument);
    struct value (*in_pool)(const char *argument);
    struct worker *next;
};
void worker_add(struct worker *w);
/* NULL: there is none of that name, of n bytes, and of that kind. */
const struct worker *worker_find(const char *name, size_t n, bool in_pool);

/* All of them are known before the first line of main: that is where a worker begins. */
#define WORKER(fn)     WORKER_IS(fn, .run = (fn))
#define IN_PROCESS(fn) WORKER_IS(fn, .in_pool = (fn))
#define WORKER_IS(fn, does)                                               \
    __attribute__((constructor(1000))) static void fn##_is_a_worker(void) \
    {                                                                     \
        static struct worker w = {.name = #fn, does};                     \
        worker_add(&w);                                                   \
    }

/* The file to execute; NULL: there is none to be found. It is this program even where another has taken
 * its place since, or none. */
const char *worker_program(void);

/* The variables of the environment that make a process one: "NAME ARGUMENT", and that its clock is a
 * real one; where its pipe is. */
#define WORKER_VARIABLE "LOOPSCOPE_WORKER"
#define WORKER_CLOCK    "LOOPSCOPE_REAL"
enum { WORKER_PIPE = 3 };

/* Lines that begin like this are no output: it listens; it asks to sleep, or to compute, for so many
 * seconds, and hears an empty line when that is over. */
#define WORKER_ASKS     "\001"
#define WORKER_HEARS    WORKER_ASKS "hear"
#define WORKER_SLEEPS   WORKER_ASKS "sleep "
#define WORKER_COMPUTES WORKER_ASKS "compute "
