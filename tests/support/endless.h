/* SPDX-License-Identifier: MIT */
/* A program that never ends: a task that sleeps, and sleeps again. */
#pragma once
#include "asyncio/asyncio.h"
#include "target/program.h"

struct forever {
    struct coro coro;
};

async (forever, def(1)) {
    async_begin;
    for (;;) {
        py(2) await(sleep_s(1));
    }
    async_end;
}

struct forever_module {
    struct coro coro;
};

async (forever_module, def(1)) {
    async_begin;
    py(3) asyncio_run(call(forever));
    async_end;
}

static const struct program endless = {
    .name = "endless", .file = "endless.py", .module = forever_module_async};
