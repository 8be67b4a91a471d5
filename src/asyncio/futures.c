/* SPDX-License-Identifier: MIT */
#include "asyncio/futures.h"

#include <assert.h>

#include "python/thread.h"

enum { SHOWN = 8 }; /* as many as the tracer names */

static void futures_free(struct object *object)
{
    struct futures *fs = (struct futures *)object;
    for (size_t i = 0; i < fs->n; i++)
        object_unref(fs->at[i]);
    arena_free(&this_thread->arena, fs, sizeof *fs + fs->room * sizeof *fs->at);
}

static void list_repr(struct buf *b, const struct object *object)
{
    const struct futures *fs = (const struct futures *)object;
    buf_putc(b, '[');
    for (size_t i = 0; i < fs->n; i++) {
        buf_puts(b, i ? ", " : "");
        if (i == SHOWN) {
            buf_puts(b, "...");
            break;
        }
        object_repr(b, fs->at[i]);
    }
    buf_putc(b, ']');
}

static const struct object_type list_type = {"list", futures_free, NULL, list_repr};
static const struct object_type set_type = {"set", futures_free, NULL, NULL};

static struct futures *futures_new(const struct object_type *type, size_t room)
{
    struct futures *fs = arena_alloc(&this_thread->arena, sizeof *fs + room * sizeof *fs->at);
    fs->object.type = type;
    fs->room = room;
    return fs;
}

struct futures *futures_list(size_t room)
{
    return futures_new(&list_type, room);
}

struct futures *futures_set(size_t room)
{
    return futures_new(&set_type, room);
}

void futures_append(struct futures *fs, struct future *f)
{
    assert(fs->n < fs->room);
    fs->at[fs->n++] = object_ref(f);
}

struct futures *futures_where(const struct futures *fs, bool done)
{
    struct futures *found = futures_set(fs->n);
    for (size_t i = 0; i < fs->n; i++)
        if (future_done(fs->at[i]) == done)
            futures_append(found, fs->at[i]);
    return found;
}
