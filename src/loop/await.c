/* SPDX-License-Identifier: MIT */
#include "loop/await.h"

bool await_too_deep(struct coro *c)
{
    coro_drop(c);
    this_thread->error = error_text(&RecursionError, "maximum recursion depth exceeded");
    return false;
}

static void wait_for_wake(struct task *t, struct future *f)
{
    t->wake.type = &task_wakeup_type;
    t->wake.arg = object_ref(f);
    future_add_callback(f, &t->wake);
}

bool await_future(struct coro *self, struct future *f)
{
    (void)self;
    struct loop *l = get_running_loop();
    if (!l->current)
        die("await outside a task: a module may only asyncio_run");
    if (!future_done(f)) {
        wait_for_wake(l->current, f);
        return true;
    }
    object_ref(f); /* perhaps nobody else does */
    future_fetch(f);
    object_unref(f);
    return false;
}

bool await_task(struct coro *self, struct task *t)
{
    if (t == current_task())
        die("%s() awaits its own task: that would never end", self->fn->name);
    return await_future(self, &t->future);
}

_Noreturn void coro_lost(const struct coro *self)
{
    die("%s() cannot go on at its line %u: an await must not stand inside a switch of the scene's "
        "own",
        self->fn->name, self->at);
}
