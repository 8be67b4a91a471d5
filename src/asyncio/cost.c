/* SPDX-License-Identifier: MIT */
#include "asyncio/cost.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <uv.h>

#include "asyncio/gather.h"
#include "asyncio/py.h"
#include "asyncio/sleep.h"
#include "base/alloc.h"
#include "loop/await.h"

enum { STACK = 64 * 1024, MOST = 100000, HANDOVERS = 20000 };

/* ---- what the system lets be ---- */

/* The number in a file; SIZE_MAX if there is none, as in a file that says "max". */
static size_t number_in(const char *path)
{
    char text[32] = "";
    FILE *f = fopen(path, "re");
    if (!f)
        return SIZE_MAX;
    size_t n = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    return n && *text >= '0' && *text <= '9' ? strtoull(text, NULL, 10) : SIZE_MAX;
}

/* Half of what is left below a limit. */
static size_t half_left(size_t limit, size_t used)
{
    return limit == SIZE_MAX ? SIZE_MAX : limit > used ? (limit - used) / 2 : 0;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* That of the group of processes this one is in, as a container has it. */
static size_t group_limit(void)
{
    size_t used = number_in("/sys/fs/cgroup/pids.current");
    return half_left(number_in("/sys/fs/cgroup/pids.max"), used == SIZE_MAX ? 0 : used);
}

size_t threads_most(void)
{
    struct rlimit own;
    size_t most = MOST;
    if (!getrlimit(RLIMIT_NPROC, &own) && own.rlim_cur != RLIM_INFINITY)
        most = least(most, half_left(own.rlim_cur, 0));
    most = least(most, half_left(number_in("/proc/sys/kernel/threads-max"), 0));
    most = least(most, half_left(number_in("/proc/sys/kernel/pid_max"), 0));
    most = least(most, half_left(number_in("/proc/sys/vm/max_map_count"), 0) / 2); /* two a stack */
    most = least(most, group_limit());
    return least(most, uv_get_free_memory() / 2 / STACK);
}

bool machine_is_busy(double computed, double took)
{
    return took > 1.25 * computed;
}

size_t resident_bytes(void)
{
    size_t bytes = 0;
    return uv_resident_set_memory(&bytes) ? 0 : bytes;
}

/* ---- threads that wait ---- */

struct crowd {
    uv_mutex_t mutex;
    uv_cond_t here, leave;
    size_t arrived;
    bool over;
};

static void wait_in(void *data)
{
    struct crowd *c = data;
    uv_mutex_lock(&c->mutex);
    c->arrived++;
    uv_cond_signal(&c->here);
    while (!c->over)
        uv_cond_wait(&c->leave, &c->mutex);
    uv_mutex_unlock(&c->mutex);
}

static size_t start_all(struct crowd *c, uv_thread_t *threads, size_t n)
{
    const uv_thread_options_t options = {.flags = UV_THREAD_HAS_STACK_SIZE, .stack_size = STACK};
    size_t started = 0;
    while (started < n && !uv_thread_create_ex(&threads[started], &options, wait_in, c))
        started++;
    uv_mutex_lock(&c->mutex);
    while (c->arrived < started)
        uv_cond_wait(&c->here, &c->mutex);
    uv_mutex_unlock(&c->mutex);
    return started;
}

static void end_all(struct crowd *c, uv_thread_t *threads, size_t n)
{
    uv_mutex_lock(&c->mutex);
    c->over = true;
    uv_cond_broadcast(&c->leave);
    uv_mutex_unlock(&c->mutex);
    for (size_t i = 0; i < n; i++)
        uv_thread_join(&threads[i]);
}

static void measure_start(struct thread_cost *cost, size_t n)
{
    struct crowd c = {0};
    uv_thread_t *threads = xcalloc(n + 1, sizeof *threads);
    uv_mutex_init(&c.mutex);
    uv_cond_init(&c.here);
    uv_cond_init(&c.leave);
    size_t before = resident_bytes();
    uint64_t from = uv_hrtime();
    cost->threads = start_all(&c, threads, n);
    double took = (double)(uv_hrtime() - from) / 1e9;
    size_t after = resident_bytes();
    end_all(&c, threads, cost->threads);
    if (cost->threads) {
        cost->start = took / (double)cost->threads;
        cost->bytes = after > before ? (double)(after - before) / (double)cost->threads : 0;
    }
    uv_cond_destroy(&c.leave);
    uv_cond_destroy(&c.here);
    uv_mutex_destroy(&c.mutex);
    free(threads);
}

/* ---- two that wake each other ---- */

struct pair {
    uv_mutex_t mutex;
    uv_cond_t turn;
    unsigned turns; /* even: the first one's */
};

static void take_turns(struct pair *p, unsigned mine)
{
    uv_mutex_lock(&p->mutex);
    for (int i = 0; i < HANDOVERS / 2; i++) {
        while (p->turns % 2 != mine)
            uv_cond_wait(&p->turn, &p->mutex);
        p->turns++;
        uv_cond_signal(&p->turn);
    }
    uv_mutex_unlock(&p->mutex);
}

static void second(void *data)
{
    take_turns(data, 1);
}

static void measure_handover(struct thread_cost *cost)
{
    struct pair p = {0};
    uv_thread_t other;
    uv_mutex_init(&p.mutex);
    uv_cond_init(&p.turn);
    uint64_t from = uv_hrtime();
    if (!uv_thread_create(&other, second, &p)) {
        take_turns(&p, 0);
        uv_thread_join(&other);
        cost->handover = (double)(uv_hrtime() - from) / 1e9 / HANDOVERS;
    }
    uv_cond_destroy(&p.turn);
    uv_mutex_destroy(&p.mutex);
}

struct thread_cost thread_cost(size_t n)
{
    struct thread_cost cost = {.most = threads_most()};
    measure_start(&cost, least(n, cost.most));
    if (cost.most)
        measure_handover(&cost);
    return cost;
}

/* ---- tasks ---- */

struct nothing {
    struct coro coro;
};

ASYNC_DEFINE(nothing, "nothing", NULL, ON_NONE, NULL, def(0))
{
    async_begin;
    async_end;
}

struct gives_way {
    struct coro coro;
    int i;
};

ASYNC_DEFINE(gives_way, "gives_way", NULL, ON_NONE, NULL, def(0))
{
    async_begin;
    for (; self->i < HANDOVERS / 2; self->i++)
        await(sleep_s(0));
    async_end;
}

static struct future *gather_nothing(size_t n)
{
    struct coro **all = xcalloc(n, sizeof(struct coro *));
    for (size_t i = 0; i < n; i++)
        all[i] = call(nothing);
    struct future *f = gather_n(all, n, false);
    free(all);
    return f;
}

struct task_costs {
    struct coro coro;
    size_t n;
    struct task_cost *to;
    double from;
};

ASYNC_DEFINE(task_costs, "task_cost", NULL, ON_NONE, NULL, def(0))
{
    async_begin;
    self->from = perf_counter();
    await(gather_nothing(self->n));
    self->to->run = (perf_counter() - self->from) / (double)self->n;
    self->from = perf_counter();
    await(gather(call(gives_way), call(gives_way)));
    self->to->handover = (perf_counter() - self->from) / HANDOVERS;
    async_end;
}

struct coro *task_cost(size_t n, struct task_cost *to)
{
    return call(task_costs, .n = n, .to = to);
}
