/* SPDX-License-Identifier: MIT */
/* Plain callbacks: loop.call_soon, call_later, call_at, and their cancelling.
 *
 * https://docs.python.org/3.11/library/asyncio-eventloop.html#scheduling-callbacks */
#pragma once
#include "loop/loop.h"

/* A callback that was scheduled (asyncio's Handle and TimerHandle). It belongs to the loop and stays until the loop is
 * closed, so it may be cancelled at any time. */
struct callback;

/* name: as the screen calls it. data: passed to fn, the caller's. Delays and deadlines in seconds. */
struct callback *call_soon(const char *name, void (*fn)(void *data), void *data);
struct callback *call_later(double delay, const char *name, void (*fn)(void *data), void *data);
struct callback *call_at(double when, const char *name, void (*fn)(void *data), void *data);
void callback_cancel(struct callback *c);
