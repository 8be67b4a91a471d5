/* SPDX-License-Identifier: MIT */
#include "asyncio/taskgroup.h"

#include <string.h>

#include "loop/await.h"

struct member {
    struct handle done;
    struct task *task;
    struct group *group;
    struct member *prev, *next;
};

/* ---- members ---- */

static void unlink_member(struct member *m)
{
    struct group *g = m->group;
    if (m->prev)
        m->prev->next = m->next;
    else
        g->members = m->next;
    if (m->next)
        m->next->prev = m->prev;
    else
        g->last = m->prev;
}

static void abort_group(struct group *g)
{
    g->aborting = true;
    for (struct member *m = g->members; m; m = m->next)
        if (!task_done(m->task))
            task_cancel(m->task);
}

static void add_error(struct group *g, struct error *e)
{
    struct arena *a = &this_thread->arena;
    size_t n = g->errors ? g->errors->n : 0;
    if (n == g->room) {
        size_t room = g->room ? g->room * 2 : 4;
        struct list *l = arena_alloc(a, sizeof *l + room * sizeof *l->at);
        if (n)
            memcpy(l->at, g->errors->at, n * sizeof *l->at);
        g->errors = l;
        g->room = room;
    }
    g->errors->at[n] = (struct value){.kind = VALUE_ERROR, .error = e};
    g->errors->n = n + 1;
}

static void on_task_done(struct handle *h, struct future *f)
{
    struct member *m = (struct member *)h;
    struct group *g = m->group;
    unlink_member(m);
    if (g->completed && !g->members && !future_done(g->completed))
        future_set_result(g->completed, value_bool(true));
    if (f->state == OUTCOME_FAILED) {
        f->unseen = false;
        add_error(g, future_error(f));
        if (!g->aborting && !g->parent_cancel_requested) {
            abort_group(g);
            g->parent_cancel_requested = true;
            task_cancel(g->parent);
        }
    }
    object_unref(f);
    arena_free(&this_thread->arena, m, sizeof *m);
}

static const struct handle_type member_done = {"TaskGroup._on_task_done", HANDLE_CALLBACK,
                                               on_task_done, NULL};

/* ---- the block ---- */

void group_enter(struct group *g)
{
    *g = (struct group){.parent = current_task(), .entered = true, .line = this_thread->line};
    if (!g->parent)
        die("a task group must be used inside a task");
}

struct task *group_create_task(struct group *g, struct coro *c)
{
    if (!g->entered || (g->exiting && !g->members) || g->aborting)
        return NULL;
    struct task *t = create_task(c);
    struct member *m = arena_alloc(&this_thread->arena, sizeof *m);
    *m = (struct member){.done.type = &member_done, .task = t, .group = g};
    m->prev = g->last;
    if (g->last)
        g->last->next = m;
    else
        g->members = m;
    g->last = m;
    object_ref(&t->future);
    future_add_callback(&t->future, &m->done);
    return t;
}

struct group_exit {
    struct coro coro;
    struct group *group;
    struct error *raised, *propagate;
};

/* Cancelled while the last members end: the first time they are cancelled too, and the cancellation
 * is passed on. */
static void completed(struct group_exit *self)
{
    struct group *g = self->group;
    if (error_raised(&CancelledError)) {
        if (!g->aborting) {
            self->propagate = this_thread->error;
            abort_group(g);
        }
        this_thread->error = NULL;
    }
    object_unref(g->completed);
    g->completed = NULL;
}

static struct error *all_errors(struct group *g)
{
    struct error *e = error_text(&ExceptionGroup, "unhandled errors in a TaskGroup");
    for (size_t i = 0; i < g->errors->n; i++)
        if (!error_is(g->errors->at[i].error, &Exception))
            e->type = &BaseExceptionGroup;
    e->group = g->errors;
    return e;
}

static void leave_block(struct group_exit *self)
{
    struct group *g = self->group;
    g->exiting = true;
    if (self->raised && error_is(self->raised, &CancelledError))
        self->propagate = self->raised;
    if (g->parent_cancel_requested && !task_uncancel(g->parent))
        self->propagate = NULL;
    if (self->raised && !g->aborting)
        abort_group(g);
}

ASYNC_DEFINE(group_exit, "TaskGroup.__aexit__", "asyncio/taskgroups.py", ON_TASKGROUP, NULL,
             def(68))
{
    async_begin;
    leave_block(self);
    while (self->group->members) {
        self->group->completed = object_ref(future_new());
        await_then(self->group->completed, completed(self));
    }
    if (self->propagate && !self->group->errors)
        raise(self->propagate);
    if (self->raised && !error_is(self->raised, &CancelledError))
        add_error(self->group, self->raised);
    if (self->group->errors)
        raise(all_errors(self->group));
    async_end;
}

struct coro *group_exit(struct group *g, struct error *error)
{
    return call(group_exit, .group = g, .raised = error);
}
