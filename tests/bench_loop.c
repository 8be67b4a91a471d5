/* SPDX-License-Identifier: MIT */
/* The loop: what a switch, a task and a sleeper cost, and what it costs to be watched. */
#include "tests/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asyncio/runner.h"
#include "base/alloc.h"

enum { SWITCHES = 1000000, RING = 1000, TASKS = 1000000 };
enum drive { TICK, RUN }; /* a uv iteration for each tick, or for several */

/* A figure of /proc/self/status, in bytes: VmRSS is now, VmHWM the most there was. */
static double memory(const char *key)
{
    FILE *f = fopen("/proc/self/status", "re");
    char line[256];
    double kb = 0;
    while (f && fgets(line, sizeof line, f))
        if (!strncmp(line, key, strlen(key)))
            kb = strtod(line + strlen(key), NULL);
    if (f)
        fclose(f);
    return kb * 1024;
}

/* Does the work under someone's eyes; returns the bytes that it needed at most. */
static double run(struct work w, enum clock_mode clock, enum drive drive, enum watcher watcher)
{
    static struct runner runner;
    static struct player player; /* its trace serves both watchers */
    double before = memory("VmRSS:");
    player_open_empty(&player, 0);
    struct observer *const watchers[] = {NULL, &player.trace.observer, &player.observer};
    int r = runner_init(&runner, clock, watchers[watcher]);
    if (r < 0)
        die("no event loop: %s", uv_strerror(r));
    runner_start(&runner, work_program(w));
    if (drive == RUN)
        runner_finish(&runner);
    while (runner_tick(&runner))
        ;
    return memory("VmHWM:") - before;
}

static void bench_pair(int variant)
{
    run((struct work){WORK_YIELD, 2, SWITCHES / 2}, CLOCK_VIRTUAL, TICK, variant);
    figure_span(work_span(), SWITCHES, "pair%s", watcher_names[variant]);
}

static void bench_pair_run(int variant)
{
    run((struct work){WORK_YIELD, 2, SWITCHES / 2}, CLOCK_VIRTUAL, RUN, variant);
    figure_span(work_span(), SWITCHES, "pair-run%s", watcher_names[variant]);
}

static void bench_ring(int variant)
{
    run((struct work){WORK_YIELD, RING, SWITCHES / RING}, CLOCK_VIRTUAL, TICK, variant);
    figure_span(work_span(), SWITCHES, "ring%s", watcher_names[variant]);
}

static void bench_ring_run(int variant)
{
    run((struct work){WORK_YIELD, RING, SWITCHES / RING}, CLOCK_VIRTUAL, RUN, variant);
    figure_span(work_span(), SWITCHES, "ring-run%s", watcher_names[variant]);
}

static void bench_spawn(int variant)
{
    double bytes =
        run((struct work){.kind = WORK_SPAWN, .tasks = TASKS}, CLOCK_VIRTUAL, RUN, variant);
    figure_span(work_span(), TASKS * 1e3, "spawn%s", watcher_names[variant]);
    figure(bytes / TASKS, "spawn bytes%s", watcher_names[variant]);
}

static void bench_virtual(int variant)
{
    run((struct work){.kind = WORK_SLEEP, .tasks = TASKS}, CLOCK_VIRTUAL, RUN, variant);
    figure_span(work_span(), 1e9, "virtual%s", watcher_names[variant]);
}

static void bench_sleepers(int variant)
{
    double bytes = run((struct work){.kind = WORK_SLEEP, .tasks = TASKS}, CLOCK_REAL, RUN, variant);
    figure(work_span().wall / 1e9 - 1, "sleepers late%s", watcher_names[variant]);
    figure(bytes / TASKS, "sleepers bytes%s", watcher_names[variant]);
}

/* The heap alone: a million timers in, a million out. */
static void bench_timers(int variant)
{
    (void)variant;
    struct timers heap = {0};
    struct timer *t = xcalloc(TASKS, sizeof *t);
    struct span start = span_now();
    for (uint32_t i = 0; i < TASKS; i++) {
        t[i].when = (i * 7919ull % 1000 + 1) / 1e3;
        t[i].handle.id = i + 1;
        timers_add(&heap, &t[i]);
    }
    while (heap.n)
        timers_remove(&heap, timers_first(&heap));
    figure_span(span_since(start), TASKS, "timers");
    timers_close(&heap);
    free(t);
}

const struct bench loop_benches[] = {
    {"pair", bench_pair, WATCHERS, 3, "--runs 1 pair"},
    {"pair-run", bench_pair_run, WATCHERS, 3, NULL},
    {"ring", bench_ring, WATCHERS, 3, "--runs 1 ring"},
    {"ring-run", bench_ring_run, WATCHERS, 3, NULL},
    {"spawn", bench_spawn, WATCHERS, 1, "--runs 1 spawn"},
    {"timers", bench_timers, 1, 1, NULL},
    {"virtual", bench_virtual, WATCHERS, 1, NULL},
    {"sleepers", bench_sleepers, WATCHERS, 1, "-n 1000000 --runs 1 sleepers"},
    {0},
};
