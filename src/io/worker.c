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

static struct worker *workers;

void worker_add(struct worker *w)
{
    w->next = workers;
    workers = w;
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

const char *worker_hear(void)
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
    if (!access(self, X_OK))
        return self;
    return uv_exepath(path, &n) < 0 ? NULL : path;
}

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
    const char *job = getenv(WORKER_VARIABLE);
    size_t n = job ? strcspn(job, " ") : 0;
    if (!job || !has_pipe())
        return;
    stand_alone();
    for (struct worker *w = workers; w; w = w->next)
        if (strlen(w->name) == n && !strncmp(w->name, job, n))
            _exit(w->run(job + n + (job[n] == ' ')));
    _exit(127);
}
