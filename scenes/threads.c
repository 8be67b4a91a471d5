/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

static void count(void *name)
{
    py_def(3);
    py(4)  say("%s one", (char *)name);
    py(5)  say("%s two", (char *)name);
    py(6)  say("%s three", (char *)name);
}

module_with (1, struct threading_thread *a, *b;) {
    async_begin;
    py(8)  self->a = Thread(count, (void *)"a");
    py(9)  self->b = Thread(count, (void *)"b");
    py(10) threading_start(self->a);
    py(11) threading_start(self->b);
    py(12) threading_join(self->a);
    py(13) threading_join(self->b);
    py(14) say("both are done");
    async_end;
}

static const struct param params[] = {
    PARAM_GIL,
    {0},
};

static const struct quiz quiz[] = {
    {"Thread-1 has printed. Does it go on until it waits, as a task does?",
     "No: it is switched out behind the call, with nothing to wait for.",
     .asked = 4, .answered = 5, .shows = "Thread-1 is switched out at line 4"},
    {"Thread-1 has printed its last line. Has its join() come to an end?",
     "Not yet: count() had still to return, and others came between.",
     .asked = 14, .answered = 18, .shows = "Thread-1 is done"},
    {0},
};

SCENE(threads, "threads", "two threads: nobody awaits, and they take turns",
      "A thread can be switched out behind any call; no await says where.",
      .program.threads = true,
      .program.params = params,
      .handout = {"Who switches, when there is no await?",
               "Step 5: Thread-1 is switched out in the middle of count(), with no await there. The lanes "
               "below are stairs, too, but nobody wrote down where they turn.",
               "“Threads run one after the other”, or “all at once”. One has the baton (in CPython: the GIL) and "
               "runs, until it is made to pass it on, anywhere.",
               "--seed 3 is another schedule: the lines come in another order. In count, the order of the "
               "tasks is always the same."},
      .remarks = {.quiz = quiz, .end = "Another schedule, another order: try --seed 3."})
