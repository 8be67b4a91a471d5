/* SPDX-License-Identifier: MIT */
/* asyncio.as_completed: the results of many in the order in which they come.
 *
 * https://docs.python.org/3.11/library/asyncio-task.html#asyncio.as_completed; CPython 3.11
 * Lib/asyncio/tasks.py. */
#pragma once
#include <stdbool.h>

#include "loop/coro.h"
#include "loop/future.h"

/* asyncio.as_completed(fs, timeout=…):
 *     keep the pointer in the frame; while (as_completed_left(a)) await(as_completed_next(a));
 * gives the results in the order in which they come. It belongs to the loop. */
struct as_completed;
struct as_completed *as_completed(struct future *const fs[], size_t n, double timeout);
bool as_completed_left(const struct as_completed *a);
struct coro *as_completed_next(struct as_completed *a);
