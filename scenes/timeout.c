/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct cook {
    struct coro coro;
    const char *dish;
    struct error *error;
};

async (cook, def(5), SHOW(dish)) {
    async_begin;
    try {
        py(7)  await(sleep_s(3));
        py(8)  say("%s is ready", self->dish);
    } except_as (CancelledError, self->error) {
        py(10) say("%s is given up", self->dish);
        py(11) raise(self->error);
    } end_try;
    async_end;
}

struct main {
    struct coro coro;
    struct timeout timeout;
    struct task *cake;
};

async (main, def(13), SHOW(cake)) {
    async_begin;
    try {
        py(15) async_with_timeout (self->timeout, (double)param("seconds")) {
            py(16) await(call(cook, .dish = "rice"));
        } end_timeout(self->timeout);
    } except (TimeoutError) {
        py(18) say("no rice");
    } end_try;
    try {
        py(20) await(wait_for(call(cook, .dish = "soup"), (double)param("seconds")));
    } except (TimeoutError) {
        py(22) say("no soup");
    } end_try;
    py(23) keep(self->cake, create_task(call(cook, .dish = "cake")));
    try {
        py(25) await(wait_for(shield(self->cake), (double)param("seconds")));
    } except (TimeoutError) {
        py(27) say("no cake yet");
    } end_try;
    py(28) await(self->cake);
    async_end;
}

module (1) {
    async_begin;
    py(30) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "seconds",
     .about = "for how long each is waited for",
     .value = 1,
     .least = 1,
     .most = 1000},
    {0},
};

static const struct remark lines[] = {
    {18, "At the end of the block its CancelledError became a TimeoutError.", false},
    {0},
};

static const struct quiz quiz[] = {
    {"The time of wait_for() is up at 2.000. Which task will be cancelled?",
     "Task-2: wait_for() made a task of the call. With timeout() it was Task-1.",
     .asked = 11, .answered = 15, .shows = "prints “soup is given up”"},
    {"The time was up for the cake as well. Is it given up?",
     "No: shield() kept the cancellation off, and Task-3 went on cooking.",
     .asked = 28, .answered = 32, .shows = "prints “cake is ready”"},
    {0},
};

SCENE(timeout, "timeout", "three ways to wait for at most a second",
      "A time limit cancels what it waits for; shield() keeps that off.",
      .program.params = params,
      .handout = {"How can one wait for something, but not for too long?",
               "The timers in the Loop pane: each limit is one. Step 5: the block's time is up, and Task-1 "
               "itself is cancelled at its await. Step 13: wait_for() cancels the task that it has made. Step "
               "24: the future of shield() is cancelled, the cake is not.",
               "“After a timeout the work goes on somewhere.” It is cancelled, and waited for until it has "
               "ended; only shield() keeps it going.",
               "-p seconds=3: the limit and the sleep are due at once; whose timer was set first? -p seconds=4: "
               "all three are ready in time."},
      .remarks = {.lines = lines, .quiz = quiz,
                  .end = "Two were given up at their limit; the one behind shield() was not."})
