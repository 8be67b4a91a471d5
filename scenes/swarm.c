/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"

enum { MOST = 1000000 };

struct sleeper {
    struct coro coro;
};

async (sleeper, def(6)) {
    async_begin;
    py(7)  await(sleep_s(1));
    async_end;
}

static struct future *gather_sleepers(size_t n)
{
    struct coro **all = xmalloc((n + 1) * sizeof(struct coro *));
    for (size_t i = 0; i < n; i++)
        all[i] = call(sleeper);
    struct future *f = gather_n(all, n, false);
    free(all);
    return f;
}

struct main {
    struct coro coro;
    double *bytes; /* that a task takes */
};

static struct future *gather_measured(size_t n, double *bytes)
{
    size_t before = resident_bytes();
    struct future *all = gather_sleepers(n);
    *bytes = n ? (double)(resident_bytes() - before) / (double)n : 0;
    return all;
}

async (main, def(9)) {
    async_begin;
    py(10) await(gather_measured((size_t)param("n"), self->bytes));
    async_end;
}

/* What it costs, on the real clock. */
static void say_costs(double bytes, const struct task_cost *task, const struct thread_cost *thread)
{
    char takes[40] = "";
    if (bytes >= 1) /* a few tasks find room in pages that the program has already */
        snprintf(takes, sizeof takes, ", %.0f bytes", bytes);
    say("A task: %.2f µs to make, run and end%s; from one to another: %.2f µs", task->run * 1e6,
        takes, task->handover * 1e6);
    say("A thread: %.2f µs to start, %.0f bytes; from one to another: %.2f µs", thread->start * 1e6,
        thread->bytes, thread->handover * 1e6);
    say("Measured with %zu threads at once; the system lets us have %zu.", thread->threads,
        thread->most);
}

static bool measures(void)
{
    return clock_is_real() && param("n");
}

module_with (1, double start; double bytes; struct task_cost task; struct thread_cost thread;) {
    async_begin;
    py(12) self->start = perf_counter();
    py(13) asyncio_run(call(main, .bytes = &self->bytes));
    py(14) say("%d tasks slept for 1 s each: %.1f s in all", (int)param("n"), perf_counter() - self->start);
    if (measures()) {
        asyncio_run(task_cost((size_t)param("n"), &self->task));
        self->thread = thread_cost((size_t)param("n"));
        say_costs(self->bytes, &self->task, &self->thread);
    } else {
        py(15) say("What threads cost: loopscope run swarm --clock real");
    }
    async_end;
}

static const struct param params[] = {
    {.name = "n", .about = "how many tasks", .value = 20, .least = 0, .most = MOST},
    {0},
};

static const struct quiz quiz[] = {
    {"In which tick does Task-1 go on? And if there are 10 000 tasks?",
     "In tick 6, with 10 000 as well: a tick runs all who are ready.",
     .asked = 10, .answered = 47, .shows = "Task-1 goes on"},
    {"Twenty tasks sleep for 1 s. How long does that take in all?",
     "1 s: the sleeps overlap, of however many tasks.",
     .asked = 20, .answered = 49, .shows = "1 s each: 1.0 s in all"},
    {0},
};

SCENE(swarm, "swarm", "as many tasks as you like",
      "A task takes some hundred bytes and no thread: a million of them can sleep at once.",
      .program.params = params,
      .handout = {"How many tasks can a loop bear?",
               "Steps 4 to 23: the stairs, as of three tasks. Step 25: all are woken in one tick. With many tasks the "
               "title counts them, and each cell of the map below the lanes is a task among many.",
               "“A task is a thread.” It is a frame and a place in a queue. --clock real measures what as many "
               "threads cost, as far as the system lets us start them.",
               "-p n=10000, -p n=1000000: the ticks and the end at 1.000 stay the same."},
      .remarks = {.quiz = quiz, .end = "With 1 000 000 tasks it ends at 1.000, too: -p n=1000000."})
