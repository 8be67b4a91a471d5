/* SPDX-License-Identifier: MIT */
/* Warnings: what is seldom meant, found in the stream of events of any program, with the fix. A
 * lint passes every event on and adds WARNING events behind those that show the trouble. It speaks
 * only of what it has seen whole.
 *
 * That a coroutine was never awaited or an error never retrieved is told by the loop itself
 * (WARNING, LOOP_ERROR). */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "event.h"
#include "story/updates.h"

/* Name of the warning in a trace, when it is given. */
#define LINTS(X)                                                                                  \
    X(BLOCKED, "blocked", "a handle ran for more than 100 ms: nobody else could run")             \
    X(STARVING, "starving", "short turns of one tick took more than 100 ms together")             \
    X(SPINNING, "spinning", "a task gave way with sleep(0) a hundred times while no time passed") \
    X(SWALLOWED, "swallowed", "a task was cancelled and returned all the same")                   \
    X(UNCALLED, "never called", "a callback was set for later, and the loop was closed before")   \
    X(LOST, "lost", "a thread wrote what it made of an old value: the update between is lost")    \
    X(PENDING, "pending", "a task was still pending when the main task ended")

struct lint {
    struct observer observer; /* what the loop tells; first */
    struct observer *to;
    struct event last; /* for the time and tick of a warning */
    struct lint_task {
        uint32_t number;    /* the 7 of Task-7 */
        bool thread;        /* it is a thread: the main one has the 1 */
        uint32_t spins;     /* turns in a row that ended with sleep(0) at the same time */
        uint32_t cancelled; /* tick of a cancel() that nobody took back; 0: none */
        double since;       /* when it began to spin */
    } * tasks;              /* by actor id - 1 */
    size_t ntasks, cap;
    struct lint_timer {
        uint32_t handle;
        bool over; /* called, or cancelled */
        double when;
        char name[48];
    } * timers; /* callbacks of the program's that are set for later, by handle */
    size_t ntimers, nover, timers_cap;
    double begun;       /* when the running handle began */
    bool running, told; /* … and of its block a warning has come already */
    uint32_t within;    /* so many turns have begun within it */
    struct lint_tick {
        double since;         /* when its first handle could begin */
        uint32_t turns, left; /* handles that ran, and that did not run yet */
        bool warned;
    } tick;
    struct {
        double seconds; /* 0: none yet */
        uint32_t line;
        bool computes;
        char file[64];      /* "": the program's own */
    } block;                /* its longest */
    uint32_t task;          /* whose step runs */
    struct updates updates; /* of what threads share */
    bool off;               /* a saved trace of our own: its warnings are in it */
    bool looping, closing;  /* run_until_complete is on; the main task has ended */
};

/* How to mend what the loop itself tells of; NULL: that is in the text, or nobody knows. */
const char *lint_fix(const struct event *e, const struct note *n);
/* What an event tells that is not as it should be: "warning: Task exception was never retrieved: await it, …".
 * Without `fixes` only what a lint has not found, and what is on no standard error, and not how to mend it.
 * false: it tells nothing such. */
bool lint_sentence(struct buf *b, const struct event *e, const struct note *n, bool fixes);

void lint_init(struct lint *l, struct observer *to);
/* Forgets the n tasks behind the first so many, which have ended. */
void lint_forget(struct lint *l, uint32_t from, uint32_t n);
void lint_close(struct lint *l);
