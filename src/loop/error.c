/* SPDX-License-Identifier: MIT */
#include "loop/error.h"

#include <stdarg.h>
#include <stdio.h>

#include "loop/thread.h"

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

static void repr(struct buf *b, const struct error *e, void (*value)(struct buf *, struct value))
{
    buf_puts(b, e->type->name);
    buf_putc(b, '(');
    if (e->arg.kind != VALUE_UNSET)
        value(b, e->arg);
    if (e->group) {
        buf_puts(b, ", ");
        value(b, (struct value){.kind = VALUE_LIST, .list = e->group});
    }
    buf_putc(b, ')');
}

void error_repr(struct buf *b, const struct error *e)
{
    repr(b, e, value_repr);
}

void error_brief(struct buf *b, const struct error *e)
{
    repr(b, e, value_brief);
}

/* The outermost frame was unwound last and is printed first. */
static void print_passed(struct buf *b, const struct trace_line *at)
{
    if (!at)
        return;
    print_passed(b, at->next);
    buf_printf(b, "  File \"%s\", line %u, in %s\n", at->file, at->line, at->func);
}

static const char *qualified(const struct error_type *type)
{
    /* classes of asyncio's own are printed with their module; TimeoutError is a builtin since 3.11
     */
    return type == &CancelledError || type == &InvalidStateError ? "asyncio.exceptions."
           : type == &QueueEmpty || type == &QueueFull           ? "asyncio.queues."
           : type == &BrokenBarrierError                         ? "asyncio.exceptions."
                                                                 : "";
}

void error_traceback(struct buf *b, const struct error *e)
{
    if (e->cause) {
        error_traceback(b, e->cause);
        buf_puts(b, "\nThe above exception was the direct cause of the following exception:\n\n");
    }
    buf_puts(b, "Traceback (most recent call last):\n");
    print_passed(b, e->passed);
    struct buf text = {0};
    if (e->arg.kind != VALUE_UNSET)
        value_text(&text, e->arg);
    buf_printf(b, "%s%s%s%s\n", qualified(e->type), e->type->name, text.len ? ": " : "",
               text.len ? text.s : "");
    buf_free(&text);
}
