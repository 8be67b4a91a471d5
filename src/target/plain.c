/* SPDX-License-Identifier: MIT */
#include "target/plain.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/report.h"
#include "live/child.h"
#include "target/heard.h"
#include "target/traced.h"

static int cannot(const char *what, int error)
{
    report("%s: %s", what, strerror(error));
    return 1;
}

/* 0, or an exit status after a sentence. */
static int take_input(const char *path)
{
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (!path)
        return 0;
    if (fd < 0 || dup2(fd, STDIN_FILENO) < 0)
        return cannot(path, errno);
    close(fd);
    return 0;
}

/* Returns only if that cannot be. */
static int become(const struct own *own, char *const *words, char *const *environment)
{
    if (environment)
        execvpe(words[0], words, environment);
    else
        execvp(words[0], words);
    return own_not_run(own, words[0], errno);
}

/* ---- with a trace ---- */

static volatile pid_t running;

static void pass_on(int signum)
{
    if (running > 0)
        kill(running, signum);
}

/* What a terminal sends goes to both; only the program heeds it. What is sent to this one alone is meant
 * for the program, too. */
static void leave_signals_to_it(void)
{
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    signal(SIGTERM, pass_on);
    signal(SIGHUP, pass_on);
}

static int wait_for_it(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) == -1)
        if (errno != EINTR)
            return 1;
    return status;
}

/* As the program has ended, so does this. */
static int end_alike(int status)
{
    struct rlimit none = {0, 0};
    if (WIFSIGNALED(status)) {
        setrlimit(RLIMIT_CORE, &none);
        signal(WTERMSIG(status), SIG_DFL);
        raise(WTERMSIG(status));
    }
    return child_exit_status(status);
}

/* The last whole line says when that was: "n" and "t" as it has them. */
static void put_when(struct buf *b, const char *file)
{
    char tail[4096] = "", *line;
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    off_t end = fd < 0 ? 0 : lseek(fd, 0, SEEK_END), from = end > 4000 ? end - 4000 : 0;
    ssize_t n = fd < 0 ? 0 : pread(fd, tail, 4000, from);
    if (fd >= 0)
        close(fd);
    if (n > 1 && tail[n - 1] == '\n')
        tail[n - 1] = 0;
    line = strrchr(tail, '\n');
    line = strstr(line ? line : tail, "\"n\":");
    if (line && strstr(line, ",\"e\":"))
        buf_printf(b, "%.*s", (int)(strstr(line, ",\"e\":") - line), line);
    else
        buf_puts(b, "\"n\":0,\"t\":0.0");
}

/* What the tracer cannot know. */
static void append_exit(const char *file, int status)
{
    struct buf b = {0};
    int fd = file ? open(file, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    buf_puts(&b, "{");
    put_when(&b, file);
    buf_printf(&b, ",\"e\":\"exit\",\"rc\":%d}\n", child_exit_status(status));
    if (write(fd, b.s, b.len) != (ssize_t)b.len)
        report("%s is cut short: %s", file, strerror(errno));
    close(fd);
    buf_free(&b);
}

/* The child that becomes the program, with its end of a link, or -1. 0, or an exit status after a sentence. */
static int start(const struct own *own, char *const *words, const struct tracer *t, int link)
{
    fflush(stdout);
    running = fork();
    if (running < 0)
        return cannot("no process can be made", errno);
    if (!running) {
        if (link >= 0)
            fcntl(link, F_SETFD, 0);
        _exit(become(own, words, t->environment));
    }
    leave_signals_to_it();
    return 0;
}

static int run_traced(const struct own *own, char *const *words, struct tracer *t, const char *file)
{
    int bad = start(own, words, t, -1);
    if (bad)
        return bad;
    int status = wait_for_it(running);
    tracer_remove_folder(t);
    append_exit(file, status);
    return end_alike(status);
}

/* Where the program may go to another folder, a path from here means no file there. */
static char *whole_path(const char *path)
{
    char *here = *path == '/' ? NULL : realpath(".", NULL), *whole;
    if (asprintf(&whole, "%s%s%s", here ? here : "", here ? "/" : "", path) < 0)
        whole = NULL;
    free(here);
    return whole;
}

static int trace_it(const struct wish *w, char *const *words)
{
    struct tracer t;
    char *file = whole_path(w->own.save ? w->own.save : "/dev/null");
    int bad = traced_open(&t, w, -1, file);
    if (!bad)
        bad = run_traced(&w->own, words, &t, w->own.save ? file : NULL);
    tracer_close(&t);
    free(file);
    return bad;
}

/* ---- heard ---- */

static int keep_trace(struct heard *h, const char *path)
{
    h->keep = (struct keep){.trace = -1, .output = -1};
    if (path)
        h->keep.trace = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    return path && h->keep.trace < 0 ? cannot(path, errno) : 0;
}

static int run_heard(const struct wish *w, char *const *words, struct tracer *t, struct heard *h,
                     int link)
{
    int bad = keep_trace(h, w->own.save);
    if (!bad)
        bad = start(&w->own, words, t, link);
    close(link);
    if (bad)
        return bad;
    int status = heard_all(h, running);
    tracer_remove_folder(t);
    append_exit(w->own.save, status);
    return status;
}

static int hear_it(const struct wish *w, char *const *words, const struct plain_ear *ear)
{
    struct tracer t;
    struct heard h = {.to = ear->to};
    int link = heard_open(&h), bad, status = 0;
    if (link < 0)
        return cannot("no socket can be made", -link);
    bad = traced_open(&t, w, link, NULL);
    if (!bad)
        status = run_heard(w, words, &t, &h, link);
    tracer_close(&t);
    heard_close(&h);
    if (bad || !running)
        return bad ? bad : status;
    ear->over(ear->to);
    return end_alike(status);
}

static int run_words(const struct wish *w, char *const *words, const struct plain_ear *ear)
{
    if (ear)
        return hear_it(w, words, ear);
    return w->own.save || w->clock == CLOCK_VIRTUAL ? trace_it(w, words)
                                                    : become(&w->own, words, NULL);
}

int plain_run(const struct wish *w, const struct plain_ear *ear)
{
    int bad = own_check(&w->own);
    char **words = own_words(&w->own);
    if (!bad)
        bad = take_input(w->own.input);
    if (!bad)
        bad = run_words(w, words, ear);
    own_words_free(words);
    return bad;
}
