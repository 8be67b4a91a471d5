/* SPDX-License-Identifier: MIT */
/* asyncio.shield: awaiting something without cancelling it when one is cancelled oneself.
 *
 * https://docs.python.org/3.11/library/asyncio-task.html#shielding-from-cancellation; CPython 3.11
 * Lib/asyncio/tasks.py. */
#pragma once
#include "loop/coro.h"
#include "loop/future.h"
#include "loop/task.h"

/* asyncio.shield(aw): cancelling what is returned does not cancel aw. */
/* clang-format off */
#define shield(aw) \
    _Generic((aw), \
        struct coro *: shield_coro, \
        struct task *: shield_task, \
        struct future *: shield_future)(aw)
/* clang-format on */
struct future *shield_coro(struct coro *c);
struct future *shield_task(struct task *t);
struct future *shield_future(struct future *f);
