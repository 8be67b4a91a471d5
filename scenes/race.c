/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct race {
    struct shared counter;
    struct threading_lock lock;
    bool locked;
    int64_t rounds;
};

static int64_t read_it(struct race *r)
{
    int64_t value = 0;
    py_def(9);
    py(10) value = shared_read(&r->counter);
    return value;
}

static void write_it(struct race *r, int64_t value)
{
    py_def(12);
    py(14) shared_write(&r->counter, value);
}

static void change(struct race *r)
{
    int64_t seen = 0;
    py_def(16);
    py(17) seen = read_it(r);
    py(18) write_it(r, seen + 1);
}

static void add(void *data)
{
    struct race *r = data;
    py_def(20);
    for (int64_t i = 0; i < r->rounds; i++) {
        if (r->locked) {
            py(23) threading_enter(&r->lock);
            py(24) change(r);
            py(23) threading_exit(&r->lock);
        } else {
            py(26) change(r);
        }
        py_again(21);
    }
}

module_with (1, struct race race; struct threading_thread *threads[2]; int i;) {
    async_begin;
    self->race = (struct race){SHARED("counter"), THREADING_LOCK("lock"), param("lock"),
                               param("n")};
    py(6)  shared_write(&self->race.counter, 0);
    for (self->i = 0; self->i < 2; self->i++)
        self->threads[self->i] = Thread(add, &self->race);
    for (self->i = 0; self->i < 2; self->i++) {
        py(30) threading_start(self->threads[self->i]);
        py_again(29);
    }
    for (self->i = 0; self->i < 2; self->i++) {
        py(32) threading_join(self->threads[self->i]);
        py_again(31);
    }
    py(33) say("counter is %lld", (long long)shared_read(&self->race.counter));
    async_end;
}

static const struct param params[] = {
    {.name = "lock", .about = "on: read and write under a lock", .value = 0, .least = 0, .most = 1},
    {.name = "n", .about = "rounds of each thread", .value = 1, .least = 0, .most = 1000},
    PARAM_GIL,
    {0},
};

static const struct quiz quiz[] = {
    {"Thread-1 has read 0 and stands still. What will Thread-2 read?",
     "0 as well: Thread-1 has not written yet.",
     .asked = 6, .answered = 9, .shows = "Thread-2 reads counter: it is 0"},
    {"Each of the two adds 1 to 0. What is printed in the end?",
     "1: both made it of the 0 that they had read.",
     .asked = 11, .answered = 18, .shows = "counter is 1"},
    {0},
};

SCENE(race, "race", "two threads, one counter, no lock",
      "Between a read and the write behind it another thread can write: that update is lost.",
      .program.threads = true,
      .program.params = params,
      .handout = {"Why is the counter wrong?",
               "The two r before the first w in the lanes: both threads read 0 before either of them writes. The "
               "second w is red: it overwrites an update that its thread never saw.",
               "“The GIL protects my counter”: it lets one thread run, but does not say where that is switched "
               "out. And “it worked, so it is right”: } shows all orders, one after the other; some lose nothing.",
               "-p lock=on, or L: nobody reads between another's read and write, and no order loses. ) shows the "
               "next order that does; -p n=2 has more of them."},
      .beside = "race-async",
      .remarks = {.quiz = quiz,
                  .end = "2 reads and 2 writes can come in 6 orders, and 4 of them lose an update."})
