/* SPDX-License-Identifier: MIT */
/* What a suspended stack looks like from outside: its frames with their locals, and what it awaits. */
#pragma once
#include "loop/future.h"
#include "loop/loop.h"
#include "python/stack.h"

/* The user's frames from the outermost to the innermost, into n, which says nothing else; valid until
 * the next call. */
void describe_frames(struct loop *l, const struct stack *s, struct note *n);
/* The innermost of them, as it runs now: n->line is where. Nothing of one that never was suspended:
 * what has no value yet in Python has one in C. */
void describe_inner(struct loop *l, const struct stack *s, struct note *n);
/* What is awaited, into e (what, ref) and n: asyncio's outermost own frame below the last of the
 * user's names it; else the kind of the future that is waited for (NULL: none). */
void describe_wait(struct loop *l, const struct stack *s, struct future *waiting, struct event *e,
                   struct note *n);
