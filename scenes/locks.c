/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

static int cups;

struct drink {
    struct coro coro;
    const char *name;
    struct condition *table;
};

async (drink, def(5), SHOW(name), SHOW_AS(table, "Condition")) {
    async_begin;
    py(7)  await(condition_acquire(self->table));
    try {
        while (cups == 0) {
            py(9)  await(condition_wait(self->table));
        }
        py(10) cups--;
        py(11) say("%s has a cup", self->name);
    } end_with(condition_release(self->table));
    async_end;
}

struct pour {
    struct coro coro;
    struct lock *pot;
    struct condition *table;
};

async (pour, def(13), SHOW_AS(pot, "Lock"), SHOW_AS(table, "Condition")) {
    async_begin;
    py(15) await(lock_acquire(self->pot));
    try {
        py(16) say("pouring");
        py(17) await(sleep_s((double)param("seconds")));
        py(18) cups++;
        py(19) condition_notify(self->table, (size_t)param("notify"));
        py(20) say("poured");
    } end_with(lock_release(self->pot));
    async_end;
}

struct main {
    struct coro coro;
    struct lock *pot;
    struct condition *table;
};

async (main, def(22), SHOW_AS(pot, "Lock"), SHOW_AS(table, "Condition")) {
    async_begin;
    py(23) self->pot = object((struct lock){0});
    py(24) self->table = object((struct condition){.lock = self->pot});
    py(25) await(gather(
        call(drink, .name = "Ann", .table = self->table),
        call(drink, .name = "Bob", .table = self->table),
        call(pour, .pot = self->pot, .table = self->table),
        call(pour, .pot = self->pot, .table = self->table)));
    async_end;
}

module (1) {
    async_begin;
    py(3)  cups = 0;
    py(29) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "notify", .about = "how many notify() wakes", .value = 1, .least = 1, .most = 2},
    {.name = "seconds", .about = "seconds to pour a cup", .value = 1, .least = 0, .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"Task-5 wants to pour, too. When can it?",
     "At 1.000: who gives the lock back keeps it for the first in line.",
     .asked = 9, .answered = 19, .shows = "takes the lock, which was kept for it"},
    {"Ann, in Task-2, is notified. When does she have her cup?",
     "At 2.000: she needs the lock as well, and Task-5 was before her in line.",
     .asked = 14, .answered = 31, .shows = "prints “Ann has a cup”"},
    {0},
};

SCENE(locks, "locks", "a Lock for one at a time, a Condition to be told",
      "Who is notified must have the lock again, too, before it goes on.",
      .program.params = params,
      .handout = {"How do tasks share something that only one may have at a time?",
               "Locks and queues: who has the lock, and who waits in line. Steps 5 and 7: who waits for the "
               "condition lets go of the lock. Step 11: Task-5 has to wait, because Task-4 sleeps with the lock "
               "in its hand. Step 14: notify() wakes Task-2, but at step 18 it waits once more, for the lock.",
               "“notify() runs the other task”, and “a lock stops the loop”. Who is notified needs the lock "
               "first; and only those who want the lock wait for it.",
               "-p notify=2 wakes both at the first cup: one looks, finds none and waits again, which is why "
               "line 8 says while. -p seconds=0: nobody has to wait for the lock."},
      .remarks = {.quiz = quiz,
                  .end = "At most one task had the lock at any step; the others slept or waited in line."})
