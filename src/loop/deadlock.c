/* SPDX-License-Identifier: MIT */
#include "loop/deadlock.h"

#include "loop/task.h"
#include "loop/wait.h"

enum { TOLD = 4 };

static struct task *awaited_task(const struct task *t)
{
    return t->waiting && t->waiting->kind == FUTURE_TASK ? future_task(t->waiting) : NULL;
}

/* Goes down the chain of tasks from t; a circle is found when the slow one is met by the fast one. */
static struct task *on_circle(struct task *t)
{
    struct task *slow = t, *fast = awaited_task(t);
    while (fast && fast != slow) {
        slow = awaited_task(slow);
        fast = awaited_task(fast);
        fast = fast ? awaited_task(fast) : NULL;
    }
    return fast;
}

static void tell_circle(struct task *t, struct buf *out)
{
    buf_printf(out, "%s awaits ", task_name(t));
    struct task *next = awaited_task(t);
    buf_puts(out, task_name(next));
    for (int n = 0; next != t; n++) {
        next = awaited_task(next);
        if (n < TOLD || next == t)
            buf_printf(out, ", which awaits %s", task_name(next));
        else if (n == TOLD)
            buf_puts(out, ", which awaits others");
    }
    buf_puts(out, ": a circle");
}

static void tell_wait(struct loop *l, const struct task *t, struct buf *out)
{
    const char *what;
    const struct task *of = awaited_task(t);
    task_awaits(l, t, &what);
    if (of)
        buf_printf(out, "%s awaits %s", task_name(t), task_name(of));
    else
        buf_printf(out, "%s waits for %s", task_name(t), what);
}

void deadlock_verdict(struct loop *l, struct buf *out)
{
    size_t told = 0, left = 0;
    for (struct task *t = l->first; t; t = t->next) {
        struct task *c = task_done(t) ? NULL : on_circle(t);
        if (c) {
            tell_circle(c, out);
            return;
        }
    }
    for (struct task *t = l->first; t; t = t->next) {
        if (task_done(t))
            continue;
        if (told == TOLD) {
            left++;
            continue;
        }
        if (told++)
            buf_puts(out, "; ");
        tell_wait(l, t, out);
    }
    if (left)
        buf_printf(out, "; and %zu more", left);
    buf_puts(out, told > 1 ? "; nobody is left to finish any of it" : ", and nobody is left to finish that");
}
