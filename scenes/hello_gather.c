/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct say_hello {
    struct coro coro;
};

async (say_hello, def(3)) {
    async_begin;
    py(4)  await(sleep_s(param("seconds")));
    py(5)  say("Hello");
    async_end;
}

struct say_world {
    struct coro coro;
};

async (say_world, def(7)) {
    async_begin;
    py(8)  await(sleep_s(param("seconds")));
    py(9)  say("World");
    async_end;
}

struct main {
    struct coro coro;
};

async (main, def(11)) {
    async_begin;
    py(12) await(gather(call(say_hello), call(say_world)));
    async_end;
}

module (1) {
    async_begin;
    py(14) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "seconds", .about = "how long each of the two sleeps", .value = 1, .least = 0, .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"Two sleeps of a second: over at 1.000, or at 1.000 and 2.000?",
     "Both at 1.000: they sleep at the same time.",
     .asked = 5, .answered = 8, .shows = "Task-2 goes on and prints “Hello”"},
    {"Both print at 1.000. In one turn?",
     "No: at steps 8 and 10, one turn after the other.",
     .asked = 9, .answered = 10, .shows = "prints “World”"},
    {0},
};

SCENE(hello_gather, "hello-gather", "the same two, gathered: one second",
      "gather() makes a task of each; both sleep at the same time, so the longest decides.",
      .program.params = params,
      .handout = {"What makes two sleeps overlap?",
               "Step 2: two rows more, both ready, neither has run. Then both sleep at once, from step 5 on.",
               "“gather() runs them in parallel.” Their turns come one after the other; only their waits overlap.",
               "-p seconds=3 ends at 3.000. Open hello-sequential: without gather() the waits come in a row."},
      .beside = "hello-sequential",
      .remarks = {.quiz = quiz,
                  .end = "gather() made a task of each call: that is the second that you saved."})
