/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "scenes/scene.h"

static int counter = 10;

/* What a process does: this program once more, with a counter of its own. */
static int work(const char *step)
{
    counter += atoi(step);
    worker_say("%d", counter);
    worker_hear();
    return counter;
}
WORKER(work)

struct start {
    struct coro coro;
    const char *called;
    int step;
    struct process **to;
};

async (start, def(14), SHOW(step)) {
    char step[16];
    async_begin;
    snprintf(step, sizeof step, "%d", self->step);
    py(15) await(create_process(self->called, "work", step, self->to));
    async_end;
}

struct main {
    struct coro coro;
    struct process *first, *second;
};

async (main, def(18)) {
    async_begin;
    py(19) await(call(start, .called = "first", .step = (int)param("first"), .to = &self->first));
    py(20) await(call(start, .called = "second", .step = (int)param("second"), .to = &self->second));
    py(21) await(process_readline(self->first));
    say("the first counts to %d", atoi(awaited().s));
    py(22) await(process_readline(self->second));
    say("the second counts to %d", atoi(awaited().s));
    py(23) say("here it is still %d", counter);
    py(24) process_write(self->first, "end\n");
    py(25) await(process_wait(self->first));
    say("the first ends with %d", (int)awaited().i);
    py(26) process_kill(self->second);
    py(27) await(process_wait(self->second));
    say("the second ends with %d", (int)awaited().i);
    async_end;
}

enum { TASKS = 10000, THREADS = 200, PROCESSES = 20 };

static bool is_real(void)
{
    return get_running_loop()->clock.mode == CLOCK_REAL;
}

static void say_costs(double task)
{
    say("To start one, let it do nothing and see its end, on this machine:");
    say("a process %s, a thread %s, a task %s", cost_text(cost_of_process(PROCESSES)),
        cost_text(cost_of_thread(THREADS)), cost_text(task));
}

module (1) {
    async_begin;
    py(32) asyncio_run(call(main));
    if (is_real()) {
        py(33) asyncio_run(cost_of_task(TASKS));
        say_costs(awaited().f);
    } else {
        py(33) say("What they cost: loopscope run processes --clock real");
    }
    async_end;
}

static const struct param params[] = {
    {.name = "first", .about = "what the first adds to its counter", .value = 1, .least = 0, .most = 100},
    {.name = "second", .about = "what the second adds", .value = 5, .least = 0, .most = 100},
    {0},
};

static const struct quiz quiz[] = {
    {"Both have added to counter. What does this program print as its counter?",
     "10, as before: each of the two has added to a counter of its own.",
     .asked = 6, .answered = 7, .shows = "here it is still 10"},
    {"The second is killed by signal 9. What will its exit status be?",
     "-9, minus the signal: it had no time to choose one.",
     .asked = 13, .answered = 16, .shows = "ends with -9"},
    {0},
};

SCENE(processes, "processes", "two programs, no shared memory",
      "A process has memory of its own: what it changes is changed nowhere else; what it says comes through a pipe.",
      .program.params = params,
      .outside = true,
      .handout = {"And two processes?",
               "Steps 4 and 10: what the processes say comes through pipes. Step 7: here counter is what it was. "
               "Steps 11 and 15: one ends by itself, one is killed. Their lanes run on while Task-1 has its turns.",
               "“They share my variables.” Each has its own; only what goes through the pipe gets across.",
               "-p first=7: it counts to 17, and here it is still 10. loopscope run processes --clock real measures "
               "what processes, threads and tasks cost."},
      .remarks = {.quiz = quiz,
                  .end = "What processes, threads and tasks cost, it measures with --clock real."})
