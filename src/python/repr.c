/* SPDX-License-Identifier: MIT */
#include "python/repr.h"

#include <string.h>

/* reprlib's limits as the tracer sets them; its level 0 is depth 1 here. */
enum { BRIEF_LIST = 8, BRIEF_STR = 120, BRIEF_DEPTH = 7, FULL = 0 };

static void repr(struct buf *b, struct value v, int depth);

static void list_repr(struct buf *b, const struct list *l, int depth)
{
    buf_putc(b, '[');
    for (size_t i = 0; i < l->n; i++) {
        if (i)
            buf_puts(b, ", ");
        if (depth && (i == BRIEF_LIST || depth == 1)) {
            buf_puts(b, "...");
            break;
        }
        repr(b, l->at[i], depth ? depth - 1 : FULL);
    }
    buf_putc(b, ']');
}

/* The first and the last of it with dots between, as reprlib cuts. */
static void cut_middle(struct buf *b, size_t from, size_t most)
{
    size_t n = b->len - from, head = (most - 3) / 2, tail = most - 3 - head;
    if (n <= most)
        return;
    memmove(b->s + from + head + 3, b->s + b->len - tail, tail);
    memcpy(b->s + from + head, "...", 3);
    b->len = from + most;
    b->s[b->len] = 0;
}

static void repr(struct buf *b, struct value v, int depth)
{
    size_t from = b->len;
    switch (v.kind) {
    case VALUE_UNSET:
        buf_puts(b, "<unset>");
        break;
    case VALUE_NONE:
        buf_puts(b, "None");
        break;
    case VALUE_BOOL:
        buf_puts(b, v.b ? "True" : "False");
        break;
    case VALUE_INT:
        buf_printf(b, "%lld", (long long)v.i);
        break;
    case VALUE_FLOAT:
        buf_float(b, v.f);
        break;
    case VALUE_STR:
        buf_repr(b, v.s, strlen(v.s));
        if (depth)
            cut_middle(b, from, BRIEF_STR);
        break;
    case VALUE_LIST:
        list_repr(b, v.list, depth);
        break;
    case VALUE_ERROR:
        depth ? error_brief(b, v.error) : error_repr(b, v.error);
        break;
    }
}

void value_repr(struct buf *b, struct value v)
{
    repr(b, v, FULL);
}

void value_brief(struct buf *b, struct value v)
{
    repr(b, v, BRIEF_DEPTH);
}

void value_text(struct buf *b, struct value v)
{
    if (v.kind == VALUE_STR)
        buf_puts(b, v.s);
    else if (v.kind == VALUE_ERROR && v.error->arg.kind != VALUE_UNSET)
        value_text(b, v.error->arg);
    else if (v.kind != VALUE_ERROR)
        value_repr(b, v);
}

/* ---- errors ---- */

static void repr_of_error(struct buf *b, const struct error *e,
                          void (*value)(struct buf *, struct value))
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
    repr_of_error(b, e, value_repr);
}

void error_brief(struct buf *b, const struct error *e)
{
    repr_of_error(b, e, value_brief);
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
