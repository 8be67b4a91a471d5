/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

enum { MOST = 100 }; /* consumers */

struct produce {
    struct coro coro;
    struct queue *queue;
    int item;
};

async (produce, def(6), SHOW_AS(queue, "Queue"), SHOW(item)) {
    async_begin;
    for (; self->item < 4; self->item++) {
        py(8)  await(queue_put(self->queue, value_int(self->item)));
        py(9)  say("put %d", self->item);
    }
    async_end;
}

struct consume {
    struct coro coro;
    const char *name;
    struct queue *queue;
    struct value item;
};

async (consume, def(11), SHOW(name), SHOW_AS(queue, "Queue"), SHOW(item)) {
    async_begin;
    for (;;) {
        py(13) await(queue_get(self->queue));
        self->item = awaited();
        py(14) await(sleep_s(1));
        py(15) say("%s has done %d", self->name, (int)self->item.i);
        py(16) queue_task_done(self->queue);
    }
    async_end;
}

struct main {
    struct coro coro;
    struct queue *queue;
    struct futures *workers;
};

static struct coro *consumer(struct queue *queue, int number)
{
    struct buf name = {0};
    buf_printf(&name, "c%d", number);
    const char *kept = arena_strdup(&this_thread->arena, name.s);
    buf_free(&name);
    return call(consume, .name = kept, .queue = queue);
}

static struct futures *consumers(struct queue *queue, int n)
{
    struct futures *list = futures_list((size_t)n);
    for (int i = 0; i < n; i++)
        futures_append(list, &create_task(consumer(queue, i + 1))->future);
    return list;
}

static void cancel_all(const struct futures *workers)
{
    for (size_t i = 0; i < workers->n; i++)
        future_cancel(workers->at[i], (struct value){0});
}

async (main, def(18), SHOW(workers), SHOW_AS(queue, "Queue")) {
    async_begin;
    py(19) self->queue = object(QUEUE(param("maxsize")));
    py(21) keep(self->workers, consumers(self->queue, (int)param("consumers")));
    py(23) await(call(produce, .queue = self->queue));
    py(24) say("all is put");
    py(25) await(queue_join(self->queue));
    py(26) say("all is done");
    py(28) cancel_all(self->workers);
    async_end;
}

module (1) {
    async_begin;
    py(30) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "maxsize",
     .about = "for how many items the queue has room, 0: for any number",
     .value = 1,
     .least = 0,
     .most = 1000},
    {.name = "consumers", .about = "how many consumers", .value = 2, .least = 1, .most = MOST},
    {0},
};

static const struct quiz quiz[] = {
    {"The queue has room for one item. What will the next put() do?",
     "It waits, and main() with it, until a consumer has taken the first.",
     .asked = 4, .answered = 10, .shows = "prints “put 1”"},
    {"All is put, and soon the queue is empty. Is join() over then?",
     "No: an item that was taken is not done until task_done() says so.",
     .asked = 28, .answered = 30, .shows = "none is left"},
    {0},
};

SCENE(producer_consumer, "producer-consumer", "items in a queue, done by two",
      "A queue with a bound holds back who puts; join() waits until all is done.",
      .program.params = params,
      .handout = {"How does work get from one task to another?",
               "Locks and queues: the items, and who waits. Step 5: the queue is full, so who puts has to wait. "
               "Step 8: it is empty, so who takes has to wait. Steps 20 and 24: task_done() counts what is "
               "really done. Step 29: join() waits for that count.",
               "“join() waits until the queue is empty.” It waits until task_done() was called for every item "
               "that was put.",
               "-p maxsize=0: nobody holds back who puts, all is put at once. -p consumers=1: 4 s instead of 2. "
               "-p consumers=4: 1 s."},
      .remarks = {.quiz = quiz,
                  .end = "Two consumers halve the time; the bound keeps the producer from running ahead."})
