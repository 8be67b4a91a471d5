/* SPDX-License-Identifier: MIT */
#include "asyncio/deadlock.h"

#include <stdlib.h>
#include <string.h>

#include "asyncio/locks.h"
#include "base/alloc.h"
#include "loop/task.h"

enum { TOLD = 4, DEEPEST = 10000 };

static struct task *awaited_task(const struct task *t)
{
    struct future *f = task_waiting(t);
    return f && future_is_task(f) ? future_task(f) : NULL;
}

/* ---- circles: a walk along who awaits whom, gathers included ---- */

struct walk {
    char *seen; /* by T number: 1 on the path, 2 done with */
    struct task **path;
    size_t n, cap;
};

static bool find_circle(struct walk *w, struct task *t);

static bool step_to(struct walk *w, struct future *f)
{
    size_t n = 0;
    struct future *child;
    if (future_is_task(f))
        return !task_done(future_task(f)) && find_circle(w, future_task(f));
    if (!future_type(f)->child)
        return false;
    while ((child = future_type(f)->child(f, n++)))
        if (step_to(w, child))
            return true;
    return false;
}

/* The path then ends with a task that is on it twice. */
static bool find_circle(struct walk *w, struct task *t)
{
    char *seen = &w->seen[t->number];
    if (*seen == 2 || !task_waiting(t) || w->n > DEEPEST)
        return false;
    w->path = xgrow(w->path, &w->cap, w->n + 1, sizeof *w->path);
    w->path[w->n++] = t;
    if (*seen)
        return true;
    *seen = 1;
    if (step_to(w, task_waiting(t)))
        return true;
    *seen = 2;
    w->n--;
    return false;
}

static void tell_circle(const struct walk *w, struct buf *out)
{
    size_t i = 0;
    while (w->path[i] != w->path[w->n - 1])
        i++;
    buf_printf(out, "%s awaits ", task_name(w->path[i]));
    for (size_t k = i + 1; k < w->n; k++) {
        bool told = k - i <= TOLD || k == w->n - 1;
        if (told)
            buf_printf(out, "%s%s", k == i + 1 ? "" : ", which awaits ", task_name(w->path[k]));
        else if (k - i == TOLD + 1)
            buf_puts(out, ", which awaits others");
    }
    buf_puts(out, ": a circle");
}

static bool tell_any_circle(struct loop *l, struct buf *out)
{
    struct walk w = {.seen = xcalloc(l->tasks + 1u, 1)};
    bool found = false;
    for (struct task *t = l->first; t && !found; t = t->next)
        found = !task_done(t) && find_circle(&w, t);
    if (found)
        tell_circle(&w, out);
    free(w.seen);
    free(w.path);
    return found;
}

/* ---- circles of locks ---- */

/* The lock that it waits for; NULL: none. */
static const struct lock *awaited_lock(const struct task *t)
{
    const struct coro *c = t->stack.top;
    struct lock *lock;
    if (!c || c->fn->on != ON_LOCK)
        return NULL;
    memcpy(&lock, c + 1, sizeof lock); /* it stands right behind the coro */
    return lock;
}

static struct task *awaited_holder(const struct task *t)
{
    const struct lock *lock = task_done(t) ? NULL : awaited_lock(t);
    return lock && lock->locked ? lock->holder : NULL;
}

/* Does the way from who waits to who holds lead back to it? */
static bool holds_itself_up(struct loop *l, const struct task *t)
{
    const struct task *a = awaited_holder(t);
    for (uint32_t n = 0; a && a != t && n < l->tasks; n++)
        a = awaited_holder(a);
    return a == t;
}

static bool tell_any_lock_circle(struct loop *l, struct buf *out)
{
    const struct task *t = l->first, *a;
    size_t n = 0;
    while (t && !holds_itself_up(l, t))
        t = t->next;
    if (!t)
        return false;
    a = t;
    do {
        if (n++ < TOLD)
            buf_printf(out, "%s%s waits for Lock-%u, which %s holds", n == 1 ? "" : "; ",
                       task_name(a), awaited_lock(a)->sync.number, task_name(awaited_holder(a)));
        a = awaited_holder(a);
    } while (a != t);
    if (n > TOLD)
        buf_printf(out, "; and %zu more", n - TOLD);
    return true;
}

/* ---- what is never finished ---- */

static void tell_wait(struct loop *l, const struct task *t, struct buf *out)
{
    static const char *const things[ON_KINDS] = {
        [ON_FUTURE] = "a future",
        [ON_TASKGROUP] = "a TaskGroup",
        [ON_EXECUTOR] = "a function in a thread",
    };
    const char *what;
    const struct task *of = awaited_task(t);
    enum awaited on = task_awaits(l, t, &what);
    if (of)
        buf_printf(out, "%s awaits %s", task_name(t), task_name(of));
    else
        buf_printf(out, "%s waits for %s", task_name(t), things[on] ? things[on] : what);
}

void deadlock_verdict(struct loop *l, struct buf *out)
{
    size_t told = 0, left = 0;
    if (tell_any_circle(l, out) || tell_any_lock_circle(l, out))
        return;
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
    buf_puts(out, told > 1 ? "; nobody is left to finish any of it"
                           : ", and nobody is left to finish that");
}
