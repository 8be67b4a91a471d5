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

enum { EVENTS = 1000000, MANY = 10000000, PLACES = 4, STEPS = 2500, MOST = PLACES * STEPS };

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

static void open_mix(struct player *p)
{
    work_open(p, (struct work){WORK_MIX, 1000, 1000000}, EVENTS);
}

static void bench_fold(int variant)
{
    (void)variant;
    struct player p;
    open_mix(&p);
    struct model m;
    model_init(&m, &p.trace);
    struct span start = span_now();
    model_fold(&m, p.trace.end);
    figure_span(span_since(start), p.trace.end, "fold");
    model_close(&m);
    player_close(&p);
}

/* Reports what an event takes, and what a megabyte does. */
static void load_into(const struct buf *text, struct observer *to, const char *name,
                      const char *per_megabyte)
{
    struct load load;
    FILE *f = fmemopen(text->s, text->len, "r");
    if (!f)
        die("no memory for a file");
    struct span start = span_now();
    if (load_trace(&load, f, to) < 0)
        die("%s", load.error);
    struct span took = span_since(start);
    figure_span(took, load.events, "%s", name);
    figure_span(took, (double)text->len, "%s", per_megabyte);
    load_close(&load);
    fclose(f);
}

/* What is saved is then loaded: into nothing, and into a player. */
static void bench_save(int variant)
{
    (void)variant;
    struct player p;
    open_mix(&p);
    struct buf text = {0};
    uint32_t n = p.trace.end; /* the program itself would go on and on */
    struct span start = span_now();
    while (p.model.cursor < n && player_step(&p, 1))
        save_event(&text, &p.model);
    figure_span(span_since(start), n, "save");

    player_close(&p);
    struct observer nobody = {.see = ignore};
    load_into(&text, &nobody, "load", "load of a megabyte");
    player_open_empty(&p, 0);
    load_into(&text, &p.lint.observer, "load and play", "load and play, a megabyte");
    buf_free(&text);
    player_close(&p);
}

/* Milliseconds. */
static double seek_to(struct player *p, uint32_t cursor)
{
    struct span start = span_now();
    player_seek(p, cursor);
    return span_since(start).cpu / 1e6;
}

/* Jumps to anywhere. */
static void jump_about(struct player *p, double *ms, int jumps)
{
    struct random random = {0};
    random_seed(&random, 1);
    for (int i = 0; i < jumps; i++)
        ms[i] = seek_to(p, (uint32_t)(random_unit(&random) * p->trace.end));
}

/* Step after step back, from some places that were come to from the end. */
static void walk_back(struct player *p, double *ms)
{
    for (uint32_t place = 0; place < PLACES; place++) {
        player_seek(p, p->trace.end - place * (p->trace.end / PLACES));
        for (int i = 0; i < STEPS; i++)
            *ms++ = seek_to(p, p->model.cursor - 1);
    }
}

static double tick_ms(struct player *p, int by)
{
    struct span start = span_now();
    player_tick(p, by);
    return span_since(start).cpu / 1e6;
}

/* The longest of some ticks back from the end, and forth again to the last that is all there. */
static double walk_ticks(struct player *p)
{
    enum { TICKS = 200 };
    static double ms[2 * TICKS];
    size_t n = 0;
    player_seek(p, p->trace.end);
    while (n < TICKS && p->model.cursor)
        ms[n++] = tick_ms(p, -1);
    for (size_t forth = n; forth > 1; forth--)
        ms[n++] = tick_ms(p, 1);
    return n ? percentile(ms, n, 1) : 0;
}

/* What running, moving and drawing cost among some, many and a million tasks, and a million that wake in no order;
 * and with few events and many. */
static void bench_growth(int variant)
{
    static const struct {
        const char *name;
        struct work work;
        uint32_t events;
        int jumps;
    } sizes[] = {
        {"10k events", {WORK_MIX, 1000, 1000000}, 10000, 500},
        {"100k events", {WORK_MIX, 1000, 1000000}, 100000, 500},
        {"1M events", {WORK_MIX, 1000, 1000000}, 1000000, 500},
        {"1k tasks", {WORK_MIX, 1000, 1000000}, MANY, 1000},
        {"10k tasks", {WORK_MIX, 10000, 1000000}, MANY, 500},
        {"100k tasks", {WORK_MIX, 100000, 1000000}, MANY, 200},
        {"1M tasks", {WORK_MIX, 1000000, 1000000}, MANY + MANY / 2, 40},
        {"1M in disorder", {WORK_DISORDER, 1000000, 1}, MANY + MANY / 2, 40},
    };
    static double ms[MOST];
    const char *name = sizes[variant].name;
    int jumps = sizes[variant].jumps;
    struct player p;
    struct span start = span_now();
    work_open(&p, sizes[variant].work, sizes[variant].events);
    figure_span(span_since(start), p.trace.end, "run, %s", name);
    walk_back(&p, ms);
    figure(1000 * percentile(ms, MOST, 0.5), "step back p50, %s", name);
    figure(percentile(ms, MOST, 1), "step back worst, %s", name);
    jump_about(&p, ms, jumps);
    figure(percentile(ms, (size_t)jumps, 0.5), "seek p50, %s", name);
    figure(percentile(ms, (size_t)jumps, 0.99), "seek p99, %s", name);
    figure(walk_ticks(&p), "tick worst, %s", name);
    figure(bench_frames(&p), "frame, %s", name);
    figure(bench_jumps(&p), "frame of a jump, %s", name);
    figure((double)archive_bytes(&p.archive) / p.trace.end, "archive, %s", name);
    player_close(&p);
}

const struct bench trace_benches[] = {
    {"append", bench_append, 1, 3, NULL},
    {"fold", bench_fold, 1, 3, NULL},
    {"save", bench_save, 1, 1, NULL},
    {"growth", bench_growth, 8, 1, NULL},
    {0},
};
