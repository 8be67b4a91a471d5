/* SPDX-License-Identifier: MIT */
/* The whole program on a terminal of ours (a pty): how long until the first frame, and from a key
 * to its frame.
 *
 * A frame has been painted when nothing more comes for a while. The program is $LOOPSCOPE, or the
 * loopscope beside this program; where neither runs there are no figures. */
#include "tests/bench.h"

#include <curses.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "trace/save.h"

enum { KEYS = 40, STARTS = 5, QUIET_MS = 40, FIRST_MS = 3000, WHOLE_FRAME = 1000 };

struct terminal {
    int fd;
    pid_t child;
};

struct painted {
    double first, whole, us; /* until the first byte of it, until it must be whole, and the last */
    long bytes;              /* 0: nothing came */
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

/* ---- the least that a program of curses and uv does for a key: a number counts on ---- */

static uv_poll_t least_input;
static int least_keys;

static void least_draw(void)
{
    erase();
    for (int y = 0; y < LINES - 1; y++)
        mvprintw(y, 0, "line %d of what stands still", y);
    mvprintw(LINES - 1, 0, "%d keys", least_keys);
    refresh();
}

static void least_key(uv_poll_t *poll, int error, int events)
{
    char keys[64];
    (void)poll, (void)error, (void)events;
    if (read(STDIN_FILENO, keys, sizeof keys) > 0)
        least_keys++;
    least_draw();
}

static void least_program(void)
{
    initscr();
    cbreak();
    noecho();
    for (int i = 0; i < 40; i++)
        mvprintw(i % LINES, 40, "so that the first frame is as long as others");
    least_draw();
    uv_poll_init(uv_default_loop(), &least_input, STDIN_FILENO);
    uv_poll_start(&least_input, UV_READABLE, least_key);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}

/* ---- a terminal ---- */

/* What runs in it: loopscope with the scene or file, recorded or not (NULL); with none the least program. */
struct show {
    const char *what, *record;
};

static void run_in_terminal(const struct show *show)
{
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    if (!show->what)
        least_program();
    else
        execl(program(), "loopscope", show->what, show->record ? "--record" : (char *)NULL,
              show->record, (char *)NULL);
    _exit(127);
}

static void terminal_open(struct terminal *t, int h, int w, const struct show *show)
{
    struct winsize size = {.ws_row = (unsigned short)h, .ws_col = (unsigned short)w};
    t->child = forkpty(&t->fd, NULL, NULL, &size);
    if (t->child < 0)
        die("no pty to be had");
    if (!t->child)
        run_in_terminal(show);
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
        p.first = p.bytes ? p.first : p.us;
        p.bytes += n;
        p.whole = p.whole > 0 || p.bytes < WHOLE_FRAME ? p.whole : p.us;
    }
    return p;
}

/* False: it does not run. */
static bool start(struct terminal *t, int h, int w, const struct show *show, struct painted *p)
{
    uint64_t at = uv_hrtime();
    terminal_open(t, h, w, show);
    *p = read_frame(t, at, FIRST_MS);
    if (p->bytes >= (show->what ? WHOLE_FRAME : 1))
        return true;
    terminal_close(t);
    return false;
}

/* Milliseconds until the first frame, the median; NAN: it does not run. */
static double time_starts(const struct show *show, double *bytes)
{
    double ms[STARTS];
    for (int i = 0; i < STARTS; i++) {
        struct terminal t;
        struct painted p;
        if (!start(&t, 24, 80, show, &p))
            return NAN;
        ms[i] = p.whole / 1e3;
        *bytes = (double)p.bytes;
        terminal_close(&t);
    }
    return percentile(ms, STARTS, 0.5);
}

static void bench_start(int variant)
{
    (void)variant;
    double bytes, ms = time_starts(&(struct show){.what = "count"}, &bytes);
    if (isnan(ms))
        return;
    figure(ms, "start");
    figure(bytes, "start bytes");
}

/* A trace of a few hundred megabytes, of which a frame is there before the rest is read. */
static void bench_start_file(int variant)
{
    (void)variant;
    char path[] = "/tmp/bench-XXXXXX.ndjson";
    FILE *f = fdopen(mkstemps(path, (int)strlen(".ndjson")), "w");
    struct player p;
    struct buf text = {0};
    work_open(&p, (struct work){WORK_MIX, 1000, 1000000}, 1000000);
    while (p.model.cursor < p.trace.end && player_step(&p, 1))
        save_event(&text, &p.model);
    player_close(&p);
    if (!f || fwrite(text.s, 1, text.len, f) != text.len || fclose(f))
        die("no file to be written: %s", path);
    double bytes, ms = time_starts(&(struct show){.what = path}, &bytes);
    unlink(path);
    if (isnan(ms))
        return;
    figure(ms, "start of a file");
    figure((double)text.len / 1e6, "start of a file of");
    buf_free(&text);
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
    double first, us, processor_us, bytes;
};

static bool press_keys(int h, int w, const struct show *show, struct answer *a)
{
    double first[KEYS], us[KEYS], bytes = 0;
    size_t n = 0;
    struct terminal t;
    struct painted p;
    if (!start(&t, h, w, show, &p))
        return false;
    double before = processor_us(&t);
    for (int i = 0; i < KEYS; i++) {
        uint64_t at = uv_hrtime();
        if (write(t.fd, "s", 1) != 1)
            break;
        p = read_frame(&t, at, 1000);
        if (!p.bytes)
            break;
        first[n] = p.first;
        us[n++] = p.us;
        bytes += (double)p.bytes;
    }
    double spent = processor_us(&t) - before;
    terminal_close(&t);
    if (n)
        *a = (struct answer){percentile(first, n, 0.5), percentile(us, n, 0.5), spent / (double)n,
                             bytes / (double)n};
    return n;
}

static void bench_key(int variant)
{
    static const char *const names[] = {"80x24", "200x50"};
    const char *name = names[variant];
    char path[] = "/tmp/bench-XXXXXX";
    int h = variant ? 50 : 24, w = variant ? 200 : 80;
    struct answer least, plain, recorded;
    close(mkstemp(path));
    if (press_keys(h, w, &(struct show){0}, &least) &&
        press_keys(h, w, &(struct show){.what = "count"}, &plain) &&
        press_keys(h, w, &(struct show){"count", path}, &recorded)) {
        figure(least.first, "key, curses and uv alone");
        figure(plain.us, "key %s", name);
        figure(plain.first, "key %s first byte", name);
        figure(plain.first / least.first, "key %s of curses and uv", name);
        figure(plain.bytes, "key %s bytes", name);
        figure(plain.processor_us, "key %s processor", name);
        figure(recorded.us, "key %s recorded", name);
        figure(recorded.processor_us, "key %s recorded processor", name);
    }
    unlink(path);
}

const struct bench terminal_benches[] = {
    {"start", bench_start, 1, 3, NULL},
    {"start-file", bench_start_file, 1, 1, NULL},
    {"key", bench_key, 2, 1, NULL},
    {0},
};
