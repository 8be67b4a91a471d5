/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct say_hello {
    struct coro coro;
};

async (say_hello, def(3)) {
    async_begin;
    py(4)  await(sleep_s(1));
    py(5)  say("Hello");
    async_end;
}

struct say_world {
    struct coro coro;
};

async (say_world, def(7)) {
    async_begin;
    py(8)  await(sleep_s(1));
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

SCENE(hello_gather, "hello-gather", "the same two, gathered: one second",
      "gather() makes a task of each; both sleep at the same time, so the longest decides.",
      .remarks = {.end = "gather() made a task of each call: that is the second that you saved.",
                  .next = "count"})
