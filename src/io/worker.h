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
 * It says a line, and waits to hear one; each one that it hears it answers with a line, or ends. What
 * it returns is its exit status. */
#pragma once
#include <stdbool.h>

/* A line to who started it. */
void worker_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The next line from there, without its newline, until the next call; NULL: there is no more. */
const char *worker_hear(void);

struct worker {
    const char *name;
    int (*run)(const char *argument);
    struct worker *next;
};
void worker_add(struct worker *w);

/* All of them are known before the first line of main: that is where a worker begins. */
#define WORKER(fn)                                                        \
    __attribute__((constructor(1000))) static void fn##_is_a_worker(void) \
    {                                                                     \
        static struct worker w = {#fn, fn, 0};                            \
        worker_add(&w);                                                   \
    }

/* The file to execute; NULL: there is none to be found. It is this program even where another has taken
 * its place since, or none. */
const char *worker_program(void);

/* The variable of the environment that makes a process one: "NAME ARGUMENT"; where its pipe is. */
#define WORKER_VARIABLE "LOOPSCOPE_WORKER"
enum { WORKER_PIPE = 3 };
