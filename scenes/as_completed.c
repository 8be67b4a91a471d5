/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct cook {
    struct coro coro;
    const char *dish;
    int seconds;
};

async (cook, def(5), SHOW(dish), SHOW(seconds)) {
    async_begin;
    py(6)  await(sleep_s(self->seconds));
    py(7)  async_return(value_str(self->dish));
    async_end;
}

struct main {
    struct coro coro;
    struct futures *tasks, *done, *pending;
    struct as_completed *all;
    struct coro *each;
};

static void start(struct futures *tasks, const char *dish, int seconds)
{
    futures_append(tasks, &create_task(call(cook, .dish = dish, .seconds = seconds))->future);
}

async (main, def(9), SHOW(tasks), SHOW(done), SHOW(pending), SHOW(each)) {
    async_begin;
    keep(self->tasks, futures_list(3));
    py(11) start(self->tasks, "cake", 4);
    py(12) start(self->tasks, "tea", 1);
    py(13) start(self->tasks, "soup", 3);
    py(14) await(wait_futures(self->tasks->at, 3, (double)param("timeout"), ALL_COMPLETED));
    keep(self->done, futures_where(self->tasks, true));
    keep(self->pending, futures_where(self->tasks, false));
    py(15) say("%zu is done, %zu go on", self->done->n, self->pending->n);
    py(16) self->all = as_completed(self->tasks->at, 3, NO_TIMEOUT);
    while (as_completed_left(self->all)) {
        self->each = as_completed_next(self->all);
        py(17) await(self->each);
        say("here is the %s", awaited().s);
    }
    async_end;
}

module (1) {
    async_begin;
    py(19) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "timeout",
     .about = "for how many seconds wait() waits",
     .value = 2,
     .least = 0,
     .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"wait() was given 2 s. Will it cancel the two that are not done by then?",
     "No: it only says who is done. wait_for() would cancel.",
     .asked = 12, .answered = 15, .shows = "1 is done, 2 go on"},
    {"The tasks stand as cake, tea, soup. What comes after the tea?",
     "The soup: they come as they end. gather() gives them as they stand.",
     .asked = 18, .answered = 24, .shows = "prints “here is the soup”"},
    {0},
};

SCENE(as_completed, "as-completed", "results in the order in which they come",
      "as_completed() gives each result as it comes; wait() tells who is done so far.",
      .program.params = params,
      .handout = {"How can one take each result as soon as it is there?",
               "Step 5: wait() has a limit. Step 14: the time is up, and Task-1 goes on with what there is. "
               "Steps 18, 24 and 30: each result comes when its task has ended, the first one at once, as it "
               "was done before.",
               "“as_completed() gives the tasks in their order”, and “wait() gives results”. It gives them in "
               "the order in which they end; wait() gives two sets of tasks.",
               "-p timeout=1: the tea is due at the very moment when the time is up. -p timeout=0: wait() waits "
               "for no time at all, and nothing is done."},
      .remarks = {.quiz = quiz,
                  .end = "gather() would have given all of them at 4.000, in the order of the tasks."})
