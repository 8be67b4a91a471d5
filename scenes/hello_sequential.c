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
    py(12) await(call(say_hello));
    py(13) await(call(say_world));
    async_end;
}

module (1) {
    async_begin;
    py(15) asyncio_run(call(main));
    async_end;
}

SCENE(hello_sequential, "hello-sequential", "awaited one after the other: two seconds",
      "await on a coroutine is a plain call: the second starts when the first is through.",
      .remarks = {.end = "await alone starts nothing beside it: hello-gather does.",
                  .next = "hello-gather"})
