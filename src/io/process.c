/* SPDX-License-Identifier: MIT */
#include "io/process.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/reader.h"
#include "io/settle.h"
#include "io/streams.h"
#include "io/worker.h"
#include "loop/await.h"

struct process {
    uv_process_t child;
    uv_pipe_t pipe;
    struct processes *all;
    struct process *next;
    uint32_t number, actor;  /* of the loop's processes; in events */
    const char *name, *worker;
    bool acts;               /* it has been started, told or killed, and has not answered yet */
    struct reader reader;    /* what it said */
    bool end, exited, told;  /* its end of the pipe is closed; it is gone; and that was told */
    int64_t status;          /* then: its exit status, or the negative of a signal */
    struct future line, gone;
    bool waits, queued;
    struct handle news;
};

struct processes {
    struct poller poller;
    struct loop *loop;
    struct process *first; /* in order of their numbers */
    uint32_t n;
};

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
    loop_emit(p->all->loop, EV_PROCESS, e, &note);
}

/* ---- what libuv brings is only noted ---- */

static void on_read(uv_stream_t *pipe, ssize_t n, const uv_buf_t *from)
{
    struct process *p = pipe->data;
    if (n > 0)
        buf_add(&p->reader.come, from->base, (size_t)n);
    p->acts &= !(n > 0 && memchr(from->base, '\n', (size_t)n));
    p->end |= n < 0;
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

static void settle(struct poller *p)
{
    io_settle(processes_of(p)->loop, moves, p);
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

static void deliver_one(struct process *p)
{
    bool news = p->reader.come.len || (is_gone(p) && !p->told);
    if (p->reader.come.len) {
        tell(p, LEG_RECEIVED, p->reader.come.s, p->reader.come.len);
        reader_told(&p->reader);
    }
    if (is_gone(p) && !p->told)
        tell_end(p);
    if (!news || p->queued)
        return;
    p->queued = true;
    p->news.type = &news_type;
    loop_found(p->all->loop, &p->news);
}

static void deliver(struct poller *all)
{
    for (struct process *p = processes_of(all)->first; p; p = p->next)
        deliver_one(p);
}

static bool busy(struct poller *all)
{
    for (const struct process *p = processes_of(all)->first; p; p = p->next)
        if (!p->told)
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
    }
}

static const struct poller_type processes_type = {
    .name = "a process goes on",
    .wired = true,
    .settle = settle,
    .has_news = has_news,
    .deliver = deliver,
    .busy = busy,
    .close = close_all,
};

static struct processes *running_processes(void)
{
    struct processes *all = io_poller(&processes_type, sizeof *all);
    all->loop = get_running_loop();
    return all;
}

/* ---- a child ---- */

/* Nothing of its surroundings is the parent's: no variables, no files but the pipe. */
static int spawn(struct process *p, const char *worker, const char *argument)
{
    struct buf job = {0};
    const char *program = worker_program();
    char called[] = "loopscope", locale[] = "LC_ALL=C";
    if (!program)
        return UV_ENOENT;
    buf_printf(&job, "%s=%s %s", WORKER_VARIABLE, worker, argument);
    char *args[] = {called, NULL}, *env[] = {locale, job.s, NULL};
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

static struct process *start(const char *called, const char *worker, const char *argument)
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
    self->process = start(self->called, self->worker, self->argument);
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

void process_write(struct process *p, const char *line)
{
    size_t n = strlen(line);
    if (is_gone(p) || p->told)
        return;
    if (!io_write((uv_stream_t *)&p->pipe, line, n, NULL, on_written))
        return;
    p->acts = true;
    tell(p, LEG_SENT, line, n);
}

void process_kill(struct process *p)
{
    if (p->exited)
        return;
    tell(p, LEG_DROPPED, NULL, 0);
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
