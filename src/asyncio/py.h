/* SPDX-License-Identifier: MIT */
/* Python's small things for a scene: print(), time.sleep(), random, and the parameters of a scene. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "asyncio/runner.h"
#include "loop/await.h"

/* asyncio.run(c), in a module: awaited like everything that takes its time. */
#define asyncio_run(c) await_with(await_run(&self->coro, (c)), (void)0)

/* print(): a formatted line. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* len() of a str or a list. */
int64_t py_len(struct value v);
/* time.sleep(): the whole loop stands still; in a thread, only that. Seconds. */
void time_sleep(double seconds);
/* Computing, without an await, until time.thread_time() says that so many seconds have gone by: the
 * whole loop stands still; in a thread, those who compute share the GIL. */
void compute_s(double seconds);
/* time.perf_counter(): seconds on the loop's clock. */
double perf_counter(void);
/* A Lock, a Queue or the like that lives until the loop is closed: self->q = object(QUEUE(2)); */
#define object(...)                                                                           \
    ((__typeof__(__VA_ARGS__) *)memcpy(arena_alloc(&this_thread->arena, sizeof(__VA_ARGS__)), \
                                       &(__VA_ARGS__), sizeof(__VA_ARGS__)))
/* Does it run on the real clock? Only then is anything measured. */
bool clock_is_real(void);
/* __file__ */
const char *py_file(void);
/* What the program was given: its data, and the line of its asyncio.run(). */
const void *py_data(void);
unsigned py_module_line(void);
/* Processors that processes compute on, on the virtual clock: the parameter `cores`, or else 4. */
int py_cores(void);
/* A value that the user set with -p, or the program's own. */
int64_t param(const char *name);
bool param_is_set(const char *name);
/* The i-th text of one that is a text; NULL behind the last. */
const char *param_text(const char *name, int i);
/* The program's random numbers, and random.seed(n) on them (or what the user gave with --seed). */
struct random *py_random(void);
void py_seed(int64_t n);
