/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct count_to {
    struct coro coro;
    int n, i;
    struct value got;
};

static void say_value(const char *before, struct value v)
{
    struct buf b = {0};
    value_text(&b, v);
    say("%s %s", before, buf_str(&b));
    buf_free(&b);
}

async (count_to, def(3), SHOW(n), SHOW(i), SHOW(got)) {
    async_begin;
    py(4)  say("it begins");
    for (self->i = 1; self->i <= self->n; self->i++) {
        py(6)  yield_value(value_int(self->i));
        self->got = sent_value();
        py(7)  say_value("it goes on with", self->got);
    }
    async_end;
}

module_with (1, struct plain_generator *g; struct value v;) {
    async_begin;
    py(9)  self->g = plain_generator(call(count_to, .n = (int)param("n")));
    py(10) say("made");
    py(11) generator_send(self->g, NONE, &self->v);
    say_value("first:", self->v);
    py(12) generator_send(self->g, value_str("hello"), &self->v);
    say_value("second:", self->v);
    for (;;) {
        py(13) if (!generator_send(self->g, NONE, &self->v))
            break;
        py(14) say_value("then:", self->v);
    }
    py(15) say("it is over");
    async_end;
}

static const struct param params[] = {
    {.name = "n", .about = "how many values it yields", .value = 2, .least = 2, .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"count_to() was called. Which of its lines has run?",
     "None: the first runs at the first next(). That is why “made” comes first.",
     .asked = 3, .answered = 5, .shows = "prints “it begins”"},
    {"send() lets it go on. At which line, and with which locals?",
     "Behind its yield, with n and i as they were; the yield gives 'hello'.",
     .asked = 7, .answered = 9, .shows = "it goes on with hello"},
    {0},
};

SCENE(generator, "generator", "a function that stops in the middle",
      "A yield gives a value and control away; the frame waits, and goes on where it stood.",
      .program.params = params,
      .handout = {"How can a function stop in the middle?",
               "Two lanes, of which one runs at a time. Steps 6 and 10: it waits at line 6, with its locals. Step 8: a "
               "value is sent in, and the yield gives it. All that without a loop.",
               "“Calling it runs it.” The call makes a generator: nothing of it runs until the first next().",
               "-p n=5: the for loop takes what is left, until it returns."},
      .remarks = {.quiz = quiz, .end = "A coroutine is such a function, too: a loop lets it go on."})
