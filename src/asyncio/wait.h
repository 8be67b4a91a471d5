/* SPDX-License-Identifier: MIT */
/* Waiting for others: asyncio.wait_for and wait.
 *
 * https://docs.python.org/3.11/library/asyncio-task.html; CPython 3.11 Lib/asyncio/tasks.py.
 * Seconds everywhere. */
#pragma once
#include <stdbool.h>

#include "loop/coro.h"
#include "loop/future.h"
#include "loop/task.h"
#include "asyncio/timeout.h"

/* asyncio.wait_for(aw, timeout) of a coroutine, task or future: its result, or TimeoutError after
 * cancelling it. In 3.11 a coroutine always becomes a task. NO_TIMEOUT waits for as long as it
 * takes. */
/* clang-format off */
#define wait_for(aw, timeout) \
    _Generic((aw), \
        struct coro *: wait_for_coro, \
        struct task *: wait_for_task, \
        struct future *: wait_for_future)(aw, timeout)
/* clang-format on */
struct coro *wait_for_coro(struct coro *c, double timeout);
struct coro *wait_for_task(struct task *t, double timeout);
struct coro *wait_for_future(struct future *f, double timeout);

/* asyncio.wait(fs, timeout=…, return_when=…): its result is how many are done; future_done() tells
 * which. The array is copied; what comes twice counts once. */
enum return_when { ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION };
struct coro *wait_futures(struct future *const fs[], size_t n, double timeout,
                          enum return_when when);
