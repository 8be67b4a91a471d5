/* SPDX-License-Identifier: MIT */
/* Queue, PriorityQueue and LifoQueue. A zeroed one is a Queue without bound; QUEUE(n) and its like
 * set one.
 *
 * https://docs.python.org/3.11/library/asyncio-queue.html; CPython 3.11 Lib/asyncio/queues.py. */
#pragma once
#include "asyncio/locks.h"
#include "python/value.h"

enum queue_kind { QUEUE_FIFO, QUEUE_PRIORITY, QUEUE_LIFO };

struct queue {
    struct sync sync;
    enum queue_kind kind;
    int64_t maxsize;     /* 0 or less: none */
    struct value *items; /* FIFO: a ring from head; else a heap or a stack from 0 */
    size_t head, n, cap;
    size_t unfinished;
    bool counts; /* somebody asks for what is not done */
    struct waiters getters, putters;
    struct sync_event finished; /* set when `unfinished` falls to 0 */
};
#define QUEUE(most)          ((struct queue){.maxsize = (most)})
#define PRIORITY_QUEUE(most) ((struct queue){.kind = QUEUE_PRIORITY, .maxsize = (most)})
#define LIFO_QUEUE(most)     ((struct queue){.kind = QUEUE_LIFO, .maxsize = (most)})

static inline size_t queue_size(const struct queue *q)
{
    return q->n;
}
bool queue_full(const struct queue *q);

/* put(item) and get() wait for room or an item; get's result is the item. join waits until every
 * item put was marked with queue_task_done. */
struct coro *queue_put(struct queue *q, struct value item);
struct coro *queue_get(struct queue *q);
struct coro *queue_join(struct queue *q);
/* NULL, or QueueFull, QueueEmpty, ValueError. PriorityQueue compares ints, floats and strs, and
 * lists of these. */
struct error *queue_put_nowait(struct queue *q, struct value item);
struct error *queue_get_nowait(struct queue *q, struct value *item);
struct error *queue_task_done(struct queue *q);
