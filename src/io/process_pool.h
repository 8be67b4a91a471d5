/* SPDX-License-Identifier: MIT */
/* concurrent.futures.ProcessPoolExecutor for loop.run_in_executor: processes of this very program, which
 * are all started with the first function that is handed over, as CPython's are where they are forked.
 * What a function in one computes or sleeps, the loop's clock goes by (io/process.h).
 *
 * https://docs.python.org/3.11/library/concurrent.futures.html#processpoolexecutor */
#pragma once
#include "io/worker.h"
#include "loop/future.h"

struct executor;

/* ProcessPoolExecutor(workers), at most 32. Its processes end with it, or with the loop. */
struct executor *process_pool(int workers);
/* loop.run_in_executor(pool, fn, argument), where fn is one that says IN_PROCESS(fn). Its result is the
 * future's: None, a number or a str without quotes and newlines. If the process is gone, the future
 * fails with BrokenProcessPool. */
struct future *run_in_process(struct executor *pool, const char *fn, const char *argument);
/* pool.shutdown() */
void process_pool_shutdown(struct executor *pool);

extern const struct error_type BrokenProcessPool;
