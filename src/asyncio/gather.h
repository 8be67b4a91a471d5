/* SPDX-License-Identifier: MIT */
/* asyncio.gather: many at once, and the list of their results in the order of the arguments.
 *
 * The first error is gather's error, and the others run on; with return_exceptions errors are
 * results. Cancelling it cancels all that are not done.
 *
 * https://docs.python.org/3.11/library/asyncio-task.html#asyncio.gather; CPython 3.11
 * Lib/asyncio/tasks.py. */
#pragma once
#include <stdbool.h>

#include "loop/coro.h"
#include "loop/future.h"

/* Of coroutines, each of which becomes a task. */
#define gather(...)                   GATHER(false, __VA_ARGS__)
#define gather_return_exceptions(...) GATHER(true, __VA_ARGS__)
#define GATHER(collect, ...)                 \
    gather_n((struct coro *[]){__VA_ARGS__}, \
             sizeof((struct coro *[]){__VA_ARGS__}) / sizeof(struct coro *), collect)
struct future *gather_n(struct coro *const coros[], size_t n, bool return_exceptions);
/* Of futures and tasks; the same one may come twice. */
struct future *gather_futures(struct future *const futures[], size_t n, bool return_exceptions);
