/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct add {
    struct coro coro;
    struct variable *counter;
    int64_t seen;
};

async (add, def(7), SHOW(seen)) {
    async_begin;
    py(9)  self->seen = variable_read(self->counter);
    if (param("pauses")) {
        py(11) await(sleep_s(0));
    }
    py(12) variable_write(self->counter, self->seen + 1);
    async_end;
}

struct main {
    struct coro coro;
    struct variable counter;
};

async (main, def(14)) {
    async_begin;
    self->counter = VARIABLE("counter");
    py(15) await(gather(call(add, .counter = &self->counter), call(add, .counter = &self->counter)));
    py(16) say("counter is %d", (int)self->counter.value);
    async_end;
}

module (1) {
    async_begin;
    py(18) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "pauses",
     .about = "off: nothing is awaited between the read and the write",
     .value = 1,
     .least = 0,
     .most = 1},
    {0},
};

static const struct quiz quiz[] = {
    {"Task-2 has read 0 and gives way. What will Task-3 read?",
     "0 as well: Task-2 has not written yet.",
     .asked = 4, .answered = 6, .shows = "Task-3 starts add() and reads counter: it is 0"},
    {"Each adds 1 to 0. What is printed in the end?",
     "1: an update was lost, with one thread and no lock in sight.",
     .asked = 7, .answered = 13, .shows = "counter is 1"},
    {0},
};

SCENE(race_async, "race-async", "two tasks, one counter, one await too many",
      "Tasks lose an update only across an await: between two of them nobody else runs.",
      .program.params = params,
      .handout = {"Can tasks lose an update, too?",
               "Two reads of 0, and between each and its write an await: there the other task has its turn. The "
               "second write is told in red.",
               "“With one thread there are no races.” There are, but only where you wrote an await: it is as if "
               "every await said: anything may have changed.",
               "-p pauses=off: without that await a turn reads and writes in one go, and counter is 2."},
      .beside = "race",
      .remarks = {.quiz = quiz,
                  .end = "Without the await between them it is 2: -p pauses=off."})
