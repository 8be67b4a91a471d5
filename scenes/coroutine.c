/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "scenes/scene.h"

struct greet {
    struct coro coro;
    const char *name;
};

async (greet, def(5), SHOW(name)) {
    async_begin;
    py(6)  say("greet() begins");
    py(7)  await(sleep_s(1));
    py(8)  say("Hello, %s", self->name);
    py(9)  async_return(value_int((int)strlen(self->name)));
    async_end;
}

struct main {
    struct coro coro;
    struct coro *greeting;
};

async (main, def(11), SHOW(greeting)) {
    async_begin;
    py(12) say("calling");
    py(13) self->greeting = call(greet, .name = "Ada");
    py(14) say("called");
    if (param("awaited")) {
        py(16) await(self->greeting);
        say("it returned %d", (int)awaited().i);
    }
    async_end;
}

module (1) {
    async_begin;
    py(18) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "awaited", .about = "0: main() forgets the await", .value = 1, .least = 0, .most = 1},
    {0},
};

static const struct quiz quiz[] = {
    {"greet() has been called. Which of its lines have run?",
     "None: its first line runs only now, at “await greeting”.",
     .asked = 3, .answered = 4, .shows = "prints “greet() begins”"},
    {"greet() runs because main() awaits it. Is that a second task?",
     "No: Tasks had one row at every step; greet() ran in the turns of Task-1.",
     .asked = 8, .answered = 10, .shows = "Task-1 is done"},
    {0},
};

SCENE(coroutine, "coroutine", "a call that runs nothing",
      "Calling an async def runs nothing: it makes a coroutine, which an await runs.",
      .program.params = params,
      .handout = {"What does calling an async def do?",
               "Step 3: greet() has been called, and nothing of it has been printed. At step 4 it is awaited, and "
               "begins at once, in the same turn. Tasks has one row from the first step to the last.",
               "“greet() runs when I call it.” The call makes a coroutine, an object that can run; await runs it.",
               "-p awaited=0 leaves the await out: nothing of greet() runs, and Python warns."},
      .remarks = {.quiz = quiz,
                  .end = "An awaited call is no task. How deep can that go? See chain."})
