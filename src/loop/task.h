/* SPDX-License-Identifier: MIT */
/* A task: a future that drives a coroutine.
 *
 * The invariant: a task that is not done either has its wake handle scheduled and waits for
 * nothing, or waits for exactly one future that holds that handle among its callbacks; never both,
 * never neither.
 *
 * https://docs.python.org/3.11/library/asyncio-task.html; CPython 3.11 Lib/asyncio/tasks.py, class
 * Task. */
#pragma once
#include "loop/coro.h"
#include "loop/future.h"
#include "python/stack.h"

struct task {
    struct future
        future; /* while it is pending, its value is the message of the cancel() to come */
    struct handle
        wake; /* its arg is what the task awaits, held; NULL while it runs or only gives way */
    struct stack stack;
    struct task *prev, *next;
    const char *name;         /* NULL: Task-N */
    uint32_t number;          /* N: of the loop's tasks, in order of creation */
    uint16_t cancelling;      /* cancel() calls less uncancel() calls */
    bool log_destroy_pending; /* false: made by gather, nobody minds if it is never finished */
    bool must_cancel;         /* CancelledError is thrown in at its next step */
};

_Static_assert(offsetof(struct task, wake) == HANDLE_IN_TASK, "handle_owner finds the task");

/* asyncio.create_task: its first step is scheduled; the caller goes on. name: NULL for Task-N;
 * copied. */
struct task *create_task(struct coro *c);
struct task *create_named_task(struct coro *c, const char *name);

static inline bool task_done(const struct task *t)
{
    return future_done(&t->future);
}

/* What it awaits, or NULL. */
static inline struct future *task_waiting(const struct task *t)
{
    return t->wake.arg;
}

/* Requests cancellation; false if the task is done. */
bool task_cancel(struct task *t);
bool task_cancel_with(struct task *t, const char *message);
/* Tasks that await each other in a circle cannot be cancelled: Python gives up with a
 * RecursionError. True once, after a task_cancel that came upon such a circle; the caller raises
 * it. */
bool task_cancel_too_deep(void);
/* Takes one request back and returns how many are left. */
unsigned task_uncancel(struct task *t);

/* Task.set_name; copied. */
void task_set_name(struct task *t, const char *name);

/* asyncio.current_task() */
struct task *current_task(void);

static inline bool future_is_task(const struct future *f)
{
    return f->object.id & REF_TASK;
}
static inline struct task *future_task(struct future *f)
{
    return (struct task *)f;
}
/* Its id in events. */
static inline uint32_t task_actor(const struct task *t)
{
    return t->future.object.id & ~REF_TASK;
}
/* Task-7, or its own name; in a buffer that the next few calls use again. */
const char *task_name(const struct task *t);
/* Its coroutine function; NULL once done. */
const struct async *task_async(const struct task *t);

/* What it waits for: *what is the name an event has for it, "sleep", "Queue.get" … */
enum awaited task_awaits(struct loop *l, const struct task *t, const char **what);

extern const struct handle_type task_step_type, task_wakeup_type;
