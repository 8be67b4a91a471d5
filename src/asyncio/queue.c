/* SPDX-License-Identifier: MIT */
#include "asyncio/queue.h"

#include <string.h>

#include "loop/await.h"
#include "python/repr.h"

enum { ITEMS = 4 }; /* that are named */

static const char *const classes[] = {"Queue", "PriorityQueue", "LifoQueue"};
static const char *const gets[] = {NULL, "PriorityQueue.get", "LifoQueue.get"};
static const char *const puts_[] = {NULL, "PriorityQueue.put", "LifoQueue.put"};
static const char *const joins[] = {NULL, "PriorityQueue.join", "LifoQueue.join"};

/* ---- items ---- */

static double number(struct value v)
{
    return v.kind == VALUE_FLOAT ? v.f : v.kind == VALUE_BOOL ? v.b : (double)v.i;
}

static bool less(struct value a, struct value b)
{
    if (a.kind == VALUE_STR && b.kind == VALUE_STR)
        return strcmp(a.s, b.s) < 0;
    if (a.kind == VALUE_LIST && b.kind == VALUE_LIST) {
        for (size_t i = 0; i < a.list->n && i < b.list->n; i++) {
            if (less(a.list->at[i], b.list->at[i]))
                return true;
            if (less(b.list->at[i], a.list->at[i]))
                return false;
        }
        return a.list->n < b.list->n;
    }
    if (a.kind == VALUE_INT && b.kind == VALUE_INT)
        return a.i < b.i;
    return number(a) < number(b);
}

static void grow(struct queue *q)
{
    size_t cap = q->cap ? q->cap * 2 : 8;
    struct value *items = arena_alloc(&this_thread->arena, cap * sizeof *items);
    for (size_t i = 0; i < q->n; i++)
        items[i] = q->items[q->kind == QUEUE_FIFO ? (q->head + i) % q->cap : i];
    if (q->items)
        arena_free(&this_thread->arena, q->items, q->cap * sizeof *q->items);
    q->items = items;
    q->cap = cap;
    q->head = 0;
}

/* heapq's sift: equal items come out in the order in which CPython's heap gives them. */
static void heap_up(struct value *h, size_t from, size_t i)
{
    struct value v = h[i];
    while (i > from && less(v, h[(i - 1) / 2])) {
        h[i] = h[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    h[i] = v;
}

static struct value heap_pop(struct queue *q)
{
    struct value top = q->items[0], *h = q->items;
    size_t i = 0, child;
    struct value last = h[--q->n];
    if (!q->n)
        return top;
    for (; (child = 2 * i + 1) < q->n;
         i = child) { /* the hole sinks to a leaf, then the last item rises */
        if (child + 1 < q->n && !less(h[child], h[child + 1]))
            child++;
        h[i] = h[child];
    }
    h[i] = last;
    heap_up(h, 0, i);
    return top;
}

static void push(struct queue *q, struct value v)
{
    if (q->n == q->cap)
        grow(q);
    if (q->kind == QUEUE_FIFO) {
        q->items[(q->head + q->n++) % q->cap] = v;
        return;
    }
    q->items[q->n++] = v;
    if (q->kind == QUEUE_PRIORITY)
        heap_up(q->items, 0, q->n - 1);
}

static struct value pop(struct queue *q)
{
    if (q->kind == QUEUE_PRIORITY)
        return heap_pop(q);
    if (q->kind == QUEUE_LIFO)
        return q->items[--q->n];
    struct value v = q->items[q->head];
    q->head = (q->head + 1) % q->cap;
    q->n--;
    return v;
}

/* ---- waiting ---- */

/* " [0, 1]", or nothing. */
static void put_items(struct buf *b, const struct queue *q)
{
    for (size_t i = 0; i < q->n && i < ITEMS; i++) {
        buf_puts(b, i ? ", " : " [");
        value_brief(b, q->items[q->kind == QUEUE_FIFO ? (q->head + i) % q->cap : i]);
    }
    if (q->n)
        buf_puts(b, q->n > ITEMS ? ", …]" : "]");
}

static void tell(struct queue *q, enum deed deed)
{
    const struct waiters *ws = q->getters.first ? &q->getters : &q->putters;
    struct buf b = {0};
    if (!loop_watched(get_running_loop()))
        return;
    if (q->maxsize > 0)
        buf_printf(&b, "%zu of %lld items", q->n, (long long)q->maxsize);
    else
        buf_printf(&b, "%zu item%s", q->n, q->n == 1 ? "" : "s");
    put_items(&b, q);
    if (q->counts)
        buf_printf(&b, "; %zu not done", q->unfinished);
    sync_tell(&q->sync, deed, classes[q->kind], ws, "%s", b.s);
    buf_free(&b);
}

bool queue_full(const struct queue *q)
{
    return q->maxsize > 0 && q->n >= (size_t)q->maxsize;
}

/* Takes waiters off the list up to the first that still waits, and wakes that one. */
static void wake_next(struct waiters *ws)
{
    while (ws->first) {
        struct waiter *w = ws->first;
        waiters_remove(ws, w);
        w->task = NULL; /* no longer listed */
        if (!future_done(&w->future)) {
            future_set_result(&w->future, NONE);
            return;
        }
    }
}

/* A waiter that gives up though it was woken passes its turn on. `can`: what it waited for is
 * there. */
static void woken(struct queue *q, struct waiters *ws, struct waiter *w, bool can)
{
    if (!this_thread->error)
        return;
    future_cancel(&w->future, (struct value){0});
    if (w->task)
        waiters_remove(ws, w);
    if (can && w->future.state != OUTCOME_CANCELLED)
        wake_next(ws);
    tell(q, DEED_LEAVES);
}

/* ---- get ---- */

struct queue_get {
    struct coro coro;
    struct queue *queue;
    struct waiter waiter;
};

static void get_tells(const struct coro *c, struct note *n)
{
    const struct queue *q = ((const struct queue_get *)c)->queue;
    n->object = q->sync.number;
    n->name = gets[q->kind];
}

static struct value get(struct queue *q)
{
    struct value v = pop(q);
    wake_next(&q->putters);
    tell(q, DEED_TAKES);
    return v;
}

ASYNC_DEFINE(queue_get, "Queue.get", "asyncio/queues.py", ON_QUEUE_GET, get_tells, def(149))
{
    async_begin;
    while (!self->queue->n) {
        waiters_append(&self->queue->getters, &self->waiter, current_task());
        tell(self->queue, DEED_WAITS);
        await_then(&self->waiter.future,
                   woken(self->queue, &self->queue->getters, &self->waiter, self->queue->n));
    }
    async_return(get(self->queue));
    async_end;
}

struct coro *queue_get(struct queue *q)
{
    return call(queue_get, .queue = q);
}

struct error *queue_get_nowait(struct queue *q, struct value *item)
{
    if (!q->n)
        return error_new(&QueueEmpty, (struct value){0});
    *item = get(q);
    return NULL;
}

/* ---- put ---- */

struct queue_put {
    struct coro coro;
    struct queue *queue;
    struct value item;
    struct waiter waiter;
};

static void put_tells(const struct coro *c, struct note *n)
{
    const struct queue *q = ((const struct queue_put *)c)->queue;
    n->object = q->sync.number;
    n->name = puts_[q->kind];
}

static void put(struct queue *q, struct value item)
{
    push(q, item);
    q->unfinished++;
    wake_next(&q->getters);
    tell(q, DEED_GIVES);
}

ASYNC_DEFINE(queue_put, "Queue.put", "asyncio/queues.py", ON_QUEUE_PUT, put_tells, def(110))
{
    async_begin;
    while (queue_full(self->queue)) {
        waiters_append(&self->queue->putters, &self->waiter, current_task());
        tell(self->queue, DEED_WAITS);
        await_then(&self->waiter.future, woken(self->queue, &self->queue->putters, &self->waiter,
                                               !queue_full(self->queue)));
    }
    put(self->queue, self->item);
    async_end;
}

struct coro *queue_put(struct queue *q, struct value item)
{
    return call(queue_put, .queue = q, .item = item);
}

struct error *queue_put_nowait(struct queue *q, struct value item)
{
    if (queue_full(q))
        return error_new(&QueueFull, (struct value){0});
    put(q, item);
    return NULL;
}

/* ---- join ---- */

struct queue_join {
    struct coro coro;
    struct queue *queue;
};

static void join_tells(const struct coro *c, struct note *n)
{
    const struct queue *q = ((const struct queue_join *)c)->queue;
    n->object = q->sync.number;
    n->name = joins[q->kind];
}

ASYNC_DEFINE(queue_join, "Queue.join", "asyncio/queues.py", ON_QUEUE_JOIN, join_tells, def(206))
{
    async_begin;
    if (self->queue->unfinished) {
        self->queue->finished.set = false;
        self->queue->counts = true;
        tell(self->queue, DEED_WAITS);
        await(event_wait(&self->queue->finished));
    }
    async_end;
}

struct coro *queue_join(struct queue *q)
{
    q->finished.sync.hidden = true;
    return call(queue_join, .queue = q);
}

struct error *queue_task_done(struct queue *q)
{
    if (!q->unfinished)
        return error_text(&ValueError, "task_done() called too many times");
    if (!--q->unfinished)
        event_set(&q->finished);
    q->counts = true;
    tell(q, DEED_MARKS);
    return NULL;
}
