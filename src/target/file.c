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

struct file_target {
    struct target target; /* first */
    const char *path;
    FILE *f;
    int fd; /* to be closed; -1: it is not ours */
    struct load load;
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

/* All of it is told at once. */
static int start(struct target *t, struct observer *to)
{
    struct file_target *s = self(t);
    if (load_trace(&s->load, s->f, to)) {
        cannot(s->path, s->load.error);
        report_hint("A trace is made with 'loopscope trace SCENE --format ndjson -o FILE'.");
        load_close(&s->load);
        return 1;
    }
    if (s->load.cut)
        report("%s ends within line %u, which was left out", s->path, s->load.lines);
    t->sources = s->load.sources;
    t->nsources = s->load.nsources;
    t->over = true;
    return 0;
}

static bool more(struct target *t)
{
    (void)t;
    return false;
}

static void finish(struct target *t)
{
    (void)t;
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

static const struct target_type type = {start, more,    finish, patience, NULL,
                                        stop,  free_it, NULL,   NULL};

static void trace_open(struct target **t, FILE *f, int fd, const struct wish *w)
{
    struct file_target *s = xcalloc(1, sizeof *s);
    const char *slash = strrchr(w->what, '/');
    *s = (struct file_target){
        .target = {.type = &type, .recorded = true, .summary = "a recorded trace"},
        .path = w->what,
        .f = f,
        .fd = fd,
    };
    s->target.name = slash ? slash + 1 : w->what;
    *t = &s->target;
}

/* own: the file is to be closed. */
static int open_either(struct target **t, int fd, bool own, const struct wish *w)
{
    struct stat st;
    bool scenario;
    int bad = 0;
    if (!fstat(fd, &st) && S_ISDIR(st.st_mode)) {
        bad = cannot(w->what, "is a folder, neither a trace nor a scenario");
    } else {
        FILE *f = peek_open(fd, &scenario);
        if (f && !scenario) {
            trace_open(t, f, own ? fd : -1, w);
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
