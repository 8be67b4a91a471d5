/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct visit {
    struct coro coro;
    const char *name;
    struct semaphore *room;
};

async (visit, def(5), SHOW(name), SHOW_AS(room, "Semaphore")) {
    async_begin;
    py(6)  await(semaphore_acquire(self->room));
    try {
        py(7)  say("%s comes in", self->name);
        py(8)  await(sleep_s(1));
        py(9)  say("%s goes", self->name);
    } end_with(semaphore_release(self->room));
    async_end;
}

struct main {
    struct coro coro;
    struct semaphore *room;
};

async (main, def(11), SHOW_AS(room, "Semaphore")) {
    async_begin;
    py(12) self->room = object(SEMAPHORE(param("limit")));
    py(13) await(gather(
        call(visit, .name = "Ann", .room = self->room),
        call(visit, .name = "Bob", .room = self->room),
        call(visit, .name = "Cid", .room = self->room),
        call(visit, .name = "Dee", .room = self->room)));
    async_end;
}

module (1) {
    async_begin;
    py(17) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "limit",
     .about = "how many may be in the room at once",
     .value = 2,
     .least = 1,
     .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"Each stays for a second. When does the last of the four go?",
     "At 2.000: two at a time, so four need twice as long as one.",
     .asked = 5, .answered = 33, .shows = "prints “Dee goes”"},
    {"Ann goes. Who has her place, and from when on?",
     "Task-4, the first in line: it is kept for it until its turn in tick 5.",
     .asked = 14, .answered = 15, .shows = "gives a place of the semaphore to Task-4"},
    {0},
};

SCENE(semaphore, "semaphore", "four visitors, two places",
      "A semaphore lets so many in at a time; the others wait, in their order.",
      .program.params = params,
      .handout = {"How can only a few do something at the same time?",
               "Locks and queues: how many places are left, and who waits in line. Steps 4 and 7: two take a "
               "place. Steps 10 and 11: the others find none. Step 15: a place that is given back is kept for "
               "the first in line.",
               "“Whoever is quick gets the place.” Who has waited longest gets it; who comes meanwhile stands "
               "behind.",
               "-p limit=1 is a lock: 4 s. -p limit=3: 2 s, as with two. -p limit=4: nobody waits, 1 s."},
      .remarks = {.quiz = quiz,
                  .end = "Four seconds of sleep in two, because two places were free."})
