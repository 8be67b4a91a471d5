/* SPDX-License-Identifier: MIT */
/* A condition on the locals as they are told: as much of Python's expressions as that takes, which is
 * names, numbers, strings, True, False and None, == != < <= > >=, is, and, or, not, and parentheses.
 * `task` is the name of the task. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct condition;

/* NULL: it is none, and `error` says where and why. condition_free frees it. */
struct condition *condition_parse(const char *text, struct buf *error);
void condition_free(struct condition *c);
/* As it was written. */
const char *condition_text(const struct condition *c);
/* The i-th local that it speaks of, and the length of its name; NULL behind the last. */
const char *condition_name(const struct condition *c, size_t i, size_t *n);

/* Is it true of a task's "name=repr" lines? What speaks of a local that is not among them, or
 * compares what cannot be compared, is neither true nor false. task: its name, NULL for none. */
bool condition_holds(const struct condition *c, const char *locals, const char *task);
