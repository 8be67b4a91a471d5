/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

static void count(void)
{
    py(4)  say("One");
    py(5)  time_sleep(1);
    py(6)  say("Two");
}

static void count_three_times(void)
{
    for (int i = 0; i < 3; i++)
        count();
}

module_with (1, double s, elapsed;) {
    async_begin;
    py(13) self->s = perf_counter();
    py(14) count_three_times();
    py(15) self->elapsed = perf_counter() - self->s;
    py(16) say("%s executed in %0.2f seconds.", py_file(), self->elapsed);
    async_end;
}

static const struct remark lines[] = {
    {5, "The other count() calls have not begun: nobody could run them.", true},
    {0},
};

SCENE(count_sync, "count-sync", "the same, blocking: three seconds",
      "time.sleep() stops the whole thread, so nobody else can run: the seconds add up.",
      .remarks = {lines, "count does it in 1.000 s, in one thread as well.", "count"})
