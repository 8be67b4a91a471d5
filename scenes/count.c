/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct count {
    struct coro coro;
};

async (count, def(3)) {
    async_begin;
    py(4)  say("One");
    py(5)  await(sleep_s(param("seconds")));
    py(6)  say("Two");
    async_end;
}

enum { MOST = 10000 };

static struct future *gather_counts(int n)
{
    struct coro *all[MOST];
    for (int i = 0; i < n; i++)
        all[i] = call(count);
    return gather_n(all, (size_t)n, false);
}

struct main {
    struct coro coro;
};

async (main, def(8)) {
    async_begin;
    py(9)  await(gather_counts((int)param("n")));
    async_end;
}

module_with (1, double s, elapsed;) {
    async_begin;
    py(13) self->s = perf_counter();
    py(14) asyncio_run(call(main));
    py(15) self->elapsed = perf_counter() - self->s;
    py(16) say("%s executed in %0.2f seconds.", py_file(), self->elapsed);
    async_end;
}

static const struct param params[] = {
    {.name = "n", .about = "how many count() there are", .value = 3, .least = 1, .most = MOST},
    {.name = "seconds", .about = "how long each sleeps", .value = 1, .least = 0, .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"How many “One” come before the first “Two”?",
     "Three, at steps 4, 6 and 8: each sleeps before the first is woken.",
     .asked = 6, .answered = 12, .shows = "prints “Two”"},
    {"All three are ready. When does Task-1 go on?",
     "In tick 6: gather() needs all three results, and then a turn.",
     .asked = 13, .answered = 19, .shows = "Task-1 goes on"},
    {0},
};

SCENE(count, "count", "three coroutines, one second",
      "Each count() gives way at its await, so all three sleep at the same time.",
      .program.params = params,
      .handout = {"In which order do the lines come, and why?",
               "The stairs in the lanes: a turn each, one after the other (steps 4 to 9). The ready queue "
               "shrinks from three to none. "
               "At step 10 the clock jumps: nobody is ready, and three timers are due at the same moment.",
               "“await blocks the program.” It stops one task; the others have their turns.",
               "-p n=10: more coroutines take no longer; the seconds overlap, and the number of ticks stays 11. "
               "-p seconds=2."},
      .beside = "count-sync",
      .remarks = {.quiz = quiz,
                  .end = "count-sync prints the same six words in 3.000 s."})
