/* SPDX-License-Identifier: MIT */
/* What the files of the benchmark share: benchmarks, the figures they report, and the programs they
 * watch. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "loop/loop.h"
#include "player/player.h"

/* Measures something and reports it. Every run has a process of its own, so that none finds memory
 * already there; what is printed is the median over the runs. A benchmark of several variants is
 * run for each of 0 <= variant < variants. */
struct bench {
    const char *name;
    void (*run)(int variant);
    int variants, runs;
    const char
        *peer; /* arguments for tests/oracle/bench_asyncio.py; NULL: asyncio has nothing like it */
};

/* Each list ends with a NULL name. */
extern const struct bench loop_benches[], trace_benches[], screen_benches[], search_benches[],
    terminal_benches[];

/* A time in nanoseconds: the processor's for this process, which a busy machine changes little, and
 * the clock's on the wall. */
struct span {
    double cpu, wall;
};
struct span span_now(void);
struct span span_since(struct span start);

/* Reports a figure by its name in the table of bench.c, which has its unit. */
void figure(double value, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same for a time, in parts of `unit` nanoseconds. */
void figure_span(struct span s, double unit, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The value below which the part p (0 to 1) of them lies; sorts them. n > 0. */
double percentile(double *values, size_t n, double p);

/* Microseconds that a frame takes in the middle of what the player has, step by step. */
double bench_frames(struct player *p);
/* The longest time that a jump to somewhere else and its frame take, in microseconds. */
double bench_jumps(struct player *p);

/* ---- who watches the loop ---- */

enum watcher { NOBODY, TRACED, PLAYED, WATCHERS };
/* "", " traced", " played": behind the name of a figure. */
extern const char *const watcher_names[WATCHERS];

/* ---- what the loop does: `tasks` tasks, all alike, gathered ---- */

enum work_kind {
    WORK_YIELD,    /* each yields `turns` times with sleep(0) */
    WORK_SPAWN,    /* each returns at once */
    WORK_SLEEP,    /* each sleeps 1 to 1000 ms */
    WORK_DISORDER, /* the same, neighbours at quite different times */
    WORK_MIX, /* each yields and then sleeps 1 to 10 ms, `turns` times: every event that a scene
                   usually has */
};
struct work {
    enum work_kind kind;
    int tasks, turns;
};

/* The program that does it; good until the next call. */
const struct program *work_program(struct work w);
/* How long it took, from before the first task was made until gather was done. */
struct span work_span(void);
/* A player that has the program's first `events` events, or all if there are fewer. */
void work_open(struct player *p, struct work w, uint32_t events);
