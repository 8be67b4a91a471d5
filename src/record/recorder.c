/* SPDX-License-Identifier: MIT */
#include "record/recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

enum { NAMES = 10000 }; /* that are tried */

/* ---- the file ---- */

/* Never waits: a pipe that nobody reads is an error, as a full one is. */
static int open_path(const char *path, int flags)
{
    return open(path, O_WRONLY | O_CREAT | O_NONBLOCK | O_CLOEXEC | flags, 0666);
}

static int open_free(char **path)
{
    struct buf name = {0};
    int fd = -1;
    errno = EEXIST;
    for (int i = 1; fd < 0 && errno == EEXIST && i <= NAMES; i++) {
        buf_clear(&name);
        buf_printf(&name, "loopscope-%d.cast", i);
        fd = open_path(name.s, O_EXCL);
    }
    int error = errno;
    *path = xstrdup(name.s);
    buf_free(&name);
    errno = error;
    return fd;
}

static ssize_t write_again(int fd, const char *s, size_t n)
{
    ssize_t written;
    do
        written = write(fd, s, n);
    while (written < 0 && errno == EINTR);
    return written;
}

/* A file that may grow no more, and a pipe without a reader, are errors, and not the end of the
 * program. */
static ssize_t write_quietly(int fd, const char *s, size_t n)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, on_pipe, on_size;
    sigaction(SIGPIPE, &ignore, &on_pipe);
    sigaction(SIGXFSZ, &ignore, &on_size);
    ssize_t written = write_again(fd, s, n);
    int error = errno;
    sigaction(SIGPIPE, &on_pipe, NULL);
    sigaction(SIGXFSZ, &on_size, NULL);
    errno = error;
    return written;
}

/* Could a write end the program? Most files are neither limited nor pipes. */
static bool may_signal(int fd)
{
    struct stat st;
    struct rlimit size;
    return fstat(fd, &st) || !S_ISREG(st.st_mode) || getrlimit(RLIMIT_FSIZE, &size) ||
           size.rlim_cur != RLIM_INFINITY;
}

static int write_out(struct recorder *r)
{
    size_t done = 0;
    while (done < r->out.len) {
        const char *s = r->out.s + done;
        size_t left = r->out.len - done;
        ssize_t n = r->signals ? write_quietly(r->fd, s, left) : write_again(r->fd, s, left);
        if (n < 0)
            return errno;
        done += (size_t)n;
    }
    r->whole += (off_t)done;
    r->seconds = (double)r->cast.at / 1e6;
    buf_clear(&r->out);
    return 0;
}

/* A file in which there is no whole frame is none. */
static void leave_whole_frames(const struct recorder *r)
{
    struct stat st;
    if (fstat(r->fd, &st) || !S_ISREG(st.st_mode))
        return;
    if (!r->whole)
        unlink(r->path);
    else if (ftruncate(r->fd, r->whole))
        return; /* what is left behind them is less than a line */
}

static int end(struct recorder *r, int error)
{
    if (error)
        leave_whole_frames(r);
    if (close(r->fd) && !error && errno != EINTR)
        error = errno;
    buf_free(&r->out);
    cast_close(&r->cast);
    r->on = false;
    return error;
}

/* ---- recording ---- */

int recorder_start(struct recorder *r, const char *path, const struct screen *s,
                   const struct theme *t, enum depth depth, const char *title, double now)
{
    *r = (struct recorder){.began = now};
    if (path) {
        r->path = xstrdup(path);
        r->fd = open_path(path, O_TRUNC);
    } else {
        r->fd = open_free(&r->path);
    }
    if (r->fd < 0)
        return errno;
    r->on = true;
    r->signals = may_signal(r->fd);
    cast_start(&r->cast, &r->out, s->h, s->w, title, t, depth);
    return recorder_frame(r, s, t, now);
}

int recorder_frame(struct recorder *r, const struct screen *s, const struct theme *t, double now)
{
    if (r->cast.differ.theme != t)
        cast_recolor(&r->cast, t);
    cast_frame(&r->cast, s, now - r->began);
    int error = write_out(r);
    return error ? end(r, error) : 0;
}

void recorder_key(struct recorder *r, const char *bytes, double now)
{
    cast_key(&r->cast, bytes, now - r->began);
}

int recorder_stop(struct recorder *r, double now)
{
    cast_end(&r->cast, now - r->began);
    return end(r, write_out(r));
}

void recorder_close(struct recorder *r)
{
    free(r->path);
    r->path = NULL;
}
