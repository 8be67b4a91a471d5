/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct boil {
    struct coro coro;
};

async (boil, def(3)) {
    async_begin;
    py(4)  await(sleep_s(1));
    py(5)  say("the water boils");
    py(6)  async_return(value_str("water"));
    async_end;
}

static struct value leaf_in_water(const char *leaf, const char *water)
{
    struct buf b = {0};
    buf_printf(&b, "%s in %s", leaf, water);
    struct value v = value_str(arena_strdup(&this_thread->arena, b.s));
    buf_free(&b);
    return v;
}

struct brew {
    struct coro coro;
    const char *leaf;
    struct value water;
};

async (brew, def(8), SHOW(leaf), SHOW(water)) {
    async_begin;
    py(9)  await(call(boil));
    self->water = awaited();
    py(10) say("the tea brews");
    py(11) await(sleep_s(2));
    py(12) async_return(leaf_in_water(self->leaf, self->water.s));
    async_end;
}

struct main {
    struct coro coro;
    struct value tea;
};

async (main, def(14), SHOW(tea)) {
    async_begin;
    py(15) await(call(brew, .leaf = "mint"));
    self->tea = awaited();
    py(16) say("tea is ready: %s", self->tea.s);
    async_end;
}

module (1) {
    async_begin;
    py(18) asyncio_run(call(main));
    async_end;
}

static const struct quiz quiz[] = {
    {"boil() returns now. Who goes on, and in whose turn?",
     "brew(), which awaits it, in the same turn: no tick has passed.",
     .asked = 5, .answered = 6, .shows = "prints “the tea brews”"},
    {"brew() sleeps until 3.000. Could main() go on before that?",
     "No: it awaits brew(), and both are Task-1. A chain waits as one.",
     .asked = 8, .answered = 10, .shows = "prints “tea is ready: mint in water”"},
    {0},
};

SCENE(chain, "chain", "three awaits deep, one task",
      "However deep the awaits go, all of them are one task, which waits in one place.",
      .handout = {"Who waits, when a coroutine awaits a coroutine that awaits?",
               "Step 2: main() awaits brew(), brew() awaits boil(), boil() sleeps; Tasks has one row, and its details "
               "(Enter) read main → brew → boil → sleep(1). At steps 5 and 6 boil() returns and brew() goes on, in one "
               "turn.",
               "“Each await goes back to the loop.” Only the innermost does, if it has to wait: the calls above it "
               "wait for their values, as callers do.",
               "Put asyncio.create_task() around boil() in chain.py: then there are two tasks, and a value takes a "
               "tick to come."},
      .remarks = {.quiz = quiz,
                  .end = "A chain waits as one. What waits side by side are tasks: hello-gather."})
