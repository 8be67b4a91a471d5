/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct work {
    struct coro coro;
    struct error *error;
};

async (work, def(5)) {
    async_begin;
    py(6)  say("work begins");
    try {
        py(8)  await(sleep_s(9));
    } except_as (CancelledError, self->error) {
        py(10) say("work is asked to end");
        py(11) await(sleep_s(1));
        py(12) say("work has tidied up");
        if (!param("refuse")) {
            py(14) raise(self->error);
        }
    } end_try;
    py(15) async_return(value_str("work goes on"));
    async_end;
}

struct main {
    struct coro coro;
    struct task *task;
};

async (main, def(17), SHOW(task)) {
    async_begin;
    py(18) keep(self->task, create_task(call(work)));
    py(19) await(sleep_s((double)param("after")));
    py(20) task_cancel(self->task);
    py(21) say("main has asked");
    try {
        py(23) await(self->task);
        say("%s", awaited().s);
    } except (CancelledError) {
        py(25) say("work was cancelled");
    } end_try;
    async_end;
}

module (1) {
    async_begin;
    py(27) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "refuse",
     .about = "on: work() does not raise CancelledError again",
     .value = 0,
     .least = 0,
     .most = 1},
    {.name = "after",
     .about = "seconds until main() asks it to end",
     .value = 2,
     .least = 0,
     .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"Task-2 was cancelled. Has it ended?",
     "No: it gets CancelledError in its own turn, and may still do something.",
     .asked = 9, .answered = 11, .shows = "prints “work is asked to end”"},
    {"Task-2 sleeps in its except clause. When does main() go on?",
     "At 3.000, when Task-2 has ended: tidying up takes the time that it takes.",
     .asked = 12, .answered = 17, .shows = "prints “work was cancelled”"},
    {0},
};

SCENE(cancel, "cancel", "a task is asked to end",
      "cancel() is a request: the task gets an error at its await, and may tidy up first.",
      .program.params = params,
      .handout = {"What does cancel() do to a task?",
               "Step 8: main() asks, and its sleep at line 8 is over at once; but nothing of Task-2 has run. "
               "Step 11: the CancelledError comes out of its await. Step 12: it may even await again. Step 16: "
               "it raises the error again, and so ends cancelled.",
               "“cancel() kills the task.” It is a request: the task gets an error at its await, tidies up, and "
               "should raise it again.",
               "-p refuse=on: work() keeps the error to itself, is done instead of cancelled, and loopscope "
               "warns. -p after=10: it is done by then, so that nothing is left to cancel."},
      .remarks = {.quiz = quiz,
                  .end = "It was asked at 2.000 and ended at 3.000, by its own doing."})
