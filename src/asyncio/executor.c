/* SPDX-License-Identifier: MIT */
#include "asyncio/executor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asyncio/callback.h"
#include "asyncio/state.h"
#include "loop/await.h"

/* CPython has min(32, processors + 4). */
enum { THREADS = 32 };

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_ASLEEP, JOB_DONE };

static _Thread_local struct job *this_job; /* in a worker: what it runs */

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
    struct clock clock;    /* as the loop's was when it started */
    struct worker *worker; /* its thread, once it has one: then cancelling comes too late */
    bool handed;           /* … and libuv knows of it */
    enum job_state state;
    double wake;     /* when it starts or, asleep on the virtual clock, goes on … */
    uint32_t sleeps; /* … and how many sleeps came before */
    struct value result;
    const struct error_type *raised;
    const char *text; /* of the result or the error */
};

/* What a thread has for the loop. */
struct message {
    struct message *next;
    enum { MESSAGE_BEGIN, MESSAGE_PRINT, MESSAGE_SLEEP, MESSAGE_CALL, MESSAGE_DONE } kind;
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

/* A thread of the pool. CPython starts one when a function is handed over and none is idle. */
struct worker {
    uint32_t actor; /* its id in events, 0: not started */
    bool busy;
};

struct executor {
    struct poller poller;
    struct loop *loop;
    uv_mutex_t mutex;
    uv_cond_t changed; /* a job's state, or `closing` */
    uv_async_t async;
    struct message_queue inbox; /* the mutex's: from the threads */
    struct kept_text *texts;    /* the mutex's too */
    struct message_queue ready; /* of these, what becomes handles; in order */
    struct job *jobs;           /* not done, in order of submission */
    struct worker workers[THREADS];
    int most; /* of them */
    uint32_t sleeps;
    struct future *shutdown; /* finished when there are no more jobs; held */
    bool used, shut, closing;
};

/* ---- messages from threads ---- */

static void append(struct message_queue *to, struct message *m)
{
    m->next = NULL;
    if (to->first)
        to->last->next = m;
    else
        to->first = m;
    to->last = m;
}

static struct message *take(struct message_queue *from)
{
    struct message *m = from->first;
    if (m)
        from->first = m->next;
    return m;
}

static void clear(struct message_queue *from)
{
    struct message *m;
    while ((m = take(from))) {
        buf_free(&m->text);
        free(m);
    }
}

static void post(struct message message)
{
    struct job *j = this_job;
    struct executor *x = j->executor;
    struct message *m = xmalloc(sizeof *m);
    *m = message;
    m->job = j;
    m->line = this_thread->line;
    uv_mutex_lock(&x->mutex);
    append(&x->inbox, m);
    uv_mutex_unlock(&x->mutex);
    if (j->executor->loop->clock.mode == CLOCK_REAL)
        uv_async_send(&x->async);
}

/* ---- in the thread ---- */

static void thread_print(struct thread *t, const char *text, size_t n)
{
    (void)t;
    struct message m = {.kind = MESSAGE_PRINT};
    buf_add(&m.text, text, n);
    post(m);
}

static void sleep_virtually(struct executor *x, struct job *j, double seconds)
{
    j->wake += seconds;
    j->sleeps = ++x->sleeps;
    j->state = JOB_ASLEEP;
    uv_cond_broadcast(&x->changed);
    while (j->state != JOB_RUNNING && !x->closing)
        uv_cond_wait(&x->changed, &x->mutex);
}

static void sleep_really(struct executor *x, double seconds)
{
    uint64_t now = uv_hrtime(), end = now + (uint64_t)(seconds * 1e9);
    for (; now < end && !x->closing; now = uv_hrtime())
        uv_cond_timedwait(&x->changed, &x->mutex, end - now);
}

static void thread_sleep(struct thread *t, double seconds)
{
    (void)t;
    struct job *j = this_job;
    struct executor *x = j->executor;
    post((struct message){.kind = MESSAGE_SLEEP, .seconds = seconds});
    uv_mutex_lock(&x->mutex);
    if (j->executor->loop->clock.mode == CLOCK_VIRTUAL)
        sleep_virtually(x, j, seconds);
    else
        sleep_really(x, fmax(0, seconds));
    uv_mutex_unlock(&x->mutex);
}

/* A thread's own memory ends with it. */
static const char *keep_text(struct executor *x, const char *s)
{
    size_t n = strlen(s) + 1;
    struct kept_text *b = xmalloc(sizeof *b + n);
    memcpy(b->text, s, n);
    uv_mutex_lock(&x->mutex);
    b->next = x->texts;
    x->texts = b;
    uv_mutex_unlock(&x->mutex);
    return b->text;
}

static void keep_result(struct job *j, struct value v, const struct error *e)
{
    if (e)
        v = e->arg;
    if (v.kind == VALUE_STR)
        j->text = keep_text(j->executor, v.s);
    if (v.kind == VALUE_LIST || v.kind == VALUE_ERROR)
        die("%s() runs in a thread: its result can only be a number, a string or None", j->name);
    j->result = v;
    j->raised = e ? e->type : NULL;
}

static double thread_time(struct thread *t)
{
    (void)t;
    struct job *j = this_job;
    return j->clock.mode == CLOCK_VIRTUAL ? j->wake : clock_time(&j->clock);
}

static void work(uv_work_t *w)
{
    struct job *j = w->data;
    struct executor *x = j->executor;
    struct thread here = {
        .file = j->file, .print = thread_print, .sleep = thread_sleep, .time = thread_time};
    this_job = j;
    this_thread = &here;
    post((struct message){.kind = MESSAGE_BEGIN});
    struct value v = j->fn(j->data);
    keep_result(j, v, here.error);
    post((struct message){.kind = MESSAGE_DONE});
    arena_close(&here.arena);
    this_thread = NULL;
    this_job = NULL;
    uv_mutex_lock(&x->mutex);
    j->state = JOB_DONE;
    uv_cond_broadcast(&x->changed);
    uv_mutex_unlock(&x->mutex);
}

/* ---- jobs ---- */

static void after_work(uv_work_t *w, int status)
{
    (void)status;
    struct job *j = w->data;
    if (!j->executor->closing)
        object_unref(&j->future);
}

static void free_job(struct future *f)
{
    struct job *j = (struct job *)f;
    arena_free(&this_thread->arena, j, sizeof *j);
}

static const struct future_type job_type = {
    .object = FUTURE_OBJECT("Future"),
    .unseen = "Future exception was never retrieved",
    .on = ON_EXECUTOR,
    .free = free_job,
};

static void hand_over(struct job *j)
{
    j->handed = true;
    j->clock = j->executor->loop->clock;
    j->wake = j->executor->loop->clock.now;
    j->work.data = j;
    object_ref(&j->future);
    uv_queue_work(&j->executor->loop->uv, &j->work, work, after_work);
}

static void start_worker(struct executor *x, struct worker *w)
{
    struct loop *l = x->loop;
    char name[24];
    unsigned i = (unsigned)(w - x->workers);
    snprintf(name, sizeof name, "asyncio_%u", i);
    w->actor = ++l->emitter.actors;
    loop_emit(l, EV_THREAD, (struct event){.actor = w->actor, .ref = i + 1},
              &(struct note){.name = name});
}

static struct worker *idle_worker(struct executor *x)
{
    struct worker *w = x->workers;
    while (w < x->workers + x->most && w->busy)
        w++;
    if (w == x->workers + x->most)
        return NULL;
    if (!w->actor)
        start_worker(x, w);
    return w;
}

static void assign_threads(struct executor *x)
{
    for (struct job *j = x->jobs; j; j = j->next) {
        if (j->worker)
            continue;
        j->worker = idle_worker(x);
        if (!j->worker)
            break;
        j->worker->busy = true;
        if (j->executor->loop->clock.mode == CLOCK_REAL)
            hand_over(j);
    }
}

static void forget(struct executor *x, struct job *j)
{
    struct job **at = &x->jobs;
    while (*at != j)
        at = &(*at)->next;
    *at = j->next;
    if (j->worker)
        j->worker->busy = false;
    assign_threads(x);
}

/* _chain_future's two callbacks. `source` is CPython's concurrent.futures.Future: here the job
 * itself. */

static struct object *set_state_owner(struct handle *h)
{
    return &((struct job *)((char *)h - offsetof(struct job, set_state)))->future.object;
}

static struct object *check_cancel_owner(struct handle *h)
{
    return &((struct job *)((char *)h - offsetof(struct job, check_cancel)))->future.object;
}

static void set_state(struct handle *h, struct future *f)
{
    (void)h;
    struct job *j = (struct job *)f;
    struct value v = j->result;
    if (future_done(f))
        return;
    if (j->text)
        v.s = j->text;
    if (j->raised)
        future_set_error(f, error_new(j->raised, v));
    else
        future_set_result(f, v);
}

static const struct handle_type set_state_type = {"_chain_future.<locals>._set_state",
                                                  HANDLE_CALLBACK, set_state, set_state_owner};

static void set_state_soon(struct loop *l, struct job *j)
{
    j->set_state.type = &set_state_type;
    j->set_state.arg = &j->future;
    loop_call_soon(l, &j->set_state);
    loop_wake(l);
    object_unref(&j->future);
}

/* Only a job that has no thread yet can be cancelled. */
static void check_cancel(struct handle *h, struct future *f)
{
    (void)h;
    struct job *j = (struct job *)f;
    if (f->state != OUTCOME_CANCELLED || j->worker)
        return;
    forget(j->executor, j);
    set_state_soon(j->executor->loop, j);
}

static const struct handle_type check_cancel_type = {
    "_chain_future.<locals>._call_check_cancel", HANDLE_CALLBACK, check_cancel, check_cancel_owner};

/* ---- what comes from threads ---- */

static struct message_queue take_inbox(struct executor *x)
{
    uv_mutex_lock(&x->mutex);
    struct message_queue all = x->inbox;
    x->inbox = (struct message_queue){0};
    uv_mutex_unlock(&x->mutex);
    return all;
}

/* What a thread has done. */
static void tell(struct loop *l, const struct message *m)
{
    struct event e = {.actor = m->job->worker->actor}, job = e;
    job.ref = object_number(&m->job->future);
    if (m->kind == MESSAGE_BEGIN)
        loop_emit(l, EV_JOB, job, &(struct note){.name = m->job->name});
    else if (m->kind == MESSAGE_PRINT)
        emit_print(&l->emitter, e.actor, &(struct note){.line = m->line}, m->text.s, m->text.len);
    else if (m->kind == MESSAGE_SLEEP)
        loop_emit(l, EV_THREAD_SLEEP, e, &(struct note){.number = m->seconds, .has = HAS_NUMBER});
    else if (m->kind == MESSAGE_DONE)
        loop_emit(l, EV_JOB_DONE, job, NULL);
}

/* What it has done is told at once; the rest are handles, and wait. */
static void read_inbox(struct executor *x)
{
    struct loop *l = x->loop;
    struct message_queue all = take_inbox(x);
    struct message *m;
    while ((m = take(&all))) {
        tell(l, m);
        if (m->kind == MESSAGE_DONE)
            forget(x, m->job);
        if (m->kind >= MESSAGE_CALL) {
            append(&x->ready, m);
            continue;
        }
        buf_free(&m->text);
        free(m);
    }
}

/* A real loop that sleeps goes on. */
static void on_async(uv_async_t *async)
{
    struct executor *x = async->data;
    this_thread = x->loop->thread;
    read_inbox(x);
    if (x->ready.first)
        loop_rouse(x->loop);
}

static void end_shutdown(struct executor *x)
{
    if (!x->shutdown || x->jobs)
        return;
    call_soon_set_result(x->shutdown, NONE);
    loop_wake(x->loop);
    object_unref(x->shutdown);
    x->shutdown = NULL;
}

static struct executor *executor_of(struct poller *p)
{
    return (struct executor *)p;
}

static void deliver(struct poller *p)
{
    struct executor *x = executor_of(p);
    struct loop *l = x->loop;
    struct message *m;
    if (l->clock.mode == CLOCK_REAL)
        read_inbox(x);
    while ((m = take(&x->ready))) {
        if (m->kind == MESSAGE_DONE)
            set_state_soon(l, m->job);
        else
            call_soon(m->name, m->fn, m->data);
        loop_wake(l);
        free(m);
    }
    end_shutdown(x);
}

/* ---- the virtual clock: one thread at a time ---- */

static void run_slice(struct executor *x, struct job *j)
{
    uv_mutex_lock(&x->mutex);
    j->state = JOB_RUNNING;
    if (j->handed)
        uv_cond_broadcast(&x->changed);
    else
        hand_over(j);
    while (j->state == JOB_RUNNING)
        uv_cond_wait(&x->changed, &x->mutex);
    uv_mutex_unlock(&x->mutex);
    read_inbox(x);
}

/* Returns when every job is done, asleep, or without a thread. */
static void settle(struct poller *p)
{
    struct executor *x = executor_of(p);
    struct job *next;
    for (struct job *j = x->jobs; j; j = next) {
        bool runs = j->worker && j->state == JOB_WAITING;
        if (runs)
            run_slice(x, j);
        next = j->next;
    }
}

static struct job *next_sleeper(const struct executor *x)
{
    struct job *first = NULL;
    for (struct job *j = x->jobs; j; j = j->next)
        if (j->state == JOB_ASLEEP && (!first || j->wake < first->wake ||
                                       (j->wake == first->wake && j->sleeps < first->sleeps)))
            first = j;
    return first;
}

static double due(struct poller *p)
{
    const struct job *j = next_sleeper(executor_of(p));
    return j ? j->wake : INFINITY;
}

static void advance(struct poller *p, double now)
{
    struct executor *x = executor_of(p);
    struct job *j = next_sleeper(x);
    uv_mutex_lock(&x->mutex);
    j->wake = now;
    j->state = JOB_WAITING;
    uv_mutex_unlock(&x->mutex);
}

static bool is_busy(struct poller *p)
{
    return executor_of(p)->jobs != NULL;
}

static bool is_computing(struct poller *p)
{
    for (const struct job *j = executor_of(p)->jobs; j; j = j->next)
        if (j->state != JOB_ASLEEP)
            return true;
    return false;
}

static bool has_news(struct poller *p)
{
    struct executor *x = executor_of(p);
    uv_mutex_lock(&x->mutex);
    bool has = x->inbox.first || x->ready.first || (x->shutdown && !x->jobs);
    uv_mutex_unlock(&x->mutex);
    return has;
}

/* ---- life ---- */

/* Wakes all threads that sleep; the loop then waits until the functions have returned. */
static void close_executor(struct poller *p)
{
    struct executor *x = executor_of(p);
    uv_mutex_lock(&x->mutex);
    x->closing = true;
    uv_cond_broadcast(&x->changed);
    uv_mutex_unlock(&x->mutex);
    uv_close((uv_handle_t *)&x->async, NULL);
}

static void free_executor(struct poller *p)
{
    struct executor *x = executor_of(p);
    clear(&x->inbox);
    clear(&x->ready);
    while (x->texts) {
        struct kept_text *b = x->texts;
        x->texts = b->next;
        free(b);
    }
    uv_mutex_destroy(&x->mutex);
    uv_cond_destroy(&x->changed);
    free(x);
}

static const struct poller_type executor_type = {
    .name = "thread",
    .settle = settle,
    .under_way = is_computing,
    .has_news = has_news,
    .due = due,
    .advance = advance,
    .deliver = deliver,
    .busy = is_busy,
    .close = close_executor,
    .free = free_executor,
};

static struct executor *executor_open(struct loop *l)
{
    char threads[8];
    struct executor *x = xcalloc(1, sizeof *x);
    snprintf(threads, sizeof threads, "%d", THREADS);
    setenv("UV_THREADPOOL_SIZE", threads, 1); /* read by libuv when it starts its first thread */
    x->poller.type = &executor_type;
    x->loop = l;
    x->most = THREADS;
    uv_mutex_init(&x->mutex);
    uv_cond_init(&x->changed);
    uv_async_init(&l->uv, &x->async, on_async);
    x->async.data = x;
    pollers_add(&l->pollers, &x->poller);
    return x;
}

static struct executor *executor_of_loop(void)
{
    struct asyncio *a = asyncio_state();
    if (!a->executor)
        a->executor = executor_open(get_running_loop());
    return a->executor;
}

void set_default_executor(int workers)
{
    executor_of_loop()->most = workers < THREADS ? workers : THREADS;
}

void executor_reset(struct executor *x)
{
    x->used = x->shut = false;
    x->most = THREADS;
}

/* ---- run_in_executor ---- */

static struct future *refused(void)
{
    struct future *f = future_new();
    future_set_error(f, error_text(&RuntimeError, "Executor shutdown has been called"));
    return f;
}

static struct job *submit(struct executor *x, const char *name, struct value (*fn)(void *data),
                          void *data)
{
    struct job **at = &x->jobs, *j = arena_alloc(&this_thread->arena, sizeof *j);
    future_init(&j->future, &job_type);
    j->check_cancel.type = &check_cancel_type;
    j->executor = x;
    j->name = name;
    j->file = this_thread->file;
    j->fn = fn;
    j->data = data;
    object_ref(&j->future);
    future_add_callback(&j->future, &j->check_cancel);
    while (*at)
        at = &(*at)->next;
    *at = j;
    x->used = true;
    assign_threads(x);
    return j;
}

struct future *run_in_executor(const char *name, struct value (*fn)(void *data), void *data)
{
    struct executor *x = executor_of_loop();
    if (x->shut)
        return refused();
    struct future *f = &submit(x, name, fn, data)->future;
    loop_emit(x->loop, EV_EXECUTOR, (struct event){.ref = object_number(f)},
              &(struct note){.name = name});
    return f;
}

struct to_thread {
    struct coro coro;
    const char *name;
    struct value (*fn)(void *data);
    void *data;
};

ASYNC_DEFINE(to_thread, "to_thread", "asyncio/threads.py", ON_TO_THREAD, NULL, def(12))
{
    async_begin;
    await(run_in_executor(self->name, self->fn, self->data));
    async_return(awaited());
    async_end;
}

struct coro *to_thread(const char *name, struct value (*fn)(void *data), void *data)
{
    return call(to_thread, .name = name, .fn = fn, .data = data);
}

void call_soon_threadsafe(const char *name, void (*fn)(void *data), void *data)
{
    if (!this_thread)
        die("call_soon_threadsafe in a thread that no loop knows");
    if (this_job) {
        post((struct message){.kind = MESSAGE_CALL, .name = name, .fn = fn, .data = data});
        return;
    }
    call_soon(name, fn, data);
    loop_wake(get_running_loop());
}

/* ---- the end of run() ---- */

struct shutdown_executor {
    struct coro coro;
};

static void shutdown_tell(const struct coro *c, struct note *n)
{
    (void)c;
    n->name = "_UnixSelectorEventLoop.shutdown_default_executor";
}

static struct future *all_jobs_done(struct executor *x)
{
    x->shutdown = object_ref(future_new());
    return x->shutdown;
}

ASYNC_DEFINE(shutdown_executor, "BaseEventLoop.shutdown_default_executor", "asyncio/base_events.py",
             ON_OTHER, shutdown_tell, def(564))
{
    struct executor *x = asyncio_state()->executor;
    async_begin;
    if (!x || !x->used)
        async_return(NONE);
    x->shut = true;
    await(all_jobs_done(x));
    async_end;
}

struct coro *shutdown_default_executor(void)
{
    return call(shutdown_executor);
}
