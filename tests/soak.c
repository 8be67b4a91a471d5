/* SPDX-License-Identifier: MIT */
/* Scenes with real parts and with threads, let loose in real time, over and over in one process: none
 * may hang, leave a thread, a child, a zombie or an open file behind, take more and more memory, or
 * tell an event that is torn.
 *
 *     soak [N] [SCENE | PARAMETER=VALUE]...
 *
 * runs each so often (1000), those that take seconds less often if they are not named; with parameters,
 * every scene that has them goes by them. The exit status is 1 if anything was wrong. */
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

enum { RUNS = 1000, SLOWEST = 180, WARM = 20, MAY_GROW = 2048 /* KiB */ };

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
    {.name = "gil"},
    {.name = "executor", .most = 300},
    {.name = "determinism"},
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

/* Parameters that were given, NULL behind the last. */
static char *given[PARAMS_MOST + 1];

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

static bool is_given(const char *name)
{
    size_t n = strlen(name);
    for (char **g = given; *g; g++)
        if (!strncmp(*g, name, n) && (*g)[n] == '=')
            return true;
    return false;
}

static bool has_param(const struct scene *s, const char *text)
{
    for (const struct param *p = s->program.params; p && p->name; p++)
        if (strlen(p->name) == strcspn(text, "=") && !strncmp(text, p->name, strlen(p->name)))
            return true;
    return false;
}

static void take_given(struct wish *w, const struct scene *s)
{
    for (char **g = given; *g; g++) {
        const char *value = strchr(*g, '=') + 1;
        char *end;
        int64_t number = strtoll(value, &end, 10);
        bool on = !strcmp(value, "on"), word = on || !strcmp(value, "off");
        if (has_param(s, *g))
            w->params[w->nparams++] = (struct wish_param){.name = *g,
                                                          .len = (int)(value - *g) - 1,
                                                          .value = word ? on : number,
                                                          .word = word,
                                                          .other = *end && !word,
                                                          .text = value};
    }
}

/* What makes it short, for it is run so often. */
static void hasten(struct wish *w, const struct scene *s)
{
    for (const struct param *p = s->program.params; p && p->name; p++)
        if (is_given(p->name))
            continue;
        else if (!strcmp(p->name, "delays"))
            w->params[w->nparams++] =
                (struct wish_param){.name = "delays=0.003,0.001,0.002", .len = 6, .text = ""};
        else if (!strcmp(p->name, "seconds") && p->wrong)
            w->params[w->nparams++] =
                (struct wish_param){.name = "seconds=0.02", .len = 7, .text = ""};
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
    take_given(&wish, s);
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

static bool soak(const struct scene *s, int n, bool named)
{
    uint64_t from = uv_hrtime();
    uint64_t slowest = 0;
    if (!named && threaded_of(s) && threaded_of(s)->most)
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

/* Names are left, parameters are taken out. */
static void sort_arguments(char **from)
{
    char **names = from;
    for (int n = 0; *from; from++)
        if (!strchr(*from, '='))
            *names++ = *from;
        else if (n < PARAMS_MOST)
            given[n++] = *from;
    *names = NULL;
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : RUNS, bad = 0;
    char **names = argv + (argc > 1 ? 2 : 1);
    setvbuf(stdout, NULL, _IOLBF, 0);
    sort_arguments(names);
    for (const struct scene *const *s = scenes; *s; s++)
        if (is_wanted(*s, names))
            bad += !soak(*s, n, *names);
    return bad > 0;
}
