/* SPDX-License-Identifier: MIT */
#include "tests/bench.h"

#include <stdlib.h>

#include "asyncio/asyncio.h"
#include "target/program.h"

const char *const watcher_names[WATCHERS] = {"", " traced", " played"};

static struct work work;
static struct span started, took;

struct yielder {
    struct coro coro;
    int turns;
};

async(yielder, def(1))
{
    async_begin;
    for (self->turns = work.turns; self->turns; self->turns--)
        await(sleep_s(0));
    async_end;
}

struct trivial {
    struct coro coro;
};

async(trivial, def(4))
{
    async_begin;
    async_end;
}

struct sleeper {
    struct coro coro;
    int ms;
};

async(sleeper, def(6))
{
    async_begin;
    await(sleep_s(self->ms / 1e3));
    async_end;
}

struct mixed {
    struct coro coro;
    int ms, turns;
};

async(mixed, def(8), SHOW(turns))
{
    async_begin;
    for (self->turns = work.turns; self->turns; self->turns--) {
        await(sleep_s(0));
        await(sleep_s(self->ms / 1e3));
    }
    async_end;
}

static struct coro *make(int i)
{
    switch (work.kind) {
    case WORK_YIELD:
        return call(yielder);
    case WORK_SPAWN:
        return call(trivial);
    case WORK_DISORDER:
        return call(sleeper, .ms = (int)((uint32_t)i * 2654435769u >> 8) % 1000 + 1);
    case WORK_SLEEP:
        return call(sleeper, .ms = i % 1000 + 1);
    default:
        return call(mixed, .ms = i % 10 + 1);
    }
}

static struct future *gather_all(void)
{
    size_t n = (size_t)work.tasks;
    struct coro **coros = xmalloc(n * sizeof(struct coro *));
    for (size_t i = 0; i < n; i++)
        coros[i] = make((int)i);
    struct future *all = gather_n(coros, n, false);
    free(coros);
    return all;
}

struct everyone {
    struct coro coro;
};

async(everyone, def(13))
{
    async_begin;
    started = span_now();
    py(14) await(gather_all());
    took = span_since(started);
    async_end;
}

struct module {
    struct coro coro;
};

async(module, def(1))
{
    async_begin;
    py(16) asyncio_run(call(everyone));
    async_end;
}

const struct program *work_program(struct work w)
{
    static const struct program program = {
        .name = "bench", .file = "bench.py", .module = module_async};
    work = w;
    return &program;
}

struct span work_span(void)
{
    return took;
}

void work_open(struct player *p, struct work w, uint32_t events)
{
    int r = program_open(p, work_program(w), CLOCK_VIRTUAL, 0);
    if (r < 0)
        die("no event loop: %s", uv_strerror(r));
    player_produce(p, events);
}
