/* SPDX-License-Identifier: MIT */
/* A job in its thread: what print() and time.sleep() do there, and what is left of the result. */
#include <math.h>
#include <string.h>

#include "asyncio/executor_parts.h"
#include "base/alloc.h"
#include "loop/loop.h"
#include "python/error.h"

_Thread_local struct job *this_job;

void job_post(struct message message)
{
    struct job *j = this_job;
    struct executor *x = j->executor;
    struct message *m = xmalloc(sizeof *m);
    *m = message;
    m->job = j;
    m->line = this_thread->line;
    uv_mutex_lock(&x->mutex);
    message_append(&x->inbox, m);
    uv_mutex_unlock(&x->mutex);
    if (j->executor->loop->clock.mode == CLOCK_REAL)
        uv_async_send(&x->async);
}

static void thread_print(struct thread *t, const char *text, size_t n)
{
    (void)t;
    struct message m = {.kind = MESSAGE_PRINT};
    buf_add(&m.text, text, n);
    job_post(m);
}

/* It stands still until the clock, and the loop's thread, let it go on. */
static void rest(struct executor *x, struct job *j, enum job_state how)
{
    j->sleeps = ++x->sleeps;
    j->state = how;
    uv_cond_broadcast(&x->changed);
    while (j->state != JOB_RUNNING && !x->closing)
        uv_cond_wait(&x->changed, &x->mutex);
}

static void sleep_virtually(struct executor *x, struct job *j, double seconds)
{
    j->wake += seconds;
    rest(x, j, JOB_ASLEEP);
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
    job_post((struct message){.kind = MESSAGE_SLEEP, .seconds = seconds});
    uv_mutex_lock(&x->mutex);
    if (j->executor->loop->clock.mode == CLOCK_VIRTUAL)
        sleep_virtually(x, j, seconds);
    else
        sleep_really(x, fmax(0, seconds));
    uv_mutex_unlock(&x->mutex);
}

static void compute_virtually(struct job *j, double seconds)
{
    struct executor *x = j->executor;
    uv_mutex_lock(&x->mutex);
    share_begin(&x->gil, &j->share, j->wake, seconds);
    rest(x, j, JOB_COMPUTING);
    share_end(&x->gil, &j->share);
    uv_mutex_unlock(&x->mutex);
}

static void thread_compute(struct thread *t, double seconds)
{
    struct job *j = this_job;
    bool virtual = j->clock.mode == CLOCK_VIRTUAL;
    double takes = virtual ? thread_compute_virtually(t, seconds) : seconds;
    if (takes <= 0)
        return;
    job_post((struct message){.kind = MESSAGE_COMPUTE, .seconds = takes});
    if (virtual)
        compute_virtually(j, takes);
    else
        gil_compute(&j->executor->lock, seconds);
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

void job_work(uv_work_t *w)
{
    struct job *j = w->data;
    struct executor *x = j->executor;
    struct thread here = {.file = j->file,
                          .print = thread_print,
                          .sleep = thread_sleep,
                          .compute = thread_compute,
                          .time = thread_time};
    this_job = j;
    this_thread = &here;
    job_post((struct message){.kind = MESSAGE_BEGIN});
    struct value v = j->fn(j->data);
    keep_result(j, v, here.error);
    job_post((struct message){.kind = MESSAGE_DONE});
    arena_close(&here.arena);
    this_thread = NULL;
    this_job = NULL;
    uv_mutex_lock(&x->mutex);
    j->state = JOB_DONE;
    uv_cond_broadcast(&x->changed);
    uv_mutex_unlock(&x->mutex);
}
