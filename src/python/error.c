/* SPDX-License-Identifier: MIT */
#include "python/error.h"

#include <stdarg.h>
#include <stdio.h>

#include "python/thread.h"

const struct error_type BaseException = {"BaseException", NULL};
const struct error_type Exception = {"Exception", &BaseException};
const struct error_type CancelledError = {"CancelledError", &BaseException};
const struct error_type TimeoutError = {"TimeoutError", &Exception};
const struct error_type ValueError = {"ValueError", &Exception};
const struct error_type RuntimeError = {"RuntimeError", &Exception};
const struct error_type RecursionError = {"RecursionError", &RuntimeError};
const struct error_type InvalidStateError = {"InvalidStateError", &Exception};
const struct error_type BaseExceptionGroup = {"BaseExceptionGroup", &BaseException};
const struct error_type ExceptionGroup = {"ExceptionGroup", &BaseExceptionGroup};
const struct error_type QueueEmpty = {"QueueEmpty", &Exception};
const struct error_type QueueFull = {"QueueFull", &Exception};
const struct error_type BrokenBarrierError = {"BrokenBarrierError", &RuntimeError};

bool error_is(const struct error *e, const struct error_type *type)
{
    for (const struct error_type *t = e->type; t; t = t->base)
        if (t == type)
            return true;
    return type == &Exception && e->type == &ExceptionGroup;
}

bool error_raised(const struct error_type *type)
{
    return this_thread->error && error_is(this_thread->error, type);
}

struct error *error_new(const struct error_type *type, struct value arg)
{
    struct error *e = arena_alloc(&this_thread->arena, sizeof *e);
    e->type = type;
    e->arg = arg;
    return e;
}

struct error *error_text(const struct error_type *type, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return error_new(type, value_str(arena_strdup(&this_thread->arena, text)));
}

struct value error_raise(struct error *e)
{
    this_thread->error = e;
    return NONE;
}
