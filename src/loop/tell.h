/* SPDX-License-Identifier: MIT */
/* What happens in the loop, told to its observer: handles and timers here; events in general, what
 * the program prints and what the exception handler says are declared in loop/loop.h. */
#pragma once
#include "loop/loop.h"

/* As CPython names the callback. */
const char *handle_name(const struct handle *h);
void tell_handle(struct loop *l, enum event_kind kind, struct handle *h);
void tell_timer(struct loop *l, struct timer *t);
