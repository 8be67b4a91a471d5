/* SPDX-License-Identifier: MIT */
/* asyncio.sleep.
 *
 * https://docs.python.org/3.11/library/asyncio-task.html#sleeping; CPython 3.11
 * Lib/asyncio/tasks.py. */
#pragma once
#include "loop/coro.h"
#include "python/value.h"

/* asyncio.sleep(seconds): 0 or less gives way for one tick; else a timer finishes a future in the
 * tick it falls due in, and the sleeper goes on in the next. */
struct coro *sleep_s(double seconds);
/* asyncio.sleep(seconds, result) */
struct coro *sleep_result(double seconds, struct value result);
