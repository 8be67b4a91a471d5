/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

static char later[] = "later", soon[] = "soon";

static void ring(void *word)
{
    py(4)  say("ring: %s", (const char *)word);
}

static void finished(struct future *task, void *data)
{
    (void)data;
    py(7)  say("finished: %d", (int)future_value(task).i);
}

struct work {
    struct coro coro;
};

async (work, def(9)) {
    async_begin;
    py(10) await(sleep_s(1));
    py(11) async_return(value_int(42));
    async_end;
}

struct main {
    struct coro coro;
    struct loop *loop;
    struct task *t;
};

async (main, def(13), SHOW(loop), SHOW(t)) {
    async_begin;
    py(14) self->loop = get_running_loop();
    py(15) call_later((double)param("later"), "ring", ring, later);
    py(16) call_soon("ring", ring, soon);
    py(17) say("main goes on");
    py(18) keep(self->t, create_task(call(work)));
    py(19) add_done_callback(&self->t->future, "finished", finished, NULL);
    py(20) await(self->t);
    say("main has %d", (int)awaited().i);
    py(21) await(sleep_s(2));
    async_end;
}

module (1) {
    async_begin;
    py(23) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "later", .about = "seconds until ring() is called later", .value = 2, .least = 0, .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"ring() stands in the ready queue since call_soon(). When does it run?",
     "In the next tick, as Task-1 pauses: call_soon() itself calls nothing.",
     .asked = 4, .answered = 7, .shows = "prints “ring: soon”"},
    {"All tasks sleep or are done until 3.000. Can anything run before that?",
     "Yes, a callback that is due: it belongs to the loop and needs no task.",
     .asked = 14, .answered = 16, .shows = "prints “ring: later”"},
    {0},
};

SCENE(callbacks, "callbacks", "plain functions that the loop calls",
      "The loop also calls plain functions: soon, later, or when a task has ended.",
      .program.params = params,
      .handout = {"What can the loop run that is no task?",
               "Step 3: ring() joins the ready queue, and main() goes on. Step 7: it has its place among the turns, "
               "but no row in Tasks. Step 12: finished() is told of Task-2's end before Task-1 goes on, as it asked "
               "first.",
               "“call_soon() calls it now”, and “call_later() waits”. Both only leave it with the loop; nobody waits.",
               "-p later=1: ring() and the sleep are due at once, and whose timer was set first is first. "
               "-p later=5: main() has returned by then, and ring() is never called."},
      .remarks = {.quiz = quiz,
                  .end = "A turn of a task is such a callback too: tasks are made of them."})
