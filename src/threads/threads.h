/* SPDX-License-Identifier: MIT */
/* Threads that are real, and pass one baton: whoever has it runs, the others stand still. It goes on
 * by a schedule, at points where CPython 3.11 may take its global lock (the GIL) from a thread, so that
 * the same schedule makes the same run, here and there.
 *
 * An *action* is what others could notice: a read or write of a shared variable, a lock got, waited
 * for or released, a thread started, joined or done, a sleep, a print. A *point* is where CPython looks
 * at its eval breaker: where a Python function starts, behind a call that left the program's own code,
 * at a jump backwards; without the GIL before each read, write and lock operation as well. At a
 * point it is *drawn* who goes on, if the thread has acted since it was last drawn; and where a thread waits
 * or ends. The threads to draw from are the acting one, if it can run, then the others by age; 0
 * at a point is "goes on". A thread can run unless what it waits for has not come. If none can, the
 * clock goes to the nearest deadline; if there is none either, that is a deadlock.
 *
 * On the real clock they are let loose: the system decides who runs, and what they did is told in the
 * order in which they did it.
 *
 * What the program's own code calls is in threads/threading.h. CPython 3.11 Python/ceval.c,
 * eval_breaker. */
#pragma once
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#include "base/buf.h"
#include "event.h"
#include "python/thread.h"
#include "threads/gil.h"
#include "threads/schedule.h"

struct threads;

/* threading.Lock, by the name of its variable. */
struct threading_lock {
    const char *name;
    uint32_t number; /* 0 until it was told of */
    struct threading_thread *owner;
};

/* threading.Thread, or the main thread. */
struct threading_thread {
    struct threads *all;
    struct threading_thread *next; /* the one that was made after it */
    uint32_t actor;                /* its id in events, 0 until it is started */
    char name[24];
    const char *func; /* the name of its function */
    void (*target)(void *data);
    void *data;
    struct thread *here; /* its Python state: `own`, or the main thread's */
    struct thread own;
    uv_thread_t system;
    uv_sem_t baton; /* posted when it is to go on */
    jmp_buf start;  /* where it goes if it will never go on */
    bool done, acted;

    enum awaited waits; /* for what: ON_NONE, ON_LOCK, ON_JOIN, ON_SLEEP, ON_COMPUTE */
    struct threading_lock *lock;
    struct threading_thread *other;
    double deadline;
};

/* Who tells what happens, and has the time. */
struct threads_host {
    void (*tell)(void *host, enum event_kind kind, struct event e, const struct note *n);
    void (*print)(void *host, uint32_t actor, uint32_t line, const char *text, size_t n);
    double (*time)(void *host);
    void (*jump)(void *host, double to); /* the virtual clock goes there */
    uint32_t (*actor)(void *host);       /* an id for one more actor */
};

struct threads {
    const struct threads_host *host;
    void *data;   /* the host's */
    bool gil;     /* else there are more points */
    bool loose;   /* the system decides who runs; `mutex` guards all of this then */
    bool closing; /* those that are left are unwound */
    bool stuck;   /* … since they wait for what never comes */
    int result;   /* of the program's own lines */
    struct buf verdict;
    struct schedule schedule;
    struct threading_thread *first, *last; /* the main thread, …, the youngest */
    struct threading_thread *acting;       /* who was told of last */
    uint32_t made, objects;                /* numbers given so far */
    uv_mutex_t mutex;
    uv_cond_t changed;
    struct gil lock; /* let loose, and with the GIL: who computes holds it */
};

/* The calling thread becomes the main thread; its print and sleep become those of a thread. They go by
 * the schedule that is given, or else by one drawn from the generator. */
void threads_open(struct threads *t, const struct threads_host *host, void *data, bool gil,
                  bool loose, const struct random *seeded, const struct schedule *given);
/* Is the main thread the only one that is at work? */
bool threads_alone(const struct threads *t);
/* Runs the program's own lines, and then the threads that are left, to their end or a deadlock: then
 * t->stuck, and verdict says who waits for whom. What fn returned, or -1: it was unwound. */
int threads_run(struct threads *t, int (*fn)(void *data), void *data);
void threads_close(struct threads *t);

/* ---- for threading.c ---- */

/* The calling thread, which must be one of these. */
struct threading_thread *threads_me(void);
/* Nothing else of these threads happens between the two. */
void threads_enter(struct threads *t);
void threads_leave(struct threads *t);
/* An action of me's at the line that it is at. */
void threads_act(struct threading_thread *me, enum event_kind kind, struct event e, struct note n);
/* Another one may go on here. */
void threads_point(struct threading_thread *me, const char *why, uint32_t line);
/* The same, only without the GIL. */
void threads_unguarded(struct threading_thread *me, const char *why);
/* me waits, as its members say: others go on until that has come, and then me. */
void threads_wait(struct threading_thread *me, struct event e, struct note n);
/* A lock was released, a thread is done: those that wait look again. */
void threads_changed(struct threads *t);
/* Makes a system's thread for it. */
void threads_start(struct threading_thread *thread);
struct threading_thread *threads_add(struct threads *t);
/* They stand in the order in which they are started. */
void threads_make_last(struct threading_thread *a);
