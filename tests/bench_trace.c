/* SPDX-License-Identifier: MIT */
/* The trace: what an event costs from the loop's telling it until it is read again, and a jump
 * among ten million. */
#include "tests/bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "asyncio/runner.h"
#include "base/alloc.h"
#include "trace/load.h"
#include "trace/save.h"

enum { EVENTS = 1000000, MANY = 10000000, SEEKS = 1000 };

static void ignore(struct observer *o, const struct event *e, const struct note *note)
{
    (void)o;
    (void)e;
    (void)note;
}

static struct span run_watched(struct observer *watcher)
{
    struct runner runner;
    int r = runner_init(&runner, CLOCK_VIRTUAL, watcher);
    if (r < 0)
        die("no event loop: %s", uv_strerror(r));
    runner_start(&runner, work_program((struct work){WORK_MIX, 1000, 100}));
    runner_finish(&runner);
    runner_close(&runner);
    return work_span();
}

static struct span less(struct span a, struct span b)
{
    return (struct span){a.cpu - b.cpu, a.wall - b.wall};
}

/* The same work unwatched, told to nobody, and kept: the differences are what telling and keeping
 * cost. */
static void bench_append(int variant)
{
    (void)variant;
    struct observer nobody = {.see = ignore};
    struct trace t;
    trace_init(&t);
    struct span silent = run_watched(NULL), told = run_watched(&nobody);
    struct span kept = run_watched(&t.observer);
    figure_span(less(told, silent), t.end, "tell");
    figure_span(less(kept, told), t.end, "append");
    figure((double)trace_bytes(&t) / t.end, "event bytes");
    trace_close(&t);
}

static void open_mix(struct player *p, int tasks, uint32_t events)
{
    work_open(p, (struct work){WORK_MIX, tasks, 1000000}, events);
}

static void bench_fold(int variant)
{
    (void)variant;
    struct player p;
    open_mix(&p, 1000, EVENTS);
    struct model m;
    model_init(&m, &p.trace);
    struct span start = span_now();
    while (m.cursor < p.trace.end)
        model_apply(&m);
    figure_span(span_since(start), p.trace.end, "fold");
    model_close(&m);
    player_close(&p);
}

/* What is saved is then loaded, into nothing. */
static void bench_save(int variant)
{
    (void)variant;
    struct player p;
    open_mix(&p, 1000, EVENTS);
    struct buf text = {0};
    uint32_t n = p.trace.end; /* the program itself would go on and on */
    struct span start = span_now();
    while (p.model.cursor < n && player_step(&p, 1))
        save_event(&text, &p.model);
    figure_span(span_since(start), n, "save");

    struct observer nobody = {.see = ignore};
    struct load load;
    FILE *f = fmemopen(text.s, text.len, "r");
    if (!f)
        die("no memory for a file");
    start = span_now();
    if (load_trace(&load, f, &nobody) < 0)
        die("%s", load.error);
    figure_span(span_since(start), load.events, "load");
    load_close(&load);
    fclose(f);
    buf_free(&text);
    player_close(&p);
}

static double points_bytes(const struct player *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->npoints; i++)
        n += model_bytes(&p->points[i]);
    return (double)n;
}

/* Milliseconds of each of SEEKS jumps to anywhere. */
static void jump_about(struct player *p, double *ms)
{
    struct random random = {0};
    random_seed(&random, 1);
    for (int i = 0; i < SEEKS; i++) {
        uint32_t to = (uint32_t)(random_unit(&random) * p->trace.end);
        struct span start = span_now();
        player_seek(p, to);
        ms[i] = span_since(start).cpu / 1e6;
    }
}

static void bench_seek(int variant)
{
    static const char *const names[] = {"1k tasks", "100k tasks"};
    static const int tasks[] = {1000, 100000};
    static double ms[SEEKS];
    struct player p;
    open_mix(&p, tasks[variant], MANY);
    jump_about(&p, ms);
    figure(percentile(ms, SEEKS, 0.5), "seek p50, %s", names[variant]);
    figure(percentile(ms, SEEKS, 0.99), "seek p99, %s", names[variant]);
    figure(100 * points_bytes(&p) / (double)trace_bytes(&p.trace), "checkpoints, %s",
           names[variant]);
    player_close(&p);
}

const struct bench trace_benches[] = {
    {"append", bench_append, 1, 3, NULL},
    {"fold", bench_fold, 1, 3, NULL},
    {"save", bench_save, 1, 1, NULL},
    {"seek", bench_seek, 2, 1, NULL},
    {0},
};
