/* SPDX-License-Identifier: MIT */
#include "io/cost.h"

#include <pthread.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include "asyncio/gather.h"
#include "base/alloc.h"
#include "io/worker.h"
#include "loop/await.h"

static int nothing(const char *argument)
{
    return *argument;
}
WORKER(nothing)

static void run_process(const char *path)
{
    char job[] = WORKER_VARIABLE "=nothing", *args[] = {(char *)path, NULL}, *env[] = {job, NULL};
    posix_spawn_file_actions_t actions;
    int pipe[2], status;
    pid_t child;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pipe) < 0)
        die("no pipe can be made for a process");
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], WORKER_PIPE);
    if (posix_spawn(&child, path, &actions, NULL, args, env) != 0)
        die("no process can be started");
    posix_spawn_file_actions_destroy(&actions);
    waitpid(child, &status, 0);
    close(pipe[0]);
    close(pipe[1]);
}

double cost_of_process(int n)
{
    const char *path = worker_program();
    uint64_t from = uv_hrtime();
    if (!path)
        die("the program does not find itself");
    for (int i = 0; i < n; i++)
        run_process(path);
    return (double)(uv_hrtime() - from) / 1e9 / n;
}

static void *do_nothing(void *data)
{
    return data;
}

double cost_of_thread(int n)
{
    uint64_t from = uv_hrtime();
    pthread_t thread;
    for (int i = 0; i < n; i++) {
        if (pthread_create(&thread, NULL, do_nothing, NULL) != 0)
            die("no thread can be started");
        pthread_join(thread, NULL);
    }
    return (double)(uv_hrtime() - from) / 1e9 / n;
}

struct nobody {
    struct coro coro;
};

ASYNC_DEFINE(nobody, "nobody", "cost.py", ON_OTHER, NULL, def(1))
{
    async_begin;
    async_end;
}

static struct future *gather_nobody(int n)
{
    struct coro **coros = arena_alloc(&this_thread->arena, (size_t)n * sizeof *coros);
    for (int i = 0; i < n; i++)
        coros[i] = call(nobody);
    return gather_n(coros, (size_t)n, false);
}

struct cost_of_task {
    struct coro coro;
    int n;
    uint64_t from;
};

ASYNC_DEFINE(cost_of_task, "cost_of_task", "cost.py", ON_OTHER, NULL, def(2))
{
    async_begin;
    self->from = uv_hrtime();
    await(gather_nobody(self->n));
    async_return(value_float((double)(uv_hrtime() - self->from) / 1e9 / self->n));
    async_end;
}

struct coro *cost_of_task(int n)
{
    return call(cost_of_task, .n = n);
}

const char *cost_text(double seconds)
{
    static char texts[4][32];
    static int next;
    char *text = texts[next++ % 4];
    if (seconds >= 1e-3)
        snprintf(text, sizeof texts[0], "%.1f ms", seconds * 1e3);
    else if (seconds >= 1e-6)
        snprintf(text, sizeof texts[0], "%.1f µs", seconds * 1e6);
    else
        snprintf(text, sizeof texts[0], "%.0f ns", seconds * 1e9);
    return text;
}
