/* SPDX-License-Identifier: MIT */
#include "loop/future.h"

#include "base/alloc.h"
#include "loop/error.h"
#include "loop/executor.h"
#include "loop/gather.h"
#include "loop/shield.h"
#include "loop/task.h"
#include "loop/wait.h"

struct future *future_new(void)
{
    return arena_alloc(&running_loop->arena, sizeof(struct future));
}

void futures_uncount(struct future *const fs[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        fs[i]->counted = false;
}

uint32_t future_ref(struct loop *l, struct future *f)
{
    if (f->kind == FUTURE_TASK)
        return f->id | REF_TASK;
    if (!f->id)
        f->id = ++l->futures;
    return f->id;
}

/* ---- who holds it ---- */

static void tell_unseen(struct loop *l, struct future *f)
{
    bool task = f->kind == FUTURE_TASK;
    const char *message = task ? "Task exception was never retrieved"
                          : f->kind == FUTURE_GATHER
                              ? "_GatheringFuture exception was never retrieved"
                              : "Future exception was never retrieved";
    f->unseen = false;
    loop_report(l, message, f->value.error, task ? f->id | REF_TASK : 0);
}

void future_let_go(struct future *f)
{
    struct loop *l = running_loop;
    if (f->unseen) {
        f->holds++; /* while it is being told */
        tell_unseen(l, f);
        f->holds--;
    }
    switch (f->kind) {
    case FUTURE_TASK:
        task_free(l, future_task(f));
        break;
    case FUTURE_GATHER:
        gather_free(l, f);
        break;
    case FUTURE_WAITER:
        waiter_free(l, f);
        break;
    case FUTURE_SHIELD:
        shield_free(l, f);
        break;
    case FUTURE_JOB:
        job_free(l, f);
        break;
    case FUTURE_PLAIN:
        arena_free(&l->arena, f, sizeof *f);
        break;
    default: /* part of something else, which frees it */
        break;
    }
}

/* ---- callbacks: a circle, held by its last ---- */

static void append(struct future *f, struct handle *h)
{
    struct handle *last = f->callbacks;
    h->next = last ? last->next : h;
    if (last)
        last->next = h;
    f->callbacks = h;
}

static struct handle *take_first(struct future *f)
{
    struct handle *last = f->callbacks, *first = last->next;
    if (first == last)
        f->callbacks = NULL;
    else
        last->next = first->next;
    return first;
}

static void schedule(struct loop *l, struct future *f, struct handle *h)
{
    h->arg = f;
    loop_call_soon(l, h);
    if (h->type->owner) /* held while it was a callback, and again by the ready queue */
        future_drop(h->type->owner(h));
}

void future_add_callback(struct future *f, struct handle *h)
{
    if (h->type->owner)
        future_hold(h->type->owner(h));
    if (future_done(f))
        schedule(running_loop, f, h);
    else
        append(f, h);
}

void future_remove_callback(struct future *f, struct handle *h)
{
    struct handle *before = f->callbacks;
    if (!before)
        return;
    do {
        if (before->next == h) {
            before->next = h->next;
            if (f->callbacks == h)
                f->callbacks = before == h ? NULL : before;
            h->next = NULL;
            if (h->type->owner)
                future_drop(h->type->owner(h));
            return;
        }
        before = before->next;
    } while (before != f->callbacks);
}

/* ---- its three states ---- */

static void emit_done(struct loop *l, struct future *f)
{
    struct buf text = {0};
    struct event e = {.ref = future_ref(l, f), .what = f->state};
    if (f->state != OUTCOME_CANCELLED)
        value_brief(&text, f->value);
    struct note n = {
        .text = text.s, .len = text.len, .name = f->kind == FUTURE_GATHER ? "gather" : NULL};
    if (f->kind == FUTURE_TASK) {
        e.task = f->id;
        e.ref = 0;
        loop_emit(l, EV_TASK_DONE, e, &n);
    } else {
        loop_emit(l, EV_FUT_DONE, e, &n);
    }
    buf_free(&text);
}

void future_finish(struct future *f, enum outcome state, struct value v)
{
    struct loop *l = running_loop;
    f->state = (uint8_t)state;
    f->value = v;
    f->unseen = state == OUTCOME_FAILED;
    if (loop_watched(l))
        emit_done(l, f);
    while (f->callbacks)
        schedule(l, f, take_first(f));
}

static void must_be_pending(const struct future *f)
{
    if (future_done(f))
        die("invalid state: a future can be finished only once (check future_done before)");
}

void future_set_result(struct future *f, struct value v)
{
    must_be_pending(f);
    future_finish(f, OUTCOME_DONE, v);
}

void future_set_error(struct future *f, struct error *e)
{
    must_be_pending(f);
    future_finish(f, OUTCOME_FAILED, (struct value){.kind = VALUE_ERROR, .error = e});
}

bool future_cancel(struct future *f, struct value msg)
{
    f->unseen = false; /* CPython: whoever cancels a failed one has seen to it */
    if (future_done(f))
        return false;
    if (f->kind == FUTURE_TASK)
        return task_cancel_value(future_task(f), msg);
    if (f->kind == FUTURE_GATHER)
        return gather_cancel(f, msg);
    future_finish(f, OUTCOME_CANCELLED, msg);
    return true;
}

void future_fetch(struct loop *l, struct future *f)
{
    f->unseen = false;
    l->error = f->state == OUTCOME_FAILED      ? f->value.error
               : f->state == OUTCOME_CANCELLED ? error_new(&CancelledError, f->value)
                                               : NULL;
    l->value = f->value;
}
