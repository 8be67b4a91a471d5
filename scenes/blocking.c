/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct ticker {
    struct coro coro;
    int i;
};

async (ticker, def(6), SHOW(i)) {
    async_begin;
    py(7)  say("ticker begins");
    for (; self->i < 3; self->i++) {
        py(9)  await(sleep_s(0.5));
        py(10) say("tick %d", self->i + 1);
    }
    async_end;
}

struct work {
    struct coro coro;
};

async (work, def(12)) {
    async_begin;
    py(13) say("work begins");
    if (param("blocking")) {
        py(15) time_sleep(1);
    } else {
        py(17) await(sleep_s(1));
    }
    py(18) say("work ends");
    async_end;
}

struct main {
    struct coro coro;
};

async (main, def(20)) {
    async_begin;
    py(21) await(gather(call(ticker), call(work)));
    async_end;
}

module (1) {
    async_begin;
    py(23) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "blocking",
     .about = "0: work() awaits asyncio.sleep(1) instead",
     .value = 1,
     .least = 0,
     .most = 1},
    {0},
};

static const struct quiz quiz[] = {
    {"The ticker is due at 0.500. When does it have its turn?",
     "At 1.000, late by 0.5 s: until then nobody but work() could run.",
     .asked = 6, .answered = 13, .shows = "prints “tick 1”"},
    {"The last tick comes at 2.000. When would it come without the block?",
     "At 1.500: the second of work() would lie beside those of the ticker.",
     .asked = 17, .answered = 21, .shows = "prints “tick 3”"},
    {0},
};

SCENE(blocking, "blocking", "time.sleep() inside a coroutine",
      "A blocking call keeps the only thread: nobody else has a turn, timers are late.",
      .program.params = params,
      .handout = {"What does time.sleep() do inside a coroutine?",
               "Step 7: a hatched block of a second in the lane of Task-3, and nothing beside it. The ticker is due at "
               "0.500, in the middle of it: its timer is seen at step 12, its turn is step 13, at 1.000.",
               "“async def makes it non-blocking.” Only an await can let the others run, and time.sleep() is none.",
               "-p blocking=0 awaits asyncio.sleep(1) there: every tick is on time, and the end is at 1.500."},
      .remarks = {.quiz = quiz,
                  .end = "With asyncio.sleep() in work() it ends at 1.500: -p blocking=0."})
