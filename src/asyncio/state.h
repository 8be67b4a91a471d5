/* SPDX-License-Identifier: MIT */
/* What asyncio's event loop has beside what makes it a loop. The loop's `data` is one. */
#pragma once
#include <stdbool.h>

#include "loop/loop.h"

struct executor;
struct generator;

struct asyncio {
    bool running;                        /* run() has a loop, which is not closed yet */
    struct generator *generators, *last; /* alive, to be closed at the end of run() */
    struct executor *executor;           /* NULL until a function is handed to a thread */
};

/* That of the loop whose code runs now. */
static inline struct asyncio *asyncio_state(void)
{
    return get_running_loop()->data;
}
