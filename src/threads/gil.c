/* SPDX-License-Identifier: MIT */
#include "threads/gil.h"

#include <time.h>

/* sys.getswitchinterval() */
static const double interval = 0.005;

void gil_init(struct gil *g)
{
    *g = (struct gil){0};
    uv_mutex_init(&g->mutex);
    uv_cond_init(&g->changed);
}

void gil_close(struct gil *g)
{
    uv_mutex_destroy(&g->mutex);
    uv_cond_destroy(&g->changed);
}

static void take(struct gil *g)
{
    uv_mutex_lock(&g->mutex);
    g->waiting++;
    while (g->held)
        uv_cond_wait(&g->changed, &g->mutex);
    g->waiting--;
    g->held = true;
    g->taken++;
    uv_cond_broadcast(&g->changed);
    uv_mutex_unlock(&g->mutex);
}

/* Waits until one of those that wait has taken it. */
static void drop(struct gil *g)
{
    uv_mutex_lock(&g->mutex);
    uint64_t taken = g->taken;
    g->held = false;
    uv_cond_broadcast(&g->changed);
    while (g->waiting && g->taken == taken)
        uv_cond_wait(&g->changed, &g->mutex);
    uv_mutex_unlock(&g->mutex);
}

static double processor_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void compute_until(double end)
{
    while (processor_time() < end)
        ;
}

void gil_compute(struct gil *g, double seconds)
{
    double end = processor_time() + seconds, now;
    if (!g) {
        compute_until(end);
        return;
    }
    while ((now = processor_time()) < end) {
        take(g);
        compute_until(now + interval < end ? now + interval : end);
        drop(g);
    }
}
