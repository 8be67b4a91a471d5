/* SPDX-License-Identifier: MIT */
#include "loop/task.h"

#include <stdio.h>

#include "base/alloc.h"
#include "loop/describe.h"
#include "python/error.h"
#include "python/repr.h"

static struct task *wake_task(struct handle *h)
{
    return (struct task *)((char *)h - offsetof(struct task, wake));
}

static const struct future_type task_type;

/* ---- making ---- */

static void link_task(struct loop *l, struct task *t)
{
    t->prev = l->last;
    if (l->last)
        l->last->next = t;
    else
        l->first = t;
    l->last = t;
}

static void unlink_task(struct loop *l, struct task *t)
{
    if (t->prev)
        t->prev->next = t->next;
    else
        l->first = t->next;
    if (t->next)
        t->next->prev = t->prev;
    else
        l->last = t->prev;
}

static void emit_task(struct loop *l, struct task *t, const struct async *fn)
{
    if (!loop_watched(l))
        return;
    const char *file = this_thread->file;
    struct note n = {.name = t->name,
                     .coro = fn->name,
                     .file = file,
                     .line = this_thread->line,
                     .def = fn->file ? fn->file : file,
                     .def_line = fn->locals[0].line};
    if (!t->name)
        n.same = emit_same(&l->emitter, fn, this_thread->line);
    loop_emit(l, EV_TASK, (struct event){.actor = task_actor(t), .ref = t->number}, &n);
}

struct task *create_task(struct coro *c)
{
    return create_named_task(c, NULL);
}

struct task *create_named_task(struct coro *c, const char *name)
{
    struct loop *l = get_running_loop();
    struct task *t = arena_alloc(&this_thread->arena, sizeof *t);
    future_init(&t->future, &task_type);
    t->future.object.id = ++l->emitter.actors | REF_TASK;
    t->number = ++l->tasks;
    t->name = name ? arena_strdup(&this_thread->arena, name) : NULL;
    t->log_destroy_pending = true;
    t->wake.type = &task_step_type;
    link_task(l, t);
    coro_start(c, &t->stack, NULL);
    emit_task(l, t, c->fn);
    loop_call_soon(l, &t->wake);
    return t;
}

const struct async *task_async(const struct task *t)
{
    const struct coro *c = t->stack.top;
    while (c && c->caller)
        c = c->caller;
    return c ? c->fn : NULL;
}

const char *task_name(const struct task *t)
{
    static _Thread_local char names[4][24];
    static _Thread_local unsigned next;
    if (t->name)
        return t->name;
    char *name = names[next++ % 4];
    snprintf(name, sizeof names[0], "Task-%u", t->number);
    return name;
}

void task_set_name(struct task *t, const char *name)
{
    struct loop *l = get_running_loop();
    t->name = arena_strdup(&this_thread->arena, name);
    loop_emit(l, EV_NAME, (struct event){.actor = task_actor(t)}, &(struct note){.name = t->name});
}

struct task *current_task(void)
{
    return get_running_loop()->current;
}

/* Nobody can reach it any more. A task that is still pending then was lost: its frames are dropped
 * where they stand. */
static void free_task(struct future *f)
{
    struct task *t = future_task(f);
    struct loop *l = get_running_loop();
    if (!task_done(t) && t->log_destroy_pending)
        loop_report(l, "Task was destroyed but it is pending!", NULL, t->future.object.id);
    while (t->stack.top) {
        struct coro *c = t->stack.top;
        t->stack.top = c->caller;
        coro_free(c);
    }
    unlink_task(l, t);
    arena_free(&this_thread->arena, t, sizeof *t);
}

/* ---- running ---- */

enum awaited task_awaits(struct loop *l, const struct task *t, const char **what)
{
    static const char *const names[ON_KINDS] = {"nothing",
#define X(id, name) [ON_##id] = name,
                                                AWAITS(X)
#undef X
    };
    struct event e = {0};
    struct note n = {0};
    describe_wait(l, &t->stack, task_waiting(t), &e, &n);
    *what = n.name ? n.name : names[e.what];
    return e.what;
}

static void emit_waiting(struct loop *l, const struct task *t)
{
    struct event e = {.handle = l->running, .actor = task_actor(t)};
    struct note n = {0};
    describe_frames(l, &t->stack, &n);
    describe_wait(l, &t->stack, task_waiting(t), &e, &n);
    e.rest = event_rest(EV_END, e.what);
    emit_event(&l->emitter, &e, &n);
}

static void finish(struct task *t, enum flow flow)
{
    struct error *e = this_thread->error;
    this_thread->error = NULL;
    if (flow == FLOW_RETURN && t->must_cancel)
        future_finish(&t->future, OUTCOME_CANCELLED, future_value(&t->future));
    else if (flow == FLOW_RETURN)
        future_finish(&t->future, OUTCOME_DONE, this_thread->value);
    else if (error_is(e, &CancelledError))
        future_finish(&t->future, OUTCOME_CANCELLED, e->arg);
    else
        future_finish(&t->future, OUTCOME_FAILED, (struct value){.kind = VALUE_ERROR, .error = e});
    t->must_cancel = false;
}

/* What the suspended frame is given: the result or the error of what it awaited, or a
 * CancelledError. */
static void deliver(struct task *t, struct future *f)
{
    this_thread->value = NONE;
    this_thread->error = NULL;
    if (f)
        future_fetch(f);
    if (t->must_cancel) {
        if (!error_raised(&CancelledError))
            this_thread->error = error_new(&CancelledError, future_value(&t->future));
        t->must_cancel = false;
    }
    if (f)
        object_unref(f);
}

/* A task cancelled before its first step never runs a line. */
static bool thrown_out(struct task *t)
{
    struct coro *c = t->stack.top;
    if (!this_thread->error || c->at) /* a frame that has run stopped somewhere */
        return false;
    coro_free(c);
    t->stack.top = NULL;
    return true;
}

static void step(struct task *t, struct future *awaited)
{
    struct loop *l = get_running_loop();
    deliver(t, awaited);
    l->current = t;
    l->stack = &t->stack;
    l->actor = task_actor(t);
    enum flow flow = thrown_out(t) ? FLOW_RAISE : stack_run(&t->stack);
    if (flow != FLOW_AWAIT)
        finish(t, flow);
    else if (t->must_cancel && task_waiting(t) &&
             future_cancel(task_waiting(t), future_value(&t->future)))
        t->must_cancel = false;
    this_thread->line = this_thread->module_line;
    if (loop_watched(l)) {
        if (flow == FLOW_AWAIT)
            emit_waiting(l, t);
        else
            loop_emit(l, EV_END, (struct event){.handle = l->running, .actor = task_actor(t)},
                      NULL);
    }
    l->current = NULL;
    l->stack = NULL;
    l->actor = 0;
}

static void run_wake(struct handle *h, struct future *arg)
{
    step(wake_task(h), arg);
}

const struct handle_type task_step_type = {NULL, HANDLE_STEP, run_wake, NULL};
const struct handle_type task_wakeup_type = {NULL, HANDLE_WAKEUP, run_wake, NULL};

/* ---- cancelling ---- */

enum { CANCEL_DEPTH = 450 }; /* about where CPython's recursion limit of 1000 is met */

static bool cancel_awaited(struct loop *l, struct future *f, struct value message)
{
    if (l->cancel_depth >= CANCEL_DEPTH) {
        l->cancel_too_deep = true;
        return false;
    }
    l->cancel_depth++;
    bool could = future_cancel(f, message);
    l->cancel_depth--;
    return could;
}

bool task_cancel_too_deep(void)
{
    struct loop *l = get_running_loop();
    bool was = l->cancel_too_deep;
    l->cancel_too_deep = false;
    return was;
}

static bool cancel(struct future *f, struct value message)
{
    struct task *t = future_task(f);
    struct loop *l = get_running_loop();
    t->future.unseen = false;
    if (task_done(t) || l->cancel_too_deep)
        return false;
    if (loop_watched(l)) {
        struct buf text = {0};
        if (message.kind != VALUE_UNSET)
            value_brief(&text, message);
        struct note n = {.text = text.s, .len = text.len};
        stack_put_place(l->stack, &n);
        loop_emit(l, EV_CANCEL, (struct event){.ref = t->future.object.id}, &n);
        buf_free(&text);
    }
    t->cancelling++;
    if (task_waiting(t) && cancel_awaited(l, task_waiting(t), message))
        return true;
    if (l->cancel_too_deep)
        return false;
    t->must_cancel = true;
    future_keep_value(&t->future, message);
    return true;
}

static const struct future_type task_type = {
    .object = FUTURE_OBJECT("Task"),
    .unseen = "Task exception was never retrieved",
    .on = ON_TASK,
    .free = free_task,
    .cancel = cancel,
};

bool task_cancel(struct task *t)
{
    return cancel(&t->future, (struct value){0});
}

bool task_cancel_with(struct task *t, const char *message)
{
    return cancel(&t->future, value_str(arena_strdup(&this_thread->arena, message)));
}

unsigned task_uncancel(struct task *t)
{
    if (t->cancelling)
        t->cancelling--;
    return t->cancelling;
}
