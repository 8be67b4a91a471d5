/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct work {
    const char *name;
    struct threading_lock *first, *second;
};

static void work(void *data)
{
    struct work *w = data;
    py_def(8);
    py(9)  threading_enter(w->first);
    py(10) say("%s has one lock", w->name);
    py(11) threading_enter(w->second);
    py(12) say("%s has both", w->name);
    py(11) threading_exit(w->second);
    py(9)  threading_exit(w->first);
}

module_with (1, struct threading_lock a, b; struct work works[2];
             struct threading_thread *one, *two;) {
    async_begin;
    self->a = THREADING_LOCK("a");
    self->b = THREADING_LOCK("b");
    self->works[0] = (struct work){"one", &self->a, &self->b};
    if (param("order"))
        self->works[1] = (struct work){"two", &self->a, &self->b};
    else
        self->works[1] = (struct work){"two", &self->b, &self->a};

    self->one = Thread(work, &self->works[0]);
    self->two = Thread(work, &self->works[1]);
    py(19) threading_start(self->one);
    py(20) threading_start(self->two);
    py(21) threading_join(self->one);
    py(22) threading_join(self->two);
    py(23) say("no deadlock");
    async_end;
}

static const char *const orders[] = {"opposite", "same", NULL};

static const struct param params[] = {
    {.name = "order",
     .about = "opposite, or same: both take a first, then b",
     .value = 0,
     .least = 0,
     .most = 1,
     .words = orders},
    PARAM_GIL,
    {0},
};

static const struct quiz quiz[] = {
    {"Each has one lock now, and needs the other one. Who gets both?",
     "Nobody: each waits for the lock that the other one holds.",
     .asked = 10, .answered = 13, .shows = "Thread-2 waits at line 11 for a: Thread-1 has it"},
    {"Thread-1 asks for b, which Thread-2 has. Must Thread-2 stop?",
     "No: only who asks stands still, until the lock is given back.",
     .asked = 11, .answered = 12, .shows = "Thread-2 goes on"},
    {0},
};

SCENE(deadlock, "deadlock", "two locks, taken in opposite order",
      "Each holds what the other one needs, and waits: nobody can ever go on.",
      .program.threads = true,
      .program.params = params,
      .handout = {"Why does nothing go on?",
               "Step 10: each of the two has one lock. Then each asks for the other's, and Shared draws the ring: who "
               "waits for whom. Python would stand still here for ever; loopscope says so, and ends.",
               "“A lock for each thing makes it safe.” Each lock is right by itself; the two orders together are not.",
               "-p order=same: both take a first, and whoever has it gets b, too. --seed 1 shows that the wrong "
               "program can end well: it depends on the schedule."},
      .beside = "deadlock-async",
      .remarks = {.quiz = quiz,
                  .end = "Take locks in the same order everywhere: -p order=same."})
