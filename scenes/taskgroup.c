/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct work {
    struct coro coro;
    const char *name;
    int seconds;
    struct error *error;
};

async (work, def(3), SHOW(name), SHOW(seconds)) {
    async_begin;
    try {
        py(5)  await(sleep_s(self->seconds));
        py(6)  say("%s is done", self->name);
    } except_as (CancelledError, self->error) {
        py(8)  say("%s is cancelled", self->name);
        py(9)  raise(self->error);
    } end_try;
    async_end;
}

struct fail {
    struct coro coro;
    const char *name;
    int seconds;
};

async (fail, def(11), SHOW(name), SHOW(seconds)) {
    async_begin;
    py(12) await(sleep_s(self->seconds));
    py(13) raise(error_text(&ValueError, "%s", self->name));
    async_end;
}

struct main {
    struct coro coro;
    struct group *group;
    struct error *error;
};

/* As Python prints a tuple of errors. */
static void say_errors(const struct list *errors)
{
    struct buf b = {0};
    for (size_t i = 0; i < errors->n; i++) {
        buf_puts(&b, i ? ", " : "");
        error_repr(&b, errors->at[i].error);
    }
    say("caught: (%s%s)", buf_str(&b), errors->n == 1 ? "," : "");
    buf_free(&b);
}

async (main, def(15), SHOW_AS(group, "TaskGroup")) {
    async_begin;
    try {
        py(17) self->group = object((struct group){0});
        async_with_group (*self->group) {
            py(18) group_create_task(self->group, call(work, .name = "Ann", .seconds = 1));
            py(19) group_create_task(self->group, call(fail, .name = "Bob", .seconds = (int)param("bob")));
            py(20) group_create_task(self->group, call(fail, .name = "Cid", .seconds = (int)param("cid")));
            py(21) group_create_task(self->group, call(work, .name = "Dee", .seconds = 3));
        } end_group(*self->group);
        py(22) say("all are done");
    } except_as (ExceptionGroup, self->error) {
        py(24) say_errors(self->error->group);
    } end_try;
    async_end;
}

module (1) {
    async_begin;
    py(26) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "bob", .about = "seconds until Bob fails", .value = 2, .least = 0, .most = 1000},
    {.name = "cid", .about = "seconds until Cid fails", .value = 2, .least = 0, .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"Bob and Cid will fail at 2.000. What becomes of Dee, who needs 3 s?",
     "Dee is cancelled: the first error ends the whole group.",
     .asked = 14, .answered = 22, .shows = "prints “Dee is cancelled”"},
    {"Two tasks have failed. How many errors does main() get?",
     "One, an ExceptionGroup that has both in it; except* takes what it names.",
     .asked = 21, .answered = 26, .shows = "caught:"},
    {0},
};

SCENE(taskgroup, "taskgroup", "tasks that end together",
      "One error ends the whole group: the others are cancelled, all errors come as one.",
      .program.params = params,
      .handout = {"What happens to the others, if one of several tasks fails?",
               "Step 6: main() waits at the end of the block for all four. Steps 18 and 19: two fail in the "
               "same tick. Step 20: the group hears of the first, and cancels those that still run, and the "
               "wait of main(). Step 25: only when all have ended does main() go on.",
               "“The others run on, as with gather().” A TaskGroup cancels them, waits for them, and then "
               "raises all errors as one group.",
               "-p cid=3: Cid is still asleep when Bob fails, so Cid is cancelled, and the group has one error. "
               "-p bob=0: hardly anybody gets to do anything."},
      .remarks = {.quiz = quiz,
                  .end = "Nobody of the group was left running: that is what it is for."})
