/* SPDX-License-Identifier: MIT */
/* Scenes with real parts and with threads, let loose in real time, over and over in one process: none
 * may hang, leave a thread, a child, a zombie or an open file behind, take more and more memory, or
 * tell an event that is torn.
 *
 *     soak [N] [SCENE]...     so many runs of each (1000); the exit status is 1 if anything was wrong */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include "base/alloc.h"
#include "scenes/scene.h"
#include "target/scene.h"

enum { RUNS = 1000, SLOWEST = 60, WARM = 20, MAY_GROW = 2048 /* KiB */ };

/* Those with threads of the system or of a pool, and their like of tasks: which may end in a deadlock,
 * as they are let loose; and how often one is run at most, of which each run takes seconds. */
static const struct threaded {
    const char *name;
    bool may_be_stuck;
    int most;
} threaded[] = {
    {.name = "threads"},
    {.name = "race"},
    {.name = "race-async"},
    {.name = "deadlock", .may_be_stuck = true},
    {.name = "deadlock-async", .may_be_stuck = true, .most = 300},
    {.name = "gil", .most = 10},
    {.name = "executor", .most = 300},
};
enum { STUCK = 3 }; /* its status */

/* What one run tells: seen event by event. */
struct watcher {
    struct observer observer; /* first */
    uint32_t tick, running;   /* the handle that runs, 0: none */
    uint32_t tasks, ended, legs, lines;
    double time;
    const char *torn; /* what was wrong first; NULL: nothing */
};

static void must(struct watcher *w, bool good, const char *what)
{
    if (!good && !w->torn)
        w->torn = what;
}

static void see(struct observer *o, const struct event *e, const struct note *n)
{
    struct watcher *w = (struct watcher *)o;
    must(w, e->kind < EV_KINDS, "a kind that there is not");
    must(w, e->time >= w->time, "time went back");
    must(w, e->tick >= w->tick, "a tick came twice");
    w->time = e->time;
    w->tick = e->tick;
    if (e->kind == EV_BEGIN) {
        must(w, !w->running, "a handle began within another");
        w->running = e->handle;
    } else if (e->kind == EV_END) {
        must(w, w->running == e->handle, "a handle ended that did not run");
        w->running = 0;
    }
    w->tasks += e->kind == EV_TASK;
    w->ended += e->kind == EV_TASK_DONE;
    w->legs += e->kind == EV_TRANSFER || e->kind == EV_PROCESS;
    if (e->kind == EV_TRANSFER || e->kind == EV_PROCESS)
        must(w, n && n->name && e->what < LEG_KINDS, "a transfer without a name or a leg");
    if (e->kind == EV_OUT) {
        must(w, n && n->len && n->text[n->len - 1] == '\n', "half a line");
        w->lines++;
    }
}

static int entries(const char *folder)
{
    int n = 0;
    DIR *d = opendir(folder);
    while (d && readdir(d))
        n++;
    if (d)
        closedir(d);
    return n;
}

static long memory(void)
{
    long pages = 0, resident = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%ld %ld", &pages, &resident) != 2)
        die("/proc/self/statm cannot be read");
    fclose(f);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

/* What makes it short, for it is run so often. */
static void hasten(struct wish *w, const struct scene *s)
{
    for (const struct param *p = s->program.params; p && p->name; p++)
        if (!strcmp(p->name, "delays"))
            w->params[w->nparams++] =
                (struct wish_param){.name = "delays=0.003,0.001,0.002", .len = 6, .text = ""};
        else if (!strcmp(p->name, "work")) /* two threads that sleep, not such as compute */
            w->params[w->nparams++] = (struct wish_param){.name = "work", .len = 4, .value = 1};
        else if (!strcmp(p->name, "pause"))
            w->params[w->nparams++] = (struct wish_param){.name = "pause", .len = 5, .value = 2};
}

/* The threads of libuv's pool stay. */
struct left {
    int files, threads;
};

static struct left left_behind(void)
{
    return (struct left){entries("/proc/self/fd"), entries("/proc/self/task")};
}

/* NULL: it is none of those. */
static const struct threaded *threaded_of(const struct scene *s)
{
    for (size_t i = 0; i < sizeof threaded / sizeof *threaded; i++)
        if (!strcmp(threaded[i].name, s->program.name))
            return &threaded[i];
    return NULL;
}

static struct watcher run(const struct scene *s)
{
    struct watcher w = {.observer.see = see};
    struct wish wish = {.what = s->program.name, .clock = CLOCK_REAL};
    struct target *t;
    hasten(&wish, s);
    alarm(SLOWEST);
    if (scene_open(&t, s, &wish) || t->type->start(t, &w.observer))
        die("%s cannot be started", s->program.name);
    t->type->finish(t);
    bool stuck = t->status == STUCK && threaded_of(s) && threaded_of(s)->may_be_stuck;
    must(&w, !t->status || stuck, "its status is not 0");
    t->type->stop(t);
    t->type->free(t);
    alarm(0);
    must(&w, w.tasks == w.ended || stuck, "a task did not end");
    must(&w, (w.legs || !s->outside) && (w.lines || stuck), "it did nothing");
    must(&w, waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "a child was left");
    return w;
}

static bool soak(const struct scene *s, int n)
{
    uint64_t from = uv_hrtime();
    uint64_t slowest = 0;
    if (threaded_of(s) && threaded_of(s)->most)
        n = n < threaded_of(s)->most ? n : threaded_of(s)->most;
    long began = 0;
    struct left first = {0};
    for (int i = 0; i < n; i++) {
        uint64_t start = uv_hrtime();
        struct watcher w = run(s);
        uint64_t took = uv_hrtime() - start;
        slowest = took > slowest ? took : slowest;
        if (w.torn) {
            printf("%s, run %d: %s\n", s->program.name, i + 1, w.torn);
            return false;
        }
        if (!i)
            first = left_behind();
        if (i == (n > WARM ? WARM : 0))
            began = memory();
    }
    long grown = memory() - began;
    struct left last = left_behind();
    printf("%-18s %d runs in %.1f s, slowest %.0f ms, %+d descriptors, %+d threads, %+ld KiB\n",
           s->program.name, n, (double)(uv_hrtime() - from) / 1e9, (double)slowest / 1e6,
           last.files - first.files, last.threads - first.threads, grown);
    return last.files == first.files && last.threads == first.threads && grown < MAY_GROW;
}

static bool is_wanted(const struct scene *s, char **names)
{
    if (*names) {
        while (*names && strcmp(*names, s->program.name) != 0)
            names++;
        return *names;
    }
    return s->outside || s->real || threaded_of(s);
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : RUNS, bad = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (const struct scene *const *s = scenes; *s; s++)
        if (is_wanted(*s, argv + (argc > 1 ? 2 : 1)))
            bad += !soak(*s, n);
    return bad > 0;
}
