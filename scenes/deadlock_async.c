/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct locks {
    struct lock a, b;
};

static struct lock *lock_of(struct locks *locks, const char *name)
{
    return *name == 'a' ? &locks->a : &locks->b;
}

struct work {
    struct coro coro;
    struct locks *locks;
    const char *name, *first, *second;
};

async (work, def(7), SHOW(name), SHOW(first), SHOW(second)) {
    async_begin;
    py(8)  await(lock_acquire(lock_of(self->locks, self->first)));
    try {
        py(9)  say("%s has %s", self->name, self->first);
        py(10) await(sleep_s(1));
        py(11) await(lock_acquire(lock_of(self->locks, self->second)));
        try {
            py(12) say("%s has both", self->name);
        } end_with(lock_release(lock_of(self->locks, self->second)));
    } end_with(lock_release(lock_of(self->locks, self->first)));
    async_end;
}

struct main {
    struct coro coro;
    struct locks locks;
};

#define work(who, a, b)                                                                            \
    call(work, .locks = &self->locks, .name = (who), .first = (a), .second = (b))

async (main, def(14)) {
    async_begin;
    if (param("order")) {
        py(16) await(gather(work("one", "a", "b"), work("two", "a", "b")));
    } else {
        py(18) await(gather(work("one", "a", "b"), work("two", "b", "a")));
    }
    py(19) say("no deadlock");
    async_end;
}

module (1) {
    async_begin;
    py(21) asyncio_run(call(main));
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
    {0},
};

static const struct quiz quiz[] = {
    {"Task-2 sleeps with a lock in its hands. Does it let go of it?",
     "No: a lock is held across an await, until its block is left.",
     .asked = 8, .answered = 12, .shows = "waits for the lock at line 11"},
    {"Each of the two has one lock, and wants the other one. Who gets both?",
     "Nobody: from here on nothing is ready, and no timer is set.",
     .asked = 9, .answered = 13, .shows = "Task-3 goes on and waits for the lock"},
    {0},
};

SCENE(deadlock_async, "deadlock-async", "the same two locks, with two tasks",
      "Tasks can wait for each other for ever, too: an await lets the other one take its lock.",
      .program.params = params,
      .handout = {"Can tasks stand still for ever, too?",
               "Each task takes one lock and sleeps; when both are awake, each asks for the other's lock. "
               "Nothing is ready and no timer is set: nothing can ever happen again.",
               "“One thread cannot block itself.” Its tasks can: a lock is held across an await, and others run there.",
               "-p order=same: both take a first, so the second waits before it has anything."},
      .beside = "deadlock",
      .remarks = {.quiz = quiz, .end = "Take locks in the same order everywhere: -p order=same."})
