/* SPDX-License-Identifier: MIT */
/* The whole program on a terminal of ours (a pty): how long until the first frame, and from a key
 * to its frame.
 *
 * A frame has been painted when nothing more comes for a while. The program is $LOOPSCOPE, or the
 * loopscope beside this program; where neither runs there are no figures. */
#include "tests/bench.h"

#include <limits.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"

enum { KEYS = 60, STARTS = 5, QUIET_MS = 40, FIRST_MS = 3000, WHOLE_FRAME = 1000 };

struct terminal {
    int fd;
    pid_t child;
};

struct painted {
    double us;  /* until the last byte of it */
    long bytes; /* 0: nothing came */
};

static const char *program(void)
{
    static char path[PATH_MAX];
    const char *given = getenv("LOOPSCOPE");
    if (given)
        return given;
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - sizeof "loopscope");
    if (n <= 0)
        return "";
    path[n] = 0;
    strcpy(strrchr(path, '/') + 1, "loopscope");
    return path;
}

/* record: what it is recorded into; NULL: it is not. */
static void terminal_open(struct terminal *t, int h, int w, const char *record)
{
    struct winsize size = {.ws_row = (unsigned short)h, .ws_col = (unsigned short)w};
    t->child = forkpty(&t->fd, NULL, NULL, &size);
    if (t->child < 0)
        die("no pty to be had");
    if (t->child)
        return;
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    execl(program(), "loopscope", "count", record ? "--record" : (char *)NULL, record,
          (char *)NULL);
    _exit(127);
}

static void terminal_close(struct terminal *t)
{
    kill(t->child, SIGTERM);
    close(t->fd);
    waitpid(t->child, NULL, 0);
}

/* Reads what is painted, from `start` on; waits at most first_ms for the first of it. */
static struct painted read_frame(struct terminal *t, uint64_t start, int first_ms)
{
    struct painted p = {0};
    struct pollfd fd = {.fd = t->fd, .events = POLLIN};
    char bytes[65536];
    while (poll(&fd, 1, p.bytes ? QUIET_MS : first_ms) > 0) {
        ssize_t n = read(t->fd, bytes, sizeof bytes);
        if (n <= 0)
            break;
        p.us = (double)(uv_hrtime() - start) / 1e3;
        p.bytes += n;
    }
    return p;
}

/* False: it does not run. */
static bool start(struct terminal *t, int h, int w, const char *record, struct painted *p)
{
    uint64_t at = uv_hrtime();
    terminal_open(t, h, w, record);
    *p = read_frame(t, at, FIRST_MS);
    if (p->bytes >= WHOLE_FRAME)
        return true;
    terminal_close(t);
    return false;
}

static void bench_start(int variant)
{
    (void)variant;
    double ms[STARTS], bytes = 0;
    for (int i = 0; i < STARTS; i++) {
        struct terminal t;
        struct painted p;
        if (!start(&t, 24, 80, NULL, &p))
            return;
        ms[i] = p.us / 1e3;
        bytes = (double)p.bytes;
        terminal_close(&t);
    }
    figure(percentile(ms, STARTS, 0.5), "start");
    figure(bytes, "start bytes");
}

/* How long it has had a processor. */
static double processor_us(const struct terminal *t)
{
    char path[64];
    double ns = 0;
    snprintf(path, sizeof path, "/proc/%d/schedstat", (int)t->child);
    FILE *f = fopen(path, "r");
    if (!f || fscanf(f, "%lf", &ns) != 1)
        ns = 0;
    if (f)
        fclose(f);
    return ns / 1e3;
}

/* What comes of a key. */
struct answer {
    double us, processor_us, bytes;
};

static bool press_keys(int h, int w, const char *record, struct answer *a)
{
    double us[KEYS], bytes = 0;
    size_t n = 0;
    struct terminal t;
    struct painted p;
    if (!start(&t, h, w, record, &p))
        return false;
    double before = processor_us(&t);
    for (int i = 0; i < KEYS; i++) {
        uint64_t at = uv_hrtime();
        if (write(t.fd, "s", 1) != 1)
            break;
        p = read_frame(&t, at, 1000);
        if (!p.bytes)
            break;
        us[n++] = p.us;
        bytes += (double)p.bytes;
    }
    double spent = processor_us(&t) - before;
    terminal_close(&t);
    if (n)
        *a = (struct answer){percentile(us, n, 0.5), spent / (double)n, bytes / (double)n};
    return n;
}

static void bench_key(int variant)
{
    static const char *const names[] = {"80x24", "200x50"};
    char path[] = "/tmp/bench-XXXXXX";
    int h = variant ? 50 : 24, w = variant ? 200 : 80;
    struct answer plain, recorded;
    close(mkstemp(path));
    if (press_keys(h, w, NULL, &plain) && press_keys(h, w, path, &recorded)) {
        figure(plain.us, "key %s", names[variant]);
        figure(plain.bytes, "key %s bytes", names[variant]);
        figure(plain.processor_us, "key %s processor", names[variant]);
        figure(recorded.us, "key %s recorded", names[variant]);
        figure(recorded.processor_us, "key %s recorded processor", names[variant]);
    }
    unlink(path);
}

const struct bench terminal_benches[] = {
    {"start", bench_start, 1, 3, NULL},
    {"key", bench_key, 2, 3, NULL},
    {0},
};
