/* SPDX-License-Identifier: MIT */
/* Plain callbacks: loop.call_soon, call_later, call_at, and their cancelling.
 *
 * https://docs.python.org/3.11/library/asyncio-eventloop.html#scheduling-callbacks */
#pragma once
#include "loop/future.h"
#include "loop/loop.h"

/* A callback that was scheduled (asyncio's Handle and TimerHandle). It belongs to the loop and
 * stays until the loop is closed, so it may be cancelled at any time. */
struct callback;

/* A callback that fails, with error_raise, is told to the loop's exception handler; the loop goes
 * on. name: as the screen calls it. data: passed to fn, the caller's. Delays and deadlines in
 * seconds. */
struct callback *call_soon(const char *name, void (*fn)(void *data), void *data);
struct callback *call_later(double delay, const char *name, void (*fn)(void *data), void *data);
struct callback *call_at(double when, const char *name, void (*fn)(void *data), void *data);
/* loop.call_soon(f.set_result, v) and its like, by the name that CPython gives them:
 * "F1.set_result". f is held. */
struct callback *call_soon_set_result(struct future *f, struct value v);
struct callback *call_later_set_result(double delay, struct future *f, struct value v);
struct callback *call_at_set_result(double when, struct future *f, struct value v);

/* f.add_done_callback(fn) and f.remove_done_callback(fn). fn runs in the tick after f is done; at
 * once scheduled if f is done already. */
struct callback *add_done_callback(struct future *f, const char *name,
                                   void (*fn)(struct future *f, void *data), void *data);
void remove_done_callback(struct future *f, struct callback *c);

void callback_cancel(struct callback *c);
