/* SPDX-License-Identifier: MIT */
#include "io/process.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asyncio/py.h"
#include "io/process_parts.h"
#include "io/settle.h"
#include "io/streams.h"
#include "io/worker.h"
#include "loop/await.h"

static struct processes *processes_of(struct poller *p)
{
    return (struct processes *)p;
}

static void tell(struct process *p, enum leg leg, const char *text, size_t n)
{
    struct event e = {.actor = p->actor, .ref = p->number, .what = leg};
    struct note note = {.name = p->name, .text = text, .len = n};
    if (leg == LEG_OPEN)
        note.coro = p->worker;
    stack_put_place(p->all->loop->stack, &note);
    loop_emit(p->all->loop, EV_PROCESS, e, &note);
}

/* ---- what libuv brings is only noted ---- */

/* A line that is no output: what it is about to do. */
static void note_request(struct process *p, const char *line)
{
    size_t sleeps = strlen(WORKER_SLEEPS), computes = strlen(WORKER_COMPUTES);
    p->acts = false;
    p->asks = REST_NONE;
    if (!strncmp(line, WORKER_SLEEPS, sleeps)) {
        p->asks = REST_SLEEP;
        p->seconds = strtod(line + sleeps, NULL);
    } else if (!strncmp(line, WORKER_COMPUTES, computes)) {
        p->asks = REST_COMPUTE;
        p->seconds = strtod(line + computes, NULL);
    }
}

static void cut(struct buf *b, size_t n)
{
    memmove(b->s, b->s + n, b->len - n);
    b->len -= n;
    b->s[b->len] = 0;
}

/* Whole lines; what has no newline is output only where no more will come. */
static void sort_lines(struct process *p)
{
    char *line = p->raw.s, *end;
    while (line && (end = memchr(line, '\n', p->raw.len - (size_t)(line - p->raw.s)))) {
        if (!strncmp(line, WORKER_ASKS, strlen(WORKER_ASKS)))
            note_request(p, line);
        else
            buf_add(&p->reader.come, line, (size_t)(end - line) + 1);
        line = end + 1;
    }
    if (line)
        cut(&p->raw, (size_t)(line - p->raw.s));
    if (p->end) {
        buf_add(&p->reader.come, buf_str(&p->raw), p->raw.len);
        buf_clear(&p->raw);
    }
}

static void on_read(uv_stream_t *pipe, ssize_t n, const uv_buf_t *from)
{
    struct process *p = pipe->data;
    if (n > 0)
        buf_add(&p->raw, from->base, (size_t)n);
    p->end |= n < 0;
    sort_lines(p);
    if (n < 0)
        uv_read_stop(pipe);
    free(from->base);
    loop_rouse(p->all->loop);
}

static void on_exit_of(uv_process_t *child, int64_t status, int signal)
{
    struct process *p = child->data;
    p->exited = true;
    p->status = signal ? -signal : status;
    loop_rouse(p->all->loop);
}

/* ---- the poller ---- */

static bool is_gone(const struct process *p)
{
    return p->exited && p->end;
}

static bool moves(void *data)
{
    const struct processes *all = data;
    for (const struct process *p = all->first; p; p = p->next)
        if (!is_gone(p) && (p->acts || p->exited || p->end))
            return true;
    return false;
}

/* ---- who rests until the clock has got there ---- */

static void begin_rest(struct process *p)
{
    struct processes *all = p->all;
    double now = all->loop->clock.now;
    bool computes = p->asks == REST_COMPUTE, real = all->loop->clock.mode == CLOCK_REAL;
    struct event e = {.actor = p->actor,
                      .ref = p->number,
                      .what = computes ? LEG_COMPUTES : LEG_SLEEPS,
                      .handle = computes && !real ? (uint32_t)all->cores.n : 0};
    struct note n = {.name = p->name, .number = p->seconds, .has = HAS_NUMBER};
    loop_emit(all->loop, EV_PROCESS, e, &n);
    p->rests = real ? REST_NONE : p->asks;
    p->asks = REST_NONE;
    p->rest_number = ++all->rests;
    p->wake = now + p->seconds;
    if (p->rests == REST_COMPUTE)
        share_begin(&all->cores, &p->share, now, p->seconds);
}

static void begin_rests(struct processes *all)
{
    for (struct process *p = all->first; p; p = p->next)
        if (p->asks)
            begin_rest(p);
}

static void end_rest(struct process *p)
{
    if (p->rests == REST_COMPUTE)
        share_end(&p->all->cores, &p->share);
    p->rests = REST_NONE;
}

static double wake_of(const struct process *p)
{
    if (p->rests == REST_COMPUTE)
        return p->share.done < 0 ? INFINITY : share_done(&p->share);
    return p->rests ? p->wake : INFINITY;
}

static struct process *next_to_wake(const struct processes *all)
{
    struct process *first = NULL;
    for (struct process *p = all->first; p; p = p->next) {
        double wake = wake_of(p), before = first ? wake_of(first) : INFINITY;
        if (wake < before || (first && wake == before && p->rest_number < first->rest_number))
            first = p;
    }
    return first;
}

static double due(struct poller *p)
{
    struct processes *all = processes_of(p);
    const struct process *next = next_to_wake(all);
    return fmin(next ? wake_of(next) : INFINITY, share_due(&all->cores));
}

static void advance(struct poller *p, double now)
{
    struct processes *all = processes_of(p);
    (void)now;
    share_run(&all->cores, due(p));
    struct process *next = next_to_wake(all);
    end_rest(next);
    process_tell_to_go_on(next, "\n");
}

static void settle(struct poller *p)
{
    io_settle(processes_of(p)->loop, moves, p);
    begin_rests(processes_of(p));
}

static bool has_news(struct poller *all)
{
    for (const struct process *p = processes_of(all)->first; p; p = p->next)
        if (p->reader.come.len || (is_gone(p) && !p->told))
            return true;
    return false;
}

static size_t line_length(const struct process *p)
{
    return reader_line(&p->reader, p->told);
}

static void finish(struct future *f, struct value v)
{
    if (!future_done(f))
        future_set_result(f, v);
}

static void pipe_ready(struct handle *h, struct future *arg)
{
    struct process *p = (struct process *)((char *)h - offsetof(struct process, news));
    (void)arg;
    p->queued = false;
    if (p->waits && (line_length(p) || p->told))
        finish(&p->line, NONE);
    if (p->told)
        finish(&p->gone, value_int(p->status));
}

static const struct handle_type news_type = {"_UnixReadPipeTransport._read_ready", HANDLE_CALLBACK,
                                             pipe_ready, NULL};

static void tell_end(struct process *p)
{
    char text[48];
    p->told = true;
    if (p->status < 0)
        snprintf(text, sizeof text, "killed by signal %d", (int)-p->status);
    else
        snprintf(text, sizeof text, "exit status %d", (int)p->status);
    tell(p, p->status < 0 ? LEG_KILLED : LEG_EXITED, text, strlen(text));
}

void process_tell_news(struct process *p)
{
    if (p->reader.come.len) {
        tell(p, LEG_RECEIVED, p->reader.come.s, p->reader.come.len);
        reader_told(&p->reader);
    }
    if (is_gone(p) && !p->told)
        tell_end(p);
}

static void deliver_one(struct process *p)
{
    bool news = p->reader.come.len || (is_gone(p) && !p->told);
    process_tell_news(p);
    if (!news || p->queued || p->pooled)
        return;
    p->queued = true;
    p->news.type = &news_type;
    loop_found(p->all->loop, &p->news);
}

static void deliver(struct poller *all)
{
    begin_rests(processes_of(all));
    for (struct process *p = processes_of(all)->first; p; p = p->next)
        deliver_one(p);
}

static bool busy(struct poller *all)
{
    for (const struct process *p = processes_of(all)->first; p; p = p->next)
        if (!p->told && !p->pooled)
            return true;
    return false;
}

static void close_one(struct process *p)
{
    if (!p->exited)
        uv_process_kill(&p->child, SIGKILL);
    if (!uv_is_closing((uv_handle_t *)&p->pipe))
        uv_close((uv_handle_t *)&p->pipe, NULL);
}

static void close_all(struct poller *all)
{
    struct processes *ps = processes_of(all);
    for (struct process *p = ps->first; p; p = p->next)
        close_one(p);
    for (struct process *p = ps->first; p; p = p->next) {
        while (!p->exited)
            uv_run(&ps->loop->uv, UV_RUN_ONCE);
        uv_close((uv_handle_t *)&p->child, NULL);
        reader_close(&p->reader);
        buf_free(&p->raw);
    }
}

static const struct poller_type processes_type = {
    .name = "a process goes on",
    .wired = true,
    .settle = settle,
    .has_news = has_news,
    .due = due,
    .advance = advance,
    .deliver = deliver,
    .busy = busy,
    .close = close_all,
};

struct processes *running_processes(void)
{
    struct processes *all = io_poller(&processes_type, sizeof *all);
    if (!all->loop)
        all->cores = processors_of(py_cores(), SWITCH_INTERVAL);
    all->loop = get_running_loop();
    return all;
}

/* ---- a child ---- */

/* Nothing of its surroundings is the parent's: no variables, no files but the pipe. */
static int spawn(struct process *p, const char *worker, const char *argument)
{
    struct buf job = {0};
    const char *program = worker_program();
    char called[] = "loopscope", locale[] = "LC_ALL=C", real[] = WORKER_CLOCK "=1";
    bool is_real = p->all->loop->clock.mode == CLOCK_REAL;
    if (!program)
        return UV_ENOENT;
    buf_printf(&job, "%s=%s %s", WORKER_VARIABLE, worker, argument);
    char *args[] = {called, NULL}, *env[] = {locale, job.s, is_real ? real : NULL, NULL};
    uv_stdio_container_t stdio[WORKER_PIPE + 1] = {
        [WORKER_PIPE] = {.flags = UV_CREATE_PIPE | UV_READABLE_PIPE | UV_WRITABLE_PIPE,
                         .data.stream = (uv_stream_t *)&p->pipe}};
    uv_process_options_t options = {.file = program,
                                    .args = args,
                                    .env = env,
                                    .exit_cb = on_exit_of,
                                    .stdio = stdio,
                                    .stdio_count = WORKER_PIPE + 1};
    int bad = uv_spawn(&p->all->loop->uv, &p->child, &options);
    buf_free(&job);
    return bad;
}

static struct process *process_new(const char *called)
{
    struct processes *all = running_processes();
    struct process *p = arena_alloc(&this_thread->arena, sizeof *p), **at = &all->first;
    p->all = all;
    p->name = called;
    p->number = ++all->n;
    p->child.data = p->pipe.data = p;
    future_init(&p->line, &embedded_future);
    future_init(&p->gone, &embedded_future);
    uv_pipe_init(&all->loop->uv, &p->pipe, 0);
    while (*at)
        at = &(*at)->next;
    *at = p;
    return p;
}

struct process *process_start(const char *called, const char *worker, const char *argument)
{
    struct process *p = process_new(called);
    p->worker = worker;
    int bad = spawn(p, worker, argument);
    if (bad) {
        p->exited = p->end = p->told = true;
        this_thread->error = error_text(&OSError, "%s: %s", called, uv_strerror(bad));
        return NULL;
    }
    p->acts = true;
    p->actor = ++p->all->loop->emitter.actors;
    tell(p, LEG_OPEN, NULL, 0);
    uv_read_start((uv_stream_t *)&p->pipe, reader_room, on_read);
    return p;
}

struct create_process {
    struct coro coro;
    const char *called, *worker, *argument;
    struct process *process, **to;
};

ASYNC_DEFINE(create_process, "create_subprocess_exec", "asyncio/subprocess.py", ON_SPAWN, NULL,
             def(214))
{
    async_begin;
    self->process = process_start(self->called, self->worker, self->argument);
    if (!self->process)
        raise(this_thread->error);
    await_next_tick();
    *self->to = self->process;
    async_end;
}

struct coro *create_process(const char *called, const char *worker, const char *argument,
                            struct process **to)
{
    return call(create_process, .called = called, .worker = worker,
                .argument = arena_strdup(&this_thread->arena, argument), .to = to);
}

/* ---- what is said to and fro ---- */

struct process_readline {
    struct coro coro;
    struct process *process;
};

ASYNC_DEFINE(process_readline, "StreamReader.readline", "asyncio/streams.py", ON_READLINE, NULL,
             def(531))
{
    async_begin;
    while (!line_length(self->process) && !self->process->told) {
        future_init(&self->process->line, &embedded_future);
        self->process->waits = true;
        await_then(&self->process->line, self->process->waits = false);
    }
    async_return(reader_take(&self->process->reader, line_length(self->process)));
    async_end;
}

struct coro *process_readline(struct process *p)
{
    return call(process_readline, .process = p);
}

static void on_written(uv_write_t *request, int status)
{
    (void)status;
    free(request);
}

/* false: it is gone. */
static bool put(struct process *p, const char *line)
{
    if (is_gone(p) || p->told)
        return false;
    p->acts |= io_write((uv_stream_t *)&p->pipe, line, strlen(line), NULL, on_written);
    return p->acts;
}

void process_tell_to_go_on(struct process *p, const char *line)
{
    put(p, line);
}

void process_write(struct process *p, const char *line)
{
    if (put(p, line))
        tell(p, LEG_SENT, line, strlen(line));
}

void process_kill(struct process *p)
{
    if (p->exited)
        return;
    tell(p, LEG_DROPPED, NULL, 0);
    end_rest(p);
    p->acts = true;
    uv_process_kill(&p->child, SIGKILL);
}

struct process_wait {
    struct coro coro;
    struct process *process;
};

ASYNC_DEFINE(process_wait, "Process.wait", "asyncio/subprocess.py", ON_EXIT, NULL, def(134))
{
    async_begin;
    if (!future_done(&self->process->gone))
        await(&self->process->gone);
    async_return(value_int(self->process->status));
    async_end;
}

struct coro *process_wait(struct process *p)
{
    return call(process_wait, .process = p);
}
