/* SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "scenes/scene.h"

/* word.upper() */
static struct value upper(const char *word)
{
    char *s = arena_strdup(&this_thread->arena, word);
    for (char *c = s; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return value_str(s);
}

struct say {
    struct coro coro;
    const char *word;
    int seconds;
};

async (say, def(3), SHOW(word), SHOW(seconds)) {
    async_begin;
    py(4)  say("%s begins", self->word);
    py(5)  await(sleep_s(self->seconds));
    py(6)  say("%s ends", self->word);
    py(7)  async_return(upper(self->word));
    async_end;
}

struct main {
    struct coro coro;
    struct task *t;
    struct value b;
};

async (main, def(9), SHOW(t), SHOW(b)) {
    async_begin;
    py(10) keep(self->t, create_task(call(say, .word = "a", .seconds = (int)param("a"))));
    py(11) say("there is a task");
    py(12) await(call(say, .word = "b", .seconds = (int)param("b")));
    self->b = awaited();
    py(13) say("await gave %s", self->b.s);
    py(14) await(self->t);
    say("first: %s", awaited().s);
    py(15) await(self->t);
    say("again: %s", awaited().s);
    async_end;
}

module (1) {
    async_begin;
    py(17) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "a", .about = "seconds that a, the task, sleeps", .value = 1, .least = 0, .most = 1000},
    {.name = "b", .about = "seconds that b, awaited directly, sleeps", .value = 1, .least = 0, .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"a is a task and ready; main() will await say(“b”). Which begins first?",
     "b: await goes straight into it. a has its turn once Task-1 has to wait.",
     .asked = 3, .answered = 4, .shows = "prints “b begins”"},
    {"Task-2 is done, and main() awaits it once more. How long does that take?",
     "No time and no tick: the result is there, so this await does not wait.",
     .asked = 15, .answered = 16, .shows = "prints “again: A”"},
    {0},
};

SCENE(tasks, "tasks", "one in the background, one awaited directly",
      "create_task() only makes a task ready: it starts when its maker has to wait.",
      .program.params = params,
      .handout = {"When does a created task start?",
               "Step 2: Task-2 is made and ready; main() goes on past create_task(). Steps 4 and 5: b runs within "
               "Task-1 until it sleeps. Only at step 6 has Task-2 its first turn. Then both sleep at once.",
               "“create_task() runs it”, and “await hands over to the others”. It is made ready; and an await that "
               "need not wait hands over to nobody.",
               "-p a=3 -p b=1: who waits for whom then? With await t before await say(“b”, 1) in tasks.py the "
               "seconds add up to 2: b would begin only after a."},
      .remarks = {.quiz = quiz,
                  .end = "Both slept at once, in two tasks; one after the other it takes 2 s."})
