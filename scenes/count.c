/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct count {
    struct coro coro;
};

async (count, def(3)) {
    async_begin;
    py(4)  say("One");
    py(5)  await(sleep_s(1));
    py(6)  say("Two");
    async_end;
}

struct main {
    struct coro coro;
};

async (main, def(8)) {
    async_begin;
    py(9)  await(gather(call(count), call(count), call(count)));
    async_end;
}

module_with (1, double s, elapsed;) {
    async_begin;
    py(13) self->s = perf_counter();
    py(14) asyncio_run(call(main));
    py(15) self->elapsed = perf_counter() - self->s;
    py(16) say("%s executed in %0.2f seconds.", py_file(), self->elapsed);
    async_end;
}

SCENE(count, "count", "three coroutines, one second",
      "Each count() gives way at its await, so all three sleep at the same time.",
      .remarks = {.end = "count-sync prints the same six words in 3.000 s.",
                  .next = "count-sync"})
