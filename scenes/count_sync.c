/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

static void count(void)
{
    py(4)  say("One");
    py(5)  time_sleep(param("seconds"));
    py(6)  say("Two");
}

enum { MOST = 10000 };

static void count_so_often(void)
{
    for (int i = 0; i < param("n"); i++)
        count();
}

module_with (1, double s, elapsed;) {
    async_begin;
    py(13) self->s = perf_counter();
    py(14) count_so_often();
    py(15) self->elapsed = perf_counter() - self->s;
    py(16) say("%s executed in %0.2f seconds.", py_file(), self->elapsed);
    async_end;
}

static const struct remark lines[] = {
    {5, "The other count() calls have not begun: nobody could run them.", true},
    {0},
};

static const struct param params[] = {
    {.name = "n", .about = "how often count() is called", .value = 3, .least = 1, .most = MOST},
    {.name = "seconds", .about = "how long each sleeps", .value = 1, .least = 0, .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"Which line is printed second, and when?",
     "“Two”, at 1.000. In count it is another “One”, at 0.000.",
     .asked = 2, .answered = 4, .shows = "prints “Two”"},
    {"Does count-sync need more processor time than count?",
     "No: both only wait, but here the waits come in a row.",
     .asked = 8, .answered = 11, .shows = "3.00 seconds"},
    {0},
};

SCENE(count_sync, "count-sync", "the same, blocking: three seconds",
      "time.sleep() stops the whole thread, so nobody else can run: the seconds add up.",
      .program.params = params,
      .handout = {"What if the sleep blocks?",
               "One lane, three hatched blocks of a second. There is no queue and no timer, as there is no loop.",
               "“A sleep is a sleep.” time.sleep() keeps the thread, and with it everybody; asyncio.sleep() "
               "gives way.",
               "-p n=10 takes ten seconds. "
               "Open count beside it: the same six words, in another order, in a third of the time."},
      .beside = "count",
      .remarks = {lines, "count does it in 1.000 s, in one thread as well.", quiz})
