/* SPDX-License-Identifier: MIT */
/* Why nothing will ever happen again: a circle of tasks that await each other, or something that
 * nobody will finish. */
#pragma once
#include "base/buf.h"
#include "loop/loop.h"

/* One sentence, without a full stop, about the tasks that are pending. */
void deadlock_verdict(struct loop *l, struct buf *out);
