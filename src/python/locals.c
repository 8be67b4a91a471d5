/* SPDX-License-Identifier: MIT */
#include "python/locals.h"

#include <stdbool.h>
#include <string.h>

#include "python/object.h"
#include "python/repr.h"

static void local_repr(struct buf *b, const struct local *v, const char *at)
{
    union {
        int i;
        int64_t i64;
        double d;
        const char *s;
        bool b;
        struct value v;
        const struct object *object;
    } u;
    switch (v->type) {
    case LOCAL_INT:
        memcpy(&u.i, at, sizeof u.i);
        buf_int(b, u.i);
        break;
    case LOCAL_I64:
        memcpy(&u.i64, at, sizeof u.i64);
        buf_int(b, u.i64);
        break;
    case LOCAL_DOUBLE:
        memcpy(&u.d, at, sizeof u.d);
        buf_float(b, u.d);
        break;
    case LOCAL_STR:
        memcpy(&u.s, at, sizeof u.s);
        buf_repr(b, u.s, strlen(u.s));
        break;
    case LOCAL_BOOL:
        memcpy(&u.b, at, sizeof u.b);
        buf_puts(b, u.b ? "True" : "False");
        break;
    case LOCAL_VALUE:
        memcpy(&u.v, at, sizeof u.v);
        value_brief(b, u.v);
        break;
    case LOCAL_CORO:
        buf_puts(b, "<coroutine>");
        break;
    case LOCAL_LOOP:
        buf_puts(b, "<_UnixSelectorEventLoop>");
        break;
    case LOCAL_OTHER:
        buf_printf(b, "<%s>", v->class);
        break;
    default:
        memcpy(&u.object, at, sizeof u.object);
        object_repr(b, u.object);
    }
}

static bool local_set(const struct local *v, const char *at)
{
    struct value value;
    const void *p;
    if (v->type == LOCAL_VALUE) {
        memcpy(&value, at, sizeof value);
        return value.kind != VALUE_UNSET;
    }
    if (v->type <= LOCAL_BOOL)
        return true;
    memcpy(&p, at, sizeof p);
    return p != NULL;
}

void locals_repr(struct buf *out, const struct local *v, size_t n, const void *frame)
{
    for (; n--; v++) {
        const char *at = (const char *)frame + v->offset;
        if (!v->name || !local_set(v, at))
            continue;
        buf_puts(out, v->name);
        buf_putc(out, '=');
        local_repr(out, v, at);
        buf_putc(out, '\n');
    }
}

void locals_unref(const struct local *v, size_t n, const void *frame)
{
    for (; n--; v++) {
        void *object = NULL;
        if (v->type == LOCAL_OBJECT)
            memcpy(&object, (const char *)frame + v->offset, sizeof object);
        if (object)
            object_unref(object);
    }
}
