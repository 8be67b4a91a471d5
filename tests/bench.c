/* SPDX-License-Identifier: MIT */
/* The benchmark: prints figures, beside those of CPython's asyncio in the same minute and beside
 * what we want to reach.
 *
 *     build/bench [NAME...]
 *
 * Times are those of the processor for this process, where not the waiting itself is measured; what
 * they took on the wall stands beside. It judges nothing: a machine's speed wanders, so only ratios
 * within one run mean much. */
#include "tests/bench.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"

/* What is found out of a program of each size: 1k tasks have ten million events, and 1M events are of 1k tasks. */
#define GROWTH(size)                                                                        \
    {"run, " size, "ns/event", NAN, NULL}, {"step back p50, " size, "us", 1, NULL},         \
        {"step back worst, " size, "ms", 1, NULL}, {"seek p50, " size, "ms", NAN, NULL},    \
        {"seek p99, " size, "ms", 1, NULL}, {"tick worst, " size, "ms", 1, NULL},           \
        {"frame, " size, "us", 16000, NULL}, {"frame of a jump, " size, "us", 16000, NULL}, \
    {                                                                                       \
        "archive, " size, "bytes/event", 20, NULL                                           \
    }

/* What is printed of a figure: its unit, what to reach (at most), and asyncio's figure of the same
 * unit. */
static const struct goal {
    const char *name, *unit;
    double reach; /* NAN: none was set */
    const char *peer;
} goals[] = {
    {"pair", "ns/switch", 140, "pair"},
    {"pair traced", "ns/switch", NAN, "pair"},
    {"pair played", "ns/switch", NAN, "pair"},
    {"pair-run", "ns/switch", NAN, "pair"},
    {"pair-run traced", "ns/switch", NAN, "pair"},
    {"pair-run played", "ns/switch", NAN, "pair"},
    {"ring", "ns/switch", 30, "ring"},
    {"ring traced", "ns/switch", 60, "ring"},
    {"ring played", "ns/switch", 60, "ring"},
    {"ring-run", "ns/switch", 30, "ring"},
    {"ring-run traced", "ns/switch", 60, "ring"},
    {"ring-run played", "ns/switch", 60, "ring"},
    {"spawn", "us/task", 0.12, "spawn"},
    {"spawn traced", "us/task", 0.25, "spawn"},
    {"spawn played", "us/task", 0.2, "spawn"},
    {"spawn bytes", "bytes/task", 200, "spawn_memory"},
    {"spawn bytes traced", "bytes/task", NAN, "spawn_memory"},
    {"spawn bytes played", "bytes/task", NAN, "spawn_memory"},
    {"timers", "ns/timer", 300, NULL},
    {"virtual", "s", 0.5, NULL},
    {"virtual traced", "s", 0.8, NULL},
    {"virtual played", "s", 0.8, NULL},
    {"sleepers late", "s", 0.1, "sleepers_late"},
    {"sleepers late traced", "s", 0.5, "sleepers_late"},
    {"sleepers late played", "s", 0.3, "sleepers_late"},
    {"sleepers bytes", "bytes/task", 240, "sleepers_memory"},
    {"sleepers bytes traced", "bytes/task", 600, "sleepers_memory"},
    {"sleepers bytes played", "bytes/task", 500, "sleepers_memory"},
    {"tell", "ns/event", NAN, NULL},
    {"append", "ns/event", 15, NULL},
    {"event bytes", "bytes", NAN, NULL},
    {"fold", "ns/event", 20, NULL},
    {"save", "ns/event", 100, NULL},
    {"load", "ns/event", 300, NULL},
    {"load of a megabyte", "ms", 4, NULL},
    {"load and play", "ns/event", NAN, NULL},
    {"load and play, a megabyte", "ms", NAN, NULL},
    GROWTH("10k events"),
    GROWTH("100k events"),
    GROWTH("1M events"),
    GROWTH("1k tasks"),
    GROWTH("10k tasks"),
    GROWTH("100k tasks"),
    GROWTH("1M tasks"),
    GROWTH("1M in disorder"),
    {"frame 80x24", "us", 100, NULL},
    {"frame 80x24 unchanged", "us", 20, NULL},
    {"frame 80x24 bytes", "bytes", NAN, NULL},
    {"frame 200x50", "us", 300, NULL},
    {"frame 200x50 unchanged", "us", 80, NULL},
    {"frame 200x50 bytes", "bytes", NAN, NULL},
    {"frame of 1M tasks", "us", 16000, NULL},
    {"frame of 1M tasks by wait", "us", 16000, NULL},
    {"frame of 1M tasks by name", "us", 16000, NULL},
    {"frame of 1M tasks by slept", "us", 16000, NULL},
    {"frame of 1M tasks by creator", "us", 16000, NULL},
    {"swarm of 1M", "s", NAN, NULL},
    {"swarm of 1M bytes", "bytes/task", NAN, NULL},
    {"swarm of 1M frame", "us", 16000, NULL},
    {"cast 200x50", "us", 40, NULL},
    {"picture 80x24", "ms", 75, NULL},
    {"recording 80x24", "us", 15, NULL}, /* a twentieth of what passes from a key to its frame */
    {"recording 80x24 of drawing", "%", NAN, NULL},
    {"recording 200x50", "us", 35, NULL},
    {"recording 200x50 of drawing", "%", NAN, NULL},
    {"search prepared", "s", NAN, NULL}, /* of ten million events, while nobody does anything */
    {"search worst slice", "ms", 16, NULL},
    {"search story", "s", 0.1, NULL},
    {"search story, nearly there", "s", 0.1, NULL},
    {"search output", "s", 0.1, NULL},
    {"search source", "s", 0.1, NULL},
    {"search bytes", "bytes/event", 2.5, NULL},
    {"start", "ms", 5, NULL},
    {"start bytes", "bytes", NAN, NULL},
    {"start of a file", "ms", 50, NULL}, /* of so many megabytes */
    {"start of a file of", "MB", NAN, NULL},
    {"key, curses and uv alone", "us", NAN, NULL},
    {"key 80x24", "us", 300, NULL},
    {"key 80x24 first byte", "us", NAN, NULL},
    {"key 80x24 of curses and uv", "", 1.6, NULL},
    {"key 80x24 bytes", "bytes", NAN, NULL},
    {"key 80x24 processor", "us", NAN, NULL},
    {"key 80x24 recorded", "us", NAN, NULL},
    {"key 80x24 recorded processor", "us", NAN, NULL},
    {"key 200x50", "us", 700, NULL},
    {"key 200x50 first byte", "us", NAN, NULL},
    {"key 200x50 of curses and uv", "", 1.6, NULL},
    {"key 200x50 bytes", "bytes", NAN, NULL},
    {"key 200x50 processor", "us", NAN, NULL},
    {"key 200x50 recorded", "us", NAN, NULL},
    {"key 200x50 recorded processor", "us", NAN, NULL},
};

/* No run may hang the benchmark: it is killed after LONGEST_RUN seconds. */
enum { GOALS = sizeof goals / sizeof *goals, RUNS_MOST = 5, LONGEST_RUN = 120 };

static const struct bench *const lists[] = {loop_benches, trace_benches, screen_benches,
                                            search_benches, terminal_benches};

/* ---- figures: a run writes them to its parent, a line each ---- */

static FILE *report;

static double nanoseconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

struct span span_now(void)
{
    return (struct span){nanoseconds(CLOCK_PROCESS_CPUTIME_ID), nanoseconds(CLOCK_MONOTONIC)};
}

struct span span_since(struct span start)
{
    struct span now = span_now();
    return (struct span){now.cpu - start.cpu, now.wall - start.wall};
}

static void tell(double value, double wall, const char *fmt, va_list ap)
{
    fprintf(report, "%.17g %.17g ", value, wall);
    vfprintf(report, fmt, ap);
    fputc('\n', report);
}

void figure(double value, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    tell(value, NAN, fmt, ap);
    va_end(ap);
}

void figure_span(struct span s, double unit, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    tell(s.cpu / unit, s.wall / unit, fmt, ap);
    va_end(ap);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double percentile(double *values, size_t n, double p)
{
    qsort(values, n, sizeof *values, compare);
    return values[(size_t)(p * (double)(n - 1) + 0.5)];
}

struct values {
    double v[RUNS_MOST], wall[RUNS_MOST];
    int n;
};

static struct values *find_values(struct values *all, const char *name)
{
    for (int i = 0; i < GOALS; i++)
        if (!strcmp(goals[i].name, name))
            return &all[i];
    die("the table of figures has no '%s'", name);
}

static void collect(FILE *f, struct values *all)
{
    char line[128], *name;
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = 0;
        double v = strtod(line, &name), wall = strtod(name, &name);
        struct values *to = find_values(all, name + 1);
        if (to->n == RUNS_MOST)
            continue;
        to->v[to->n] = v;
        to->wall[to->n++] = wall;
    }
}

static void run_alone(const struct bench *b, int variant, struct values *all)
{
    int ends[2];
    if (pipe(ends) < 0)
        die("no pipe: %s", strerror(errno));
    pid_t child = fork();
    if (child < 0)
        die("no process: %s", strerror(errno));
    if (!child) {
        close(ends[0]);
        alarm(LONGEST_RUN);
        report = fdopen(ends[1], "w");
        b->run(variant);
        fflush(report);
        _exit(0);
    }
    close(ends[1]);
    FILE *f = fdopen(ends[0], "r");
    collect(f, all);
    fclose(f);
    int status;
    if (waitpid(child, &status, 0) == child && status)
        fprintf(stderr, "bench: %s ended with status %d\n", b->name, status);
}

/* ---- asyncio ---- */

static struct {
    char name[32];
    double value;
} peers[32];
static int npeers;

static void ask_asyncio(const char *arguments)
{
    char command[256];
    snprintf(command, sizeof command,
             "command -v python3 >/dev/null && exec python3 tests/oracle/bench_asyncio.py %s",
             arguments);
    FILE *f = popen(command, "r");
    while (f && npeers < 32 &&
           fscanf(f, "%31s %lf %*s", peers[npeers].name, &peers[npeers].value) == 2)
        npeers++;
    if (f)
        pclose(f);
}

static double peer_value(const char *name)
{
    for (int i = 0; name && i < npeers; i++)
        if (!strcmp(peers[i].name, name))
            return peers[i].value;
    return NAN;
}

/* ---- the table ---- */

static const char *number(double v)
{
    static char texts[8][32];
    static int next;
    char *s = texts[next++ % 8];
    if (isnan(v))
        return "";
    snprintf(s, sizeof *texts, "%.*f", fabs(v) >= 100 ? 0 : fabs(v) >= 10 ? 1 : 3, v);
    return s;
}

static void print_heading(void)
{
    printf("%-24s %9s %-10s %9s %9s %7s %7s\n", "figure", "value", "unit", "wall", "asyncio",
           "ratio", "reach");
}

static void print_figures(struct values *all)
{
    for (int i = 0; i < GOALS; i++) {
        if (!all[i].n)
            continue;
        const struct goal *g = &goals[i];
        double v = percentile(all[i].v, (size_t)all[i].n, 0.5), peer = peer_value(g->peer);
        double wall = percentile(all[i].wall, (size_t)all[i].n, 0.5);
        const char *verdict = isnan(g->reach) ? "" : v <= g->reach ? "reached" : "missed";
        printf("%-24s %9s %-10s %9s %9s %7s %7s %s\n", g->name, number(v), g->unit, number(wall),
               number(peer), number(peer / v), number(g->reach), verdict);
    }
    fflush(stdout);
}

static void run_bench(const struct bench *b)
{
    struct values all[GOALS] = {0};
    if (b->peer)
        ask_asyncio(b->peer);
    for (int run = 0; run < b->runs; run++)
        for (int variant = 0; variant < b->variants; variant++)
            run_alone(b, variant, all);
    print_figures(all);
}

/* ---- which ---- */

static bool wanted(const char *name, char **names)
{
    bool any = *names;
    for (; *names; names++)
        if (!strcmp(*names, name))
            return true;
    return !any;
}

static const struct bench *find_bench(const char *name)
{
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        for (const struct bench *b = lists[k]; b->name; b++)
            if (!strcmp(b->name, name))
                return b;
    return NULL;
}

static int list_names(const char *unknown)
{
    fprintf(stderr, "bench: there is no '%s'; there are", unknown);
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        for (const struct bench *b = lists[k]; b->name; b++)
            fprintf(stderr, " %s", b->name);
    fputc('\n', stderr);
    return 2;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (!find_bench(argv[i]))
            return list_names(argv[i]);
    print_heading();
    fflush(stdout);
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        for (const struct bench *b = lists[k]; b->name; b++)
            if (wanted(b->name, argv + 1))
                run_bench(b);
    return 0;
}
