/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

#include <stdio.h>
#include <string.h>

static char a[] = "a", b[] = "b", hello[] = "hello";

static struct value work(const char *name)
{
    py(10) time_sleep(1);
    py(11) return value_str(name);
}
IN_PROCESS(work)

static struct value work_in_thread(void *name)
{
    return work(name);
}

/* An ordinary file, by the ordinary functions. */
static struct value store(void *text)
{
    static char read[16];
    FILE *file = tmpfile();
    size_t n = 0;
    if (file) {
        fputs(text, file);
        rewind(file);
        n = fread(read, 1, sizeof read - 1, file);
        fclose(file);
    }
    read[n] = 0;
    py(17) return value_str(read);
}

struct ticker {
    struct coro coro;
    int i;
};

async (ticker, def(19), SHOW(i)) {
    async_begin;
    for (; self->i < 3; self->i++) {
        py(21) await(sleep_s(0.5));
        py(22) say("tick %d", self->i + 1);
    }
    async_end;
}

static struct future *hand_over(struct executor *pool, char *name)
{
    return pool ? run_in_process(pool, "work", name) : run_in_executor("work", work_in_thread, name);
}

static struct future *gather_all(struct executor *pool)
{
    struct future *first = hand_over(pool, a), *second = hand_over(pool, b);
    struct task *ticking = create_task(call(ticker));
    return gather_futures((struct future *[]){&ticking->future, first, second}, 3, false);
}

struct main {
    struct coro coro;
    struct loop *loop;
    struct executor *pool; /* of processes; NULL: threads */
    struct value results;
};

async (main, def(24), SHOW(loop), SHOW(results)) {
    async_begin;
    self->pool = param("processes") ? process_pool((int)param("workers")) : NULL;
    py(25) self->loop = get_running_loop();
    py(26) set_default_executor((int)param("workers"));
    py(27) await(to_thread("store", store, hello));
    say("in a file: %s", awaited().s);
    py(28) await(gather_all(self->pool));
    self->results = awaited();
    py(32) say("%s and %s have worked", self->results.list->at[1].s, self->results.list->at[2].s);
    if (self->pool) {
        py(34) process_pool_shutdown(self->pool);
    }
    async_end;
}

module (36) {
    async_begin;
    py(37) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "workers",
     .about = "threads, or processes, that the pool may have",
     .value = 2,
     .least = 1,
     .most = 32},
    {.name = "processes", .about = "on: the work is done by processes", .value = 0, .least = 0, .most = 1},
    {0},
};

static const struct quiz quiz[] = {
    {"Two threads sleep for 1 s. When does the ticker, due at 0.500, tick?",
     "At 0.500, on time: those threads stand still, that of the loop does not.",
     .asked = 14, .answered = 17, .shows = "prints “tick 1”"},
    {"A thread has a result for Task-1. Does Task-1 go on in that thread?",
     "No: the result finishes a future, and Task-1 has its turn in the loop.",
     .asked = 28, .answered = 37, .shows = "Task-1 goes on and prints “a and b"},
    {0},
};

SCENE(executor, "executor", "blocking calls in a pool of threads",
      "A thread does the waiting: the loop goes on, and hears of the result.",
      .program.params = params,
      .handout = {"How to keep a blocking call, and the loop going?",
               "Steps 13 and 14: each time.sleep(1) is in the lane of a thread, and beside it the ticks come on time. "
               "Step 20: a thread hands over its result, and the loop goes on with it. Step 4: a file is read in a "
               "thread, by the ordinary functions.",
               "“await makes the call asynchronous.” The call blocks as ever, but it blocks a thread of the pool.",
               "-p workers=1: the second work() waits for the only thread, and the end is at 2.000. -p processes=on: "
               "two processes do the work, and the loop hears of their results in the same way."},
      .remarks = {.quiz = quiz,
                  .end = "With one thread in the pool it ends at 2.000: -p workers=1."})
