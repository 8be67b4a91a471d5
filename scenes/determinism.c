/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "scenes/scene.h"

enum { MOST = 100 };

/* Whose turn it was, in which order: "abab…". */
struct order {
    char names[2 * MOST + 1];
};

static void append(struct order *o, const char *name)
{
    strncat(o->names, name, sizeof o->names - strlen(o->names) - 1);
}

/* ---- tasks ---- */

struct in_task {
    struct coro coro;
    const char *name;
    struct order *order;
    int i;
};

async (in_task, def(8), SHOW(name), SHOW(i)) {
    async_begin;
    for (; self->i < param("n"); self->i++) {
        py(10) append(self->order, self->name);
        py(11) say("task %s %d", self->name, self->i + 1);
        py(12) await(sleep_s(0));
    }
    async_end;
}

struct by_tasks {
    struct coro coro;
    struct order *order;
};

async (by_tasks, def(14)) {
    async_begin;
    py(15) self->order->names[0] = 0;
    py(16) await(gather(call(in_task, .name = "a", .order = self->order),
                        call(in_task, .name = "b", .order = self->order)));
    async_return(value_str(self->order->names));
    async_end;
}

/* ---- threads ---- */

struct work {
    const char *name;
    struct order *order;
    int64_t n;
};

static void in_thread(void *data)
{
    struct work *w = data;
    py_def(19);
    for (int i = 0; i < w->n; i++) {
        py(21) append(w->order, w->name);
        py(22) say("thread %s %d", w->name, i + 1);
        py_again(20);
    }
}

static void by_threads(struct work works[2], struct order *order)
{
    struct threading_thread *threads[2];
    py_def(24);
    for (int i = 0; i < 2; i++) {
        works[i] = (struct work){i ? "b" : "a", order, param("n")};
        threads[i] = Thread(in_thread, &works[i]);
    }
    for (int i = 0; i < 2; i++) {
        py(28) threading_start(threads[i]);
        py_again(27);
    }
    for (int i = 0; i < 2; i++) {
        py(30) threading_join(threads[i]);
        py_again(29);
    }
}

/* ---- both twice ---- */

static void tell(const char *how, const struct order runs[2])
{
    bool same = !strcmp(runs[0].names, runs[1].names);
    py(35) say("by %s: %s, %s: %s order", how, runs[0].names, runs[1].names,
               same ? "the same" : "another");
}

enum { BOTH, TASKS, THREADS };

module_with (1, struct order tasks[2], threads[2]; struct work works[2];) {
    async_begin;
    if (param("part") != THREADS) {
        py(38) asyncio_run(call(by_tasks, .order = &self->tasks[0]));
        py(38) asyncio_run(call(by_tasks, .order = &self->tasks[1]));
        tell("tasks", self->tasks);
    }
    if (param("part") != TASKS) {
        py(40) by_threads(self->works, &self->threads[0]);
        py(40) by_threads(self->works, &self->threads[1]);
        tell("threads", self->threads);
    }
    async_end;
}

static const char *const parts[] = {"both", "tasks", "threads", NULL};

static const struct param params[] = {
    {.name = "part",
     .about = "tasks, or threads: only those",
     .value = BOTH,
     .least = 0,
     .most = 2,
     .words = parts},
    {.name = "n", .about = "turns that each has", .value = 3, .least = 1, .most = MOST},
    PARAM_GIL,
    {0},
};

static const struct quiz quiz[] = {
    {"The same two tasks run once more. Will their turns come in the same order?",
     "Yes: only an await gives way, and the ready queue knows no chance.",
     .asked = 22, .answered = 42, .shows = "ababab, ababab: the same order"},
    {"Two threads do it once more. Will their turns come in the same order?",
     "Not this time: where one is switched out is drawn, not written down.",
     .asked = 62, .answered = 77, .shows = "another order"},
    {0},
};

SCENE(determinism, "determinism", "the same once more, by tasks and by threads",
      "Tasks give way only where they await, so a run can be repeated. Where threads do is drawn each time.",
      .program.threads = true,
      .program.params = params,
      .handout = {"Does it go the same way when it is run again?",
                  "Steps 5 to 16 and 25 to 36: two tasks, run twice, have the same turns. Steps 45 to 59 and 64 to 76: "
                  "two threads that do the same, twice, and are switched out at other places each time.",
                  "“It worked when I tried it.” Of threads one run says little about the next: that may go another "
                  "way. Tasks go another way only if something from outside does: a clock, a network, a thread.",
                  "--seed 3 is another schedule: by tasks it is ababab as before, by threads it is not. --clock real "
                  "lets the threads loose: then nobody has said who goes on, and now and then both runs are alike."},
      .remarks = {.quiz = quiz,
                  .end = "--seed 3 is another schedule: the threads go another way, the tasks do not."})
