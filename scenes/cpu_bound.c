/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

static void compute(double seconds)
{
    py(8)  compute_s(seconds);
}

struct ticker {
    struct coro coro;
    int i;
};

async (ticker, def(11), SHOW(i)) {
    async_begin;
    for (; self->i < 3; self->i++) {
        py(13) await(sleep_s(0.5));
        py(14) say("tick %d", self->i + 1);
    }
    async_end;
}

struct work {
    struct coro coro;
    const char *name;
    int chunk;
};

async (work, def(16), SHOW(name), SHOW(chunk)) {
    async_begin;
    py(17) say("%s begins", self->name);
    for (; self->chunk < param("chunks"); self->chunk++) {
        if (self->chunk > 0) {
            py(20) await(sleep_s(0));
        }
        py(21) compute(1 / (double)param("chunks"));
    }
    py(22) say("%s ends", self->name);
    async_end;
}

struct main {
    struct coro coro;
};

async (main, def(24)) {
    async_begin;
    py(25) await(gather(call(ticker), call(work, .name = "a"), call(work, .name = "b")));
    async_end;
}

module (1) {
    async_begin;
    py(27) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "chunks",
     .about = "work() computes in so many pieces, with sleep(0) between them",
     .value = 1,
     .least = 1,
     .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"a and b compute 1 s each, gathered. When does the second one end?",
     "At 2.000, as one after the other: there is one thread to compute in.",
     .asked = 8, .answered = 12, .shows = "prints “b ends”"},
    {"The ticker is due at 0.500. When does it have its turn?",
     "At 2.000: no piece of a computation gives way by itself.",
     .asked = 9, .answered = 17, .shows = "prints “tick 1”"},
    {0},
};

SCENE(cpu_bound, "cpu-bound", "computing inside a coroutine",
      "Computing keeps the only thread: async makes nothing faster, and nobody else has a turn.",
      .program.params = params,
      .handout = {"Does async make heavy computing faster?",
               "Steps 6 and 11: two hatched blocks of a second, in two lanes, one behind the other. The ticker is due "
               "at 0.500, and has its turn at 2.000.",
               "“async makes it faster.” It saves waiting, and computing is no waiting: there is one thread, and it "
               "is busy.",
               "-p chunks=25 lets the others go first between two pieces: the first tick comes at 0.720, not at 2.000. "
               "The computing still takes its 2 s."},
      .remarks = {.quiz = quiz,
                  .end = "With sleep(0) between the pieces the ticks come meanwhile: -p chunks=25."})
