/* SPDX-License-Identifier: MIT */
#include "target/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/report.h"
#include "target/peek.h"
#include "target/scenario.h"
#include "trace/load.h"

/* Bytes that are read at a time. */
enum { PIECE = 1 << 17 };

struct file_target {
    struct target target; /* first */
    const char *path;
    FILE *f;
    int fd;        /* to be closed; -1: it is not ours */
    uint64_t size; /* bytes; 0: it is all read before it is shown */
    struct load load;
    char trouble[sizeof((struct load *)0)->error + 80];
};

static struct file_target *self(struct target *t)
{
    return (struct file_target *)t;
}

static int cannot(const char *path, const char *why)
{
    report("%s: %s", path, why);
    return 1;
}

/* Reads on. What is wrong is said by whoever shows it. */
static int read_on(struct file_target *s, size_t bytes)
{
    struct target *t = &s->target;
    int r = load_some(&s->load, bytes);
    t->sources = s->load.sources;
    t->nsources = s->load.nsources;
    t->over = r <= 0;
    t->told = s->size ? (double)s->load.bytes / (double)s->size : 1;
    return r;
}

static void report_cut(const struct file_target *s)
{
    if (s->load.cut)
        report("%s ends within line %u, which was left out", s->path, s->load.lines);
}

/* The beginning of it is told at once, or all. */
/* A program is run, and not read: here one asked for what is over, as to compare it. */
static void say_how(const char *path)
{
    size_t n = strlen(path);
    if (n > 3 && !strcmp(path + n - 3, ".py"))
        report_hint("It is a program: 'loopscope run --save FILE %s' makes a trace of it.", path);
    else
        report_hint("A trace is made with 'loopscope trace SCENE --format ndjson -o FILE'.");
}

static int start(struct target *t, struct observer *to)
{
    struct file_target *s = self(t);
    int r;
    load_begin(&s->load, s->f, to);
    do
        r = read_on(s, PIECE);
    while (r > 0 && !s->size);
    if (r < 0) {
        cannot(s->path, s->load.error);
        say_how(s->path);
        load_close(&s->load);
        return 1;
    }
    report_cut(s);
    return 0;
}

static bool more(struct target *t)
{
    struct file_target *s = self(t);
    int r = read_on(s, PIECE);
    if (r < 0)
        snprintf(s->trouble, sizeof s->trouble, "%s", s->load.error);
    else if (s->load.cut)
        snprintf(s->trouble, sizeof s->trouble, "the file ends within line %u, which was left out",
                 s->load.lines);
    t->status = r < 0;
    t->trouble = s->trouble[0] ? s->trouble : NULL;
    return r > 0;
}

static void finish(struct target *t)
{
    while (!t->over)
        more(t);
}

static double patience(struct target *t)
{
    (void)t;
    return 0;
}

static void stop(struct target *t)
{
    load_close(&self(t)->load);
}

static void free_it(struct target *t)
{
    fclose(self(t)->f);
    if (self(t)->fd >= 0)
        close(self(t)->fd);
    free(t);
}

static const struct target_type type = {
    .start = start,
    .more = more,
    .finish = finish,
    .patience = patience,
    .stop = stop,
    .free = free_it,
};

static void trace_open(struct target **t, FILE *f, int fd, uint64_t size, const struct wish *w)
{
    struct file_target *s = xcalloc(1, sizeof *s);
    const char *slash = strrchr(w->what, '/');
    *s = (struct file_target){
        .target = {.type = &type, .recorded = true, .summary = "a recorded trace"},
        .path = w->what,
        .f = f,
        .fd = fd,
        .size = size,
    };
    s->target.name = slash ? slash + 1 : w->what;
    *t = &s->target;
}

/* own: the file is to be closed. */
static int open_either(struct target **t, int fd, bool own, const struct wish *w)
{
    struct stat st = {0};
    bool scenario;
    int bad = 0;
    if (!fstat(fd, &st) && S_ISDIR(st.st_mode)) {
        bad = cannot(w->what, "is a folder, neither a trace nor a scenario");
    } else {
        FILE *f = peek_open(fd, &scenario);
        if (f && !scenario) {
            bool pieces = w->in_pieces && S_ISREG(st.st_mode);
            trace_open(t, f, own ? fd : -1, pieces ? (uint64_t)st.st_size : 0, w);
            return 0;
        }
        bad = f ? scenario_open(t, f, w) : cannot(w->what, strerror(errno));
        if (f)
            fclose(f);
    }
    if (own)
        close(fd);
    return bad;
}

int file_open(struct target **t, const struct wish *w)
{
    if (!strcmp(w->what, "-"))
        return open_either(t, STDIN_FILENO, false, w);
    int fd = open(w->what, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? cannot(w->what, strerror(errno)) : open_either(t, fd, true, w);
}
