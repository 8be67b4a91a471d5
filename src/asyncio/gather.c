/* SPDX-License-Identifier: MIT */
#include "asyncio/gather.h"

#include "loop/await.h"

/* It is held by what awaits it and by each child that is not done (CPython: by the callback's
 * closure). */
struct gather {
    struct future future;
    bool return_exceptions, cancel_requested;
    size_t n, pending; /* arguments; different ones not done yet */
    struct handle
        children[]; /* _done_callback on each, its arg; the first of equal ones carries it */
};

static struct gather *gather_of(struct handle *h)
{
    return (struct gather *)((char *)(h - h->place) - offsetof(struct gather, children));
}

static struct object *gather_owner(struct handle *h)
{
    return &gather_of(h)->future.object;
}

static struct error *cancelled_error(const struct future *f)
{
    return error_new(&CancelledError, future_value(f));
}

static struct value result_of(struct future *f)
{
    if (f->state == OUTCOME_CANCELLED) {
        struct value message = future_value(f);
        if (message.kind == VALUE_UNSET)
            message = value_str("");
        return (struct value){.kind = VALUE_ERROR, .error = error_new(&CancelledError, message)};
    }
    f->unseen = false;
    return future_value(f);
}

static struct value results(struct gather *g)
{
    struct list *l = arena_alloc(&this_thread->arena, sizeof *l + g->n * sizeof *l->at);
    l->n = g->n;
    for (size_t i = 0; i < g->n; i++)
        l->at[i] = result_of(g->children[i].arg);
    return (struct value){.kind = VALUE_LIST, .list = l};
}

static void gather_done_callback(struct handle *h, struct future *child)
{
    struct gather *g = gather_of(h);
    h->arg = child; /* it stays, though the handle has run */
    g->pending--;
    if (future_done(&g->future)) {
        child->unseen = false;
        return;
    }
    if (!g->return_exceptions && child->state == OUTCOME_CANCELLED) {
        future_set_error(&g->future, cancelled_error(child));
    } else if (!g->return_exceptions && child->state == OUTCOME_FAILED) {
        child->unseen = false;
        future_set_error(&g->future, future_error(child));
    } else if (!g->pending) {
        struct value all = results(g);
        if (g->cancel_requested)
            future_set_error(&g->future, cancelled_error(child));
        else
            future_set_result(&g->future, all);
    }
}

static const struct handle_type gather_done = {"gather.<locals>._done_callback", HANDLE_CALLBACK,
                                               gather_done_callback, gather_owner};

/* ---- as a future ---- */

static void free_gather(struct future *f)
{
    struct gather *g = (struct gather *)f;
    for (size_t i = 0; i < g->n; i++)
        object_unref(g->children[i].arg);
    arena_free(&this_thread->arena, g, sizeof *g + g->n * sizeof *g->children);
}

static bool cancel(struct future *f, struct value msg)
{
    struct gather *g = (struct gather *)f;
    struct loop *l = get_running_loop();
    bool any = false;
    if (loop_watched(l)) {
        struct note n = {.name = "gather"};
        stack_put_place(l->stack, &n);
        loop_emit(l, EV_CANCEL, (struct event){.ref = object_number(f)}, &n);
    }
    for (size_t i = 0; i < g->n && !l->cancel_too_deep; i++)
        any |= future_cancel(g->children[i].arg, msg);
    g->cancel_requested |= any;
    return any;
}

static struct future *child(const struct future *f, size_t k)
{
    const struct gather *g = (const struct gather *)f;
    return k < g->n ? g->children[k].arg : NULL;
}

static const struct future_type gather_type = {
    .object = FUTURE_OBJECT("Future"),
    .name = "gather",
    .unseen = "_GatheringFuture exception was never retrieved",
    .on = ON_GATHER,
    .free = free_gather,
    .cancel = cancel,
    .child = child,
};

static struct gather *gather_new(size_t n, bool return_exceptions)
{
    struct gather *g = arena_alloc(&this_thread->arena, sizeof *g + n * sizeof *g->children);
    future_init(&g->future, &gather_type);
    g->n = n;
    g->return_exceptions = return_exceptions;
    return g;
}

static void add_child(struct gather *g, size_t i, struct future *f, bool first)
{
    struct handle *h = &g->children[i];
    *h = (struct handle){.type = &gather_done, .arg = object_ref(f), .place = i};
    if (!first)
        return;
    g->pending++;
    future_add_callback(f, h);
}

static struct future *gather_nothing(void)
{
    struct future *f = future_new();
    struct list *l = arena_alloc(&this_thread->arena, sizeof *l);
    future_set_result(f, (struct value){.kind = VALUE_LIST, .list = l});
    return f;
}

/* The same coroutine twice is one task. */
static struct future *same_coro(const struct gather *g, struct coro *const coros[], size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (coros[k] == coros[i])
            return g->children[k].arg;
    die("cannot reuse a coroutine that was awaited already: %s()", coros[i]->fn->name);
}

struct future *gather_n(struct coro *const coros[], size_t n, bool return_exceptions)
{
    if (!n)
        return gather_nothing();
    struct gather *g = gather_new(n, return_exceptions);
    for (size_t i = 0; i < n; i++) {
        if (coros[i]->at != CORO_FRESH) {
            add_child(g, i, same_coro(g, coros, i), false);
            continue;
        }
        struct task *t = create_task(coros[i]);
        t->log_destroy_pending = false;
        add_child(g, i, &t->future, true);
    }
    return &g->future;
}

struct future *gather_futures(struct future *const futures[], size_t n, bool return_exceptions)
{
    if (!n)
        return gather_nothing();
    struct gather *g = gather_new(n, return_exceptions);
    for (size_t i = 0; i < n; i++)
        add_child(g, i, futures[i], future_count(futures[i]));
    futures_uncount(futures, n);
    return &g->future;
}
