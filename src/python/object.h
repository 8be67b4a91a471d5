/* SPDX-License-Identifier: MIT */
/* What is shared by reference and counted: futures, tasks and generators. Python tells of an error
 * that nobody fetched, and closes a generator, at the very moment the last reference goes; so must
 * we. A new object is referred to by nobody; the first to give up the last reference frees it.
 *
 * All functions take pointers to any struct that begins with a struct object. */
#pragma once
#include <stdint.h>

#include "base/buf.h"

struct object;

struct object_type {
    const char *name; /* as a repr begins: "Task" */
    void (*free)(struct object *o);
    /* Its number in events, given at the first mention; NULL: it has none. */
    uint32_t (*number)(struct object *o);
    /* NULL: it is shown as "<Task>". */
    void (*repr)(struct buf *b, const struct object *o);
};

struct object {
    const struct object_type *type;
    uint32_t refs;
    uint32_t id; /* see object_number; 0 until an event mentions it */
};

static inline void *object_ref(void *object)
{
    struct object *o = object;
    o->refs++;
    return o;
}

static inline void object_unref(void *object)
{
    struct object *o = object;
    if (!--o->refs)
        o->type->free(o);
}

/* *at refers to `object` from now on (NULL: to nothing), and no longer to what it was. */
static inline void object_assign(void **at, void *object)
{
    void *old = *at;
    *at = object ? object_ref(object) : (void *)0;
    if (old)
        object_unref(old);
}

static inline void object_repr(struct buf *b, const void *object)
{
    const struct object *o = object;
    if (o->type->repr)
        o->type->repr(b, o);
    else
        buf_printf(b, "<%s>", o->type->name);
}

static inline uint32_t object_number(void *object)
{
    struct object *o = object;
    return o->id ? o->id : o->type->number(o);
}
