/* SPDX-License-Identifier: MIT */
#include "asyncio/timeout.h"

#include "loop/await.h"
#include "asyncio/callback.h"

/* It has memory of its own, because a handle that is due may outlive the block. */
struct deadline {
    struct timer timer;
    struct timeout *timeout; /* NULL: the block was left */
};

static void on_timeout(struct handle *h, struct future *arg)
{
    (void)arg;
    struct timeout *t = ((struct deadline *)h)->timeout;
    task_cancel(t->task);
    if (get_running_loop()->cancel_too_deep)
        return; /* the loop reports it */
    t->state = TIMEOUT_EXPIRING;
    t->deadline = NULL;
}

static const struct handle_type deadline_type = {"Timeout._on_timeout", HANDLE_CALLBACK, on_timeout,
                                                 NULL};

struct timeout timeout_at(double when)
{
    return (struct timeout){.when = when};
}

struct timeout timeout_after(double delay)
{
    return timeout_at(loop_time(get_running_loop()) + delay);
}

static void unset(struct timeout *t)
{
    if (t->deadline)
        loop_cancel_timer(get_running_loop(), &t->deadline->timer);
    t->deadline = NULL;
}

struct error *timeout_reschedule(struct timeout *t, double when)
{
    static const char *const names[] = {"created", "active", "expiring", "expired", "finished"};
    struct loop *l = get_running_loop();
    if (t->state == TIMEOUT_CREATED)
        return error_text(&RuntimeError, "Timeout has not been entered");
    if (t->state != TIMEOUT_ENTERED)
        return error_text(&RuntimeError, "Cannot change state of %s Timeout", names[t->state]);
    t->when = when;
    unset(t);
    if (isinf(when))
        return NULL;
    t->deadline = arena_alloc(&this_thread->arena, sizeof *t->deadline);
    t->deadline->timer.handle.type = &deadline_type;
    t->deadline->timer.handle.by_program = true; /* a block is a line of its own */
    t->deadline->timeout = t;
    if (when <= loop_time(l))
        loop_call_soon(l, &t->deadline->timer.handle);
    else
        loop_call_at(l, &t->deadline->timer, when);
    return NULL;
}

void timeout_enter(struct timeout *t)
{
    if (!current_task())
        die("timeout() must be used inside a task");
    t->state = TIMEOUT_ENTERED;
    t->task = current_task();
    t->cancelling = t->task->cancelling;
    timeout_reschedule(t, t->when);
}

bool timeout_expired(const struct timeout *t)
{
    return t->state == TIMEOUT_EXPIRING || t->state == TIMEOUT_EXPIRED;
}

void timeout_exit(struct timeout *t)
{
    unset(t);
    if (t->state != TIMEOUT_EXPIRING) {
        t->state = TIMEOUT_EXITED;
        return;
    }
    t->state = TIMEOUT_EXPIRED;
    if (task_uncancel(t->task) > t->cancelling || !this_thread->error ||
        this_thread->error->type != &CancelledError)
        return;
    struct error *cause = this_thread->error;
    this_thread->error = error_new(&TimeoutError, (struct value){0});
    this_thread->error->cause = cause;
}
