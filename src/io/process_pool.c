/* SPDX-License-Identifier: MIT */
#include "io/process_pool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asyncio/executor_parts.h"
#include "base/alloc.h"
#include "io/process.h"
#include "io/process_parts.h"
#include "loop/await.h"
#include "python/repr.h"

const struct error_type BrokenProcessPool = {"BrokenProcessPool", &RuntimeError};

/* ---- in a process of the pool: a line is a call, and the answer its result ---- */

static void answer(struct value v)
{
    struct buf line = {0};
    value_repr(&line, v);
    worker_say("%s", buf_str(&line));
    buf_free(&line);
}

static int pool(const char *unused)
{
    const char *line;
    (void)unused;
    while ((line = worker_hear()) && *line) {
        size_t n = strcspn(line, " ");
        const struct worker *w = worker_find(line, n, true);
        if (!w)
            return 1;
        char *argument = xstrdup(line + n + (line[n] == ' '));
        answer(w->in_pool(argument));
        free(argument);
    }
    return 0;
}
WORKER(pool)

/* ---- its workers ---- */

static void start_process(struct executor *x, struct pool_worker *w)
{
    char *name = arena_alloc(&x->loop->thread->arena, 24);
    snprintf(name, 24, "Process-%d", (int)(w - x->workers) + 1);
    struct process *p = process_start(name, "pool", "");
    if (p) {
        p->pooled = true;
        w->process = p;
        w->actor = p->actor;
    } else {
        die("%s", this_thread->error->arg.s);
    }
}

static void start_all(struct executor *x, struct pool_worker *unused)
{
    (void)unused;
    for (int i = 0; i < x->most; i++)
        start_process(x, &x->workers[i]);
}

static void hand_over(struct job *j)
{
    struct buf line = {0};
    buf_printf(&line, "%s%s%s\n", j->name, *(char *)j->data ? " " : "", (char *)j->data);
    j->handed = true;
    j->state = JOB_RUNNING;
    process_write(j->worker->process, line.s);
    buf_free(&line);
}

static const struct executor_type processes = {"process", start_all, hand_over};

/* ---- results ---- */

/* A line of n bytes, with its newline. */
static struct value parse(char *text, size_t n)
{
    char *end;
    text[--n] = 0;
    if (n > 1 && (*text == '\'' || *text == '"')) {
        text[n - 1] = 0;
        return value_str(text + 1);
    }
    if (!strcmp(text, "True") || !strcmp(text, "False"))
        return value_bool(*text == 'T');
    int64_t i = strtoll(text, &end, 10);
    if (end != text && !*end)
        return value_int(i);
    double f = strtod(text, &end);
    return end != text && !*end ? value_float(f) : NONE;
}

static void finish(struct job *j)
{
    struct message *m = xcalloc(1, sizeof *m);
    m->kind = MESSAGE_DONE;
    m->job = j;
    j->state = JOB_DONE;
    message_append(&j->executor->ready, m);
    pool_forget(j->executor, j);
}

static void fail(struct job *j)
{
    j->raised = &BrokenProcessPool;
    j->text = "A process in the process pool was terminated abruptly while the future was running "
              "or pending.";
    j->result = value_str(j->text);
    finish(j);
}

/* Has it come to an end? */
static bool collect(struct job *j)
{
    struct process *p = j->worker ? j->worker->process : NULL;
    if (!p || j->state != JOB_RUNNING)
        return false;
    process_tell_news(p);
    size_t n = reader_line(&p->reader, false);
    if (n) {
        struct value line = reader_take(&p->reader, n);
        j->result = parse((char *)line.s, n);
        j->text = j->result.kind == VALUE_STR ? j->result.s : NULL;
        finish(j);
    } else if (p->told) {
        fail(j);
    }
    return n || p->told;
}

static bool collect_all(struct executor *x)
{
    bool any = false;
    for (struct job *next, *j = x->jobs; j; j = next) {
        next = j->next;
        any |= collect(j);
    }
    return any;
}

/* ---- the pool as a poller: it stands on that of all processes ---- */

static bool hand_over_all(struct executor *x)
{
    bool any = false;
    for (struct job *j = x->jobs; j; j = j->next)
        if (j->worker && !j->handed) {
            hand_over(j);
            any = true;
        }
    return any;
}

static void settle(struct poller *p)
{
    struct executor *x = (struct executor *)p;
    struct poller *all = &running_processes()->poller;
    do {
        hand_over_all(x);
        all->type->settle(all);
    } while (collect_all(x));
}

static void deliver(struct poller *p)
{
    struct executor *x = (struct executor *)p;
    if (x->loop->clock.mode == CLOCK_REAL)
        collect_all(x);
    executor_deliver(p);
}

static bool is_busy(struct poller *p)
{
    return ((struct executor *)p)->jobs != NULL;
}

static const struct poller_type pool_type = {
    .name = "a process goes on",
    .settle = settle,
    .has_news = executor_has_news,
    .deliver = deliver,
    .busy = is_busy,
    .free = executor_free,
};

/* ---- what others call ---- */

struct executor *process_pool(int workers)
{
    running_processes(); /* before this poller */
    struct executor *x = executor_open(get_running_loop(), &processes, &pool_type);
    x->most = workers < THREADS ? workers : THREADS;
    return x;
}

struct future *run_in_process(struct executor *x, const char *fn, const char *argument)
{
    const struct worker *w = worker_find(fn, strlen(fn), true);
    if (!w)
        die("%s() says nowhere that it may run in a process: IN_PROCESS(%s)", fn, fn);
    return executor_submit(x, fn, NULL, arena_strdup(&this_thread->arena, argument));
}

void process_pool_shutdown(struct executor *x)
{
    x->shut = true;
    for (int i = 0; i < x->most; i++)
        if (x->workers[i].process)
            process_tell_to_go_on(x->workers[i].process, "\n");
}
