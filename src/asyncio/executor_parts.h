/* SPDX-License-Identifier: MIT */
/* What an executor is made of: jobs, the threads that run them, and messages from there. Which file
 * does what: message.c what a worker has for the loop, job.c what runs in the thread, pool.c which
 * job has a thread and what becomes of it, pool_poller.c how the loop comes to know. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#include "base/buf.h"
#include "loop/clock.h"
#include "loop/future.h"
#include "loop/poller.h"
#include "loop/share.h"
#include "threads/gil.h"

/* CPython has min(32, processors + 4). */
enum { THREADS = 32 };

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_ASLEEP, JOB_COMPUTING, JOB_DONE };

/* A function handed to a thread, and the future of its result. It is held by the executor until the
 * thread has let go of it. What follows `state` is the thread's while it is running, else the
 * loop's; the mutex passes it on. */
struct job {
    struct future future;
    struct handle check_cancel, set_state;
    uv_work_t work;
    struct executor *executor;
    struct job *next;
    struct value (*fn)(void *data);
    void *data;
    const char *name, *file;
    struct clock clock;         /* as the loop's was when it started */
    struct pool_worker *worker; /* its thread, once it has one: then cancelling comes too late */
    bool handed;                /* … and libuv knows of it */
    enum job_state state;
    double wake;        /* when it starts or, asleep on the virtual clock, goes on … */
    uint32_t sleeps;    /* … and how many sleeps and computations came before */
    struct share share; /* computing on the virtual clock */
    struct value result;
    const struct error_type *raised;
    const char *text; /* of the result or the error */
};

/* What a thread has for the loop. */
struct message {
    struct message *next;
    enum {
        MESSAGE_BEGIN,
        MESSAGE_PRINT,
        MESSAGE_SLEEP,
        MESSAGE_COMPUTE,
        MESSAGE_CALL,
        MESSAGE_DONE
    } kind;
    struct job *job;
    uint16_t line;
    double seconds;
    struct buf text;
    const char *name;
    void (*fn)(void *data);
    void *data;
};
struct message_queue {
    struct message *first, *last;
};

/* A string that a thread brought; like all strings it lives until the loop is closed. */
struct kept_text {
    struct kept_text *next;
    char text[];
};

/* A thread of the pool, or a process of one (io/process_pool.h). CPython starts a thread when a
 * function is handed over and none is idle. */
struct pool_worker {
    uint32_t actor; /* its id in events, 0: not started */
    bool busy;
    void *process; /* if it is one */
};

/* What the workers of an executor are: how one starts, and how it gets a job. */
struct executor_type {
    const char *what; /* "process", or NULL for threads */
    void (*start)(struct executor *x, struct pool_worker *w);
    void (*hand_over)(struct job *j);
};

struct executor {
    struct poller poller;
    const struct executor_type *type;
    struct loop *loop;
    uv_mutex_t mutex;
    uv_cond_t changed; /* a job's state, or `closing` */
    uv_async_t async;
    struct message_queue inbox; /* the mutex's: from the threads */
    struct kept_text *texts;    /* the mutex's too */
    struct message_queue ready; /* of these, what becomes handles; in order */
    struct job *jobs;           /* not done, in order of submission */
    struct pool_worker workers[THREADS];
    int most; /* of them */
    uint32_t sleeps;
    struct processors gil;   /* virtual clock: who computes; the mutex's */
    struct gil lock;         /* real clock: the same */
    struct future *shutdown; /* finished when there are no more jobs; held */
    bool used, shut, closing;
};

/* ---- executor.c ---- */

/* run_in_executor() of any executor. */
struct future *executor_submit(struct executor *x, const char *name, struct value (*fn)(void *data),
                               void *data);

/* ---- message.c ---- */

void message_append(struct message_queue *to, struct message *m);
/* The first; NULL: there is none. */
struct message *message_take(struct message_queue *from);
void message_free(struct message *m);
void messages_clear(struct message_queue *from);

/* ---- job.c ---- */

extern _Thread_local struct job *this_job; /* in a worker: what it runs */

/* A message about its job, with the line that runs, goes to the loop. */
void job_post(struct message message);
/* Runs in a thread of libuv's: j->work's data is the job. */
void job_work(uv_work_t *w);

/* ---- pool.c ---- */

extern const struct executor_type thread_pool;

/* A function is to run in a thread, as soon as there is one. */
struct job *pool_submit(struct executor *x, const char *name, struct value (*fn)(void *data),
                        void *data);
/* It is through, or will never run: its thread is free for another. */
void pool_forget(struct executor *x, struct job *j);
/* … and its future gets what came of it. */
void pool_set_state_soon(struct loop *l, struct job *j);

/* ---- pool_poller.c ---- */

/* It stays until the loop is closed. */
struct executor *pool_open(struct loop *l);
/* The same for one of another type, which is a poller of the loop's. */
struct executor *executor_open(struct loop *l, const struct executor_type *type,
                               const struct poller_type *poller);
/* As a poller: it has results, and they become handles; its memory. */
bool executor_has_news(struct poller *p);
void executor_deliver(struct poller *p);
void executor_free(struct poller *p);
