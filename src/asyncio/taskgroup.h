/* SPDX-License-Identifier: MIT */
/* TaskGroup: tasks that end together. The first error cancels the others; all errors are raised as
 * one group.
 *
 *     async_with_group (self->tg) {
 *         group_create_task(&self->tg, call(fetch, .n = 1));
 *     }
 *     end_group(self->tg);
 *
 * with `struct group tg` in the frame.
 *
 * https://docs.python.org/3.11/library/asyncio-task.html#task-groups; CPython 3.11
 * Lib/asyncio/taskgroups.py. */
#pragma once
#include <stdbool.h>

#include "loop/coro.h"
#include "loop/task.h"

struct group {
    struct task *parent;
    struct member *members, *last; /* in order of creation */
    struct list *errors;           /* of members, in order of ending; has room for `room` */
    size_t room, nmembers;
    struct future *completed; /* what its end waits for */
    bool entered, exiting, aborting, parent_cancel_requested;
    uint16_t line; /* of the async with */
};

void group_enter(struct group *g);
/* NULL where Python raises RuntimeError: the group is not entered, finished or shutting down. */
struct task *group_create_task(struct group *g, struct coro *c);
/* The end of the block: waits for all; `error` is what the block raised, or NULL. */
struct coro *group_exit(struct group *g, struct error *error);

#define async_with_group(g) \
    group_enter(&(g));      \
    try
#define end_group(g)                                     \
    finally                                              \
    {                                                    \
        thread_line((g).line);                           \
        await(group_exit(&(g), coro_held(&self->coro))); \
    }                                                    \
    end_finally
