/* SPDX-License-Identifier: MIT */
#include "loop/value.h"

#include <string.h>

#include "loop/error.h"

/* reprlib's limits as the tracer sets them. */
enum { BRIEF_LIST = 8, BRIEF_STR = 120, BRIEF_DEPTH = 6, FULL = 0 };

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
