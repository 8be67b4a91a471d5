/* SPDX-License-Identifier: MIT */
/* Errors, as Python raises them: a class, an argument, where they passed. They live until the loop
 * is closed.
 *
 * https://docs.python.org/3.11/library/exceptions.html, asyncio-exceptions.html */
#pragma once
#include "python/value.h"

/* The classes of errors that the loop raises itself or that programs raise here. `base` is one
 * level up. */
struct error_type {
    const char *name;
    const struct error_type *base;
};
extern const struct error_type BaseException, Exception, CancelledError, TimeoutError, ValueError,
    RuntimeError, RecursionError, InvalidStateError, BaseExceptionGroup, ExceptionGroup, QueueEmpty,
    QueueFull, BrokenBarrierError;

/* Where a raised error passed: innermost first, as it was unwound. */
struct trace_line {
    const char *file, *func;
    uint32_t line;
    struct trace_line *next;
};

struct error {
    const struct error_type *type;
    struct value arg;         /* VALUE_UNSET: raised without one */
    const struct list *group; /* of an exception group: its errors */
    struct error *cause;      /* raise … from this */
    struct trace_line *passed, *passed_last;
};

/* arg: VALUE_UNSET for none. */
struct error *error_new(const struct error_type *type, struct value arg);
/* With a formatted message. */
struct error *error_text(const struct error_type *type, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* raise, in a plain function called by the loop or a thread, which must return now: `return
 * error_raise(e)`. */
struct value error_raise(struct error *e);

bool error_is(const struct error *e, const struct error_type *type);
/* An error of that class is on its way through the frame that runs. */
bool error_raised(const struct error_type *type);
