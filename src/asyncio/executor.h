/* SPDX-License-Identifier: MIT */
/* Threads: loop.run_in_executor, asyncio.to_thread and loop.call_soon_threadsafe, on libuv's thread
 * pool.
 *
 * What a function in a thread may call: say, time_sleep, compute_s, perf_counter, py, error_text,
 * error_raise and call_soon_threadsafe. Everything else belongs to the loop's thread.
 *
 * On the virtual clock threads run one at a time, in the order in which their functions were handed
 * over, whenever the loop has nothing to do; time_sleep there is a sleep of the virtual clock, and those who
 * compute share the GIL (loop/share.h): together they need as long as one after the other. The loop
 * has its turns meanwhile, and they take no time. On the real clock threads run as they like, and
 * pass a lock like the GIL while they compute.
 *
 * https://docs.python.org/3.11/library/asyncio-eventloop.html#executing-code-in-thread-or-process-pools,
 * https://docs.python.org/3.11/library/asyncio-task.html#running-in-threads; CPython 3.11
 * Lib/asyncio/base_events.py. */
#pragma once
#include <stdbool.h>

#include "loop/coro.h"
#include "loop/future.h"

struct executor;

/* loop.run_in_executor(None, fn, data). name: as the screen calls fn. fn's result is the future's:
 * no list; a string is copied. It raises with `return error_raise(error_text(…))`. data is the
 * caller's and must stay until fn has returned, which a cancelled future does not prevent. After
 * the end of run() the future fails with a RuntimeError. */
struct future *run_in_executor(const char *name, struct value (*fn)(void *data), void *data);
/* asyncio.to_thread(fn, data), to be awaited. */
struct coro *to_thread(const char *name, struct value (*fn)(void *data), void *data);

/* loop.set_default_executor(ThreadPoolExecutor(workers)), before anything was handed to a thread. At
 * most 32. */
void set_default_executor(int workers);

/* loop.call_soon_threadsafe(fn, data): from the loop's own thread or from a function that it handed
 * to a thread. */
void call_soon_threadsafe(const char *name, void (*fn)(void *data), void *data);

/* The loop's own thread computes, beside those of the pool, with which it shares the GIL: how long that
 * takes on the virtual clock, which is at `now`; and on the real one. NULL: there is no pool. */
double executor_compute(struct executor *x, double now, double seconds);
void executor_compute_really(struct executor *x, double seconds);

/* run()'s last stage: a coroutine that waits until all threads are through. */
struct coro *shutdown_default_executor(void);
/* The loop of run() was closed: the next run() has an executor of its own. */
void executor_reset(struct executor *x);
