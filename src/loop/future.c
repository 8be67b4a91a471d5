/* SPDX-License-Identifier: MIT */
#include "loop/future.h"

#include "base/alloc.h"
#include "loop/coro.h"
#include "python/error.h"
#include "python/repr.h"

static void free_plain(struct future *f)
{
    arena_free(&this_thread->arena, f, sizeof *f);
}

static const struct future_type plain_future = {
    .object = FUTURE_OBJECT("Future"),
    .unseen = "Future exception was never retrieved",
    .on = ON_FUTURE,
    .free = free_plain,
};

const struct future_type embedded_future = {.object = FUTURE_OBJECT("Future"), .on = ON_FUTURE};

struct future *future_new(void)
{
    struct future *f = arena_take(&this_thread->arena, sizeof *f);
    future_init(f, &plain_future);
    return f;
}

void futures_uncount(struct future *const fs[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        fs[i]->counted = false;
}

uint32_t future_number(struct object *o)
{
    return o->id = ++get_running_loop()->futures;
}

/* Future.__del__ */
static void report_unseen(struct future *f)
{
    const struct future_type *type = future_type(f);
    f->unseen = false;
    object_ref(f);
    loop_report(get_running_loop(), type->unseen, future_error(f),
                f->object.id & REF_TASK ? f->object.id : 0);
    f->object.refs--;
}

void future_free(struct object *o)
{
    struct future *f = (struct future *)o;
    if (f->unseen)
        report_unseen(f);
    if (future_type(f)->free)
        future_type(f)->free(f);
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

static void release(struct handle *h)
{
    struct object *owner = handle_owner(h);
    if (owner)
        object_unref(owner);
}

static void schedule(struct loop *l, struct future *f, struct handle *h)
{
    h->arg = f;
    loop_call_soon(l, h);
    release(h); /* held while it was a callback, and again by the ready queue */
}

void future_add_callback(struct future *f, struct handle *h)
{
    struct object *owner = handle_owner(h);
    if (owner)
        object_ref(owner);
    if (future_done(f))
        schedule(get_running_loop(), f, h);
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
            release(h);
            return;
        }
        before = before->next;
    } while (before != f->callbacks);
}

/* ---- its three states ---- */

static void emit_done(struct loop *l, struct future *f)
{
    struct buf *text = &l->scratch.text;
    struct event e = {.ref = object_number(f), .what = f->state};
    struct note n = {.name = future_type(f)->name};
    if (!(e.ref & REF_TASK))
        stack_put_place(l->stack, &n);
    if (f->state == OUTCOME_DONE && f->value_kind == VALUE_NONE) {
        n.text = "None";
        n.len = 4;
        n.same = n.line ? 0 : emit_same(&l->emitter, future_type(f), 0);
    } else if (f->state != OUTCOME_CANCELLED) {
        buf_clear(text);
        value_brief(text, future_value(f));
        n.text = buf_str(text);
        n.len = text->len;
    }
    if (e.ref & REF_TASK) {
        e.actor = e.ref & ~REF_TASK;
        e.ref = 0;
        loop_emit(l, EV_TASK_DONE, e, &n);
    } else {
        loop_emit(l, EV_FUT_DONE, e, &n);
    }
}

void future_finish(struct future *f, enum outcome state, struct value v)
{
    struct loop *l = get_running_loop();
    f->state = (uint8_t)state;
    future_keep_value(f, v);
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
    if (future_type(f)->cancel)
        return future_type(f)->cancel(f, msg);
    future_finish(f, OUTCOME_CANCELLED, msg);
    return true;
}

void future_fetch(struct future *f)
{
    f->unseen = false;
    this_thread->error = f->state == OUTCOME_FAILED ? future_error(f)
                         : f->state == OUTCOME_CANCELLED
                             ? error_new(&CancelledError, future_value(f))
                             : NULL;
    this_thread->value = future_value(f);
}
