/* SPDX-License-Identifier: MIT */
#include "io/worker.h"

#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

#include "base/buf.h"
#include "base/valgrind.h"
#include "python/thread.h"

static struct worker *workers;

void worker_add(struct worker *w)
{
    w->next = workers;
    workers = w;
}

const struct worker *worker_find(const char *name, size_t n, bool in_pool)
{
    for (const struct worker *w = workers; w; w = w->next)
        if (!w->in_pool == !in_pool && strlen(w->name) == n && !strncmp(w->name, name, n))
            return w;
    return NULL;
}

static void send_all(const char *s, size_t n)
{
    while (n) {
        ssize_t sent = write(WORKER_PIPE, s, n);
        if (sent <= 0)
            _exit(1);
        s += sent;
        n -= (size_t)sent;
    }
}

void worker_say(const char *fmt, ...)
{
    struct buf line = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(&line, fmt, ap);
    va_end(ap);
    buf_putc(&line, '\n');
    send_all(line.s, line.len);
    buf_free(&line);
}

static const char *read_line(void)
{
    static char line[4096];
    size_t n = 0;
    while (n < sizeof line - 1 && read(WORKER_PIPE, line + n, 1) == 1 && line[n] != '\n')
        n++;
    bool whole = line[n] == '\n';
    line[n] = 0;
    return whole || n ? line : NULL;
}

const char *worker_program(void)
{
    static const char self[] = "/proc/self/exe";
    static char path[PATH_MAX];
    size_t n = sizeof path;
    if (!RUNNING_ON_VALGRIND && !access(self, X_OK)) /* there it is valgrind */
        return self;
    return uv_exepath(path, &n) < 0 ? NULL : path;
}

const char *worker_hear(void)
{
    worker_say(WORKER_HEARS);
    return read_line();
}

/* ---- Python's clock in it ---- */

/* It rests until the loop's clock has got there; or it does so itself. */
static bool rests(const char *how, double seconds)
{
    bool real = getenv(WORKER_CLOCK);
    worker_say("%s%.17g", how, seconds);
    if (!real && !read_line())
        _exit(1);
    return !real;
}

static void sleep_here(struct thread *t, double seconds)
{
    (void)t;
    if (!rests(WORKER_SLEEPS, seconds))
        usleep((useconds_t)(seconds * 1e6));
}

static void compute_here(struct thread *t, double seconds)
{
    double takes = getenv(WORKER_CLOCK) ? seconds : thread_compute_virtually(t, seconds);
    if (takes > 0 && !rests(WORKER_COMPUTES, takes))
        thread_compute_really(seconds);
}

/* ---- its beginning ---- */

static bool has_pipe(void)
{
    struct stat s;
    return !fstat(WORKER_PIPE, &s) && S_ISSOCK(s.st_mode);
}

/* No file of the parent's stays open, and it does not outlive the parent. */
static void stand_alone(void)
{
    close_range(WORKER_PIPE + 1, ~0u, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, "loopscope");
    signal(SIGPIPE, SIG_IGN);
}

__attribute__((constructor)) static void begin_as_worker(void)
{
    static struct thread here = {.sleep = sleep_here, .compute = compute_here};
    const char *job = getenv(WORKER_VARIABLE);
    size_t n = job ? strcspn(job, " ") : 0;
    if (!job || !has_pipe())
        return;
    stand_alone();
    this_thread = &here;
    const struct worker *w = worker_find(job, n, false);
    _exit(w ? w->run(job + n + (job[n] == ' ')) : 127);
}
