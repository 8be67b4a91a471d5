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
    py(12) await(call(say_hello));
    py(13) await(call(say_world));
    async_end;
}

module (1) {
    async_begin;
    py(15) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "seconds", .about = "how long each of the two sleeps", .value = 1, .least = 0, .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"“Hello” is out. When does say_world() begin?",
     "It began at 1.000: await goes on once say_hello() has returned.",
     .asked = 5, .answered = 7, .shows = "the clock jumps to 2.000"},
    {"Two coroutines ran. How many tasks were there?",
     "One, Task-1, at every step: an awaited call is no task.",
     .asked = 9, .answered = 10, .shows = "Task-1 is done"},
    {0},
};

SCENE(hello_sequential, "hello-sequential", "awaited one after the other: two seconds",
      "await on a coroutine is a plain call: the second starts when the first is through.",
      .program.params = params,
      .handout = {"Does await make things concurrent?",
               "One row in Tasks, with two dotted stretches one behind the other (steps 2 and 6).",
               "“async and await: both at once.” await waits; only tasks run beside each other.",
               "-p seconds=3 ends at 6.000. "
               "Open hello-gather: the same two coroutines as two tasks, in half the time."},
      .beside = "hello-gather",
      .remarks = {.quiz = quiz,
                  .end = "await alone starts nothing beside it: hello-gather does."})
