/* SPDX-License-Identifier: MIT */
#include "tests/support/python.h"

static const char *in_arena(struct buf *b)
{
    const char *s = arena_strdup(&this_thread->arena, b->s);
    buf_free(b);
    return s;
}

const char *str(struct value v)
{
    struct buf b = {0};
    buf_clear(&b);
    value_text(&b, v);
    return in_arena(&b);
}

const char *repr(struct value v)
{
    struct buf b = {0};
    value_repr(&b, v);
    return in_arena(&b);
}

const char *truth(bool b)
{
    return b ? "True" : "False";
}

const char *exceptions(const struct error *group)
{
    struct buf b = {0};
    buf_putc(&b, '(');
    for (size_t i = 0; i < group->group->n; i++) {
        error_repr(&b, group->group->at[i].error);
        buf_puts(&b, group->group->n == 1 ? "," : i + 1 < group->group->n ? ", " : "");
    }
    buf_putc(&b, ')');
    return in_arena(&b);
}

bool cancelled(const struct task *t)
{
    return t->future.state == OUTCOME_CANCELLED;
}

struct error *value_error(const char *text)
{
    return error_text(&ValueError, "%s", text);
}
