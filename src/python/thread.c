/* SPDX-License-Identifier: MIT */
#include "python/thread.h"

#include <time.h>

#include "base/alloc.h"

_Thread_local struct thread *this_thread;

_Noreturn void thread_has_no_loop(void)
{
    die("no running event loop: of all that schedules, a function in a thread may only call "
        "call_soon_threadsafe");
}

/* time.thread_time() after so many looks. Each takes a millisecond, and a trifle, so that no rounding
 * makes it one more. */
static double virtual_time(uint64_t looks)
{
    return (double)looks * 1.000000001e-3;
}

double thread_compute_virtually(struct thread *t, double seconds)
{
    uint64_t from = t->computed;
    double end = virtual_time(from) + seconds;
    while (virtual_time(t->computed) < end)
        t->computed++;
    return (double)(t->computed - from) / 1000;
}

static double real_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void thread_compute_really(double seconds)
{
    double end = real_time() + seconds;
    while (real_time() < end)
        ;
}
