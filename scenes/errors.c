/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct work {
    struct coro coro;
    const char *name;
    int seconds;
};

async (work, def(5), SHOW(name), SHOW(seconds)) {
    async_begin;
    py(6)  await(sleep_s(self->seconds));
    py(7)  say("%s is done", self->name);
    py(8)  async_return(value_str(self->name));
    async_end;
}

struct fail {
    struct coro coro;
    const char *name;
    int seconds;
};

async (fail, def(10), SHOW(name), SHOW(seconds)) {
    async_begin;
    py(11) await(sleep_s(self->seconds));
    py(12) raise(error_text(&ValueError, "%s", self->name));
    async_end;
}

struct main {
    struct coro coro;
    struct value results;
    struct error *error;
};

static struct future *all_three(void)
{
    struct coro *three[] = {call(work, .name = "Ann", .seconds = 1),
                            call(fail, .name = "Bob", .seconds = 2),
                            call(work, .name = "Cid", .seconds = 3)};
    return gather_n(three, 3, param("return_exceptions"));
}

static void say_value(const char *what, struct value v)
{
    struct buf b = {0};
    value_text(&b, v);
    say("%s %s", what, buf_str(&b));
    buf_free(&b);
}

async (main, def(14), SHOW(results)) {
    async_begin;
    py(15) create_task(call(fail, .name = "Zoe", .seconds = 1));
    try {
        py(17) await(all_three());
        self->results = awaited();
        py(20) say_value("results:", self->results);
    } except_as (ValueError, self->error) {
        py(22) say_value("caught:", self->error->arg);
    } end_try;
    py(23) await(sleep_s(2));
    async_end;
}

module (1) {
    async_begin;
    py(25) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "return_exceptions",
     .about = "on: gather() gives errors among its results",
     .value = 0,
     .least = 0,
     .most = 1},
    {0},
};

static const struct quiz quiz[] = {
    {"Bob will fail at 2.000, and Cid needs 3 s. Does Cid run to the end?",
     "Yes: gather() passes on the first error and cancels nobody.",
     .asked = 14, .answered = 24, .shows = "prints “Cid is done”"},
    {"main() awaits gather(). When does it hear that Bob has failed?",
     "At once, at 2.000: gather() does not wait for Cid before it raises.",
     .asked = 16, .answered = 20, .shows = "prints “caught: Bob”"},
    {0},
};

SCENE(errors, "errors", "who hears of an error, and who runs on",
      "gather() passes on the first error and stops nobody; one that nobody awaits is lost.",
      .program.params = params,
      .handout = {"Who hears of an error in a task?",
               "Step 11: Zoe's task fails, and nobody has kept it; step 12: all that comes of it is a report. Step 18: "
               "Bob fails, and step 19: gather() passes that on to main(). Step 24: Cid runs to the end all the same; "
               "step 26: that result goes to nobody.",
               "“An error in a task ends the program”, and “gather() cancels the others”. An error goes to whoever "
               "awaits the task, and to nobody else.",
               "-p return_exceptions=on: gather() waits for all three, and the error stands among the results."},
      .remarks = {.quiz = quiz,
                  .end = "Two errors: one was caught, of the other there is only a report."})
