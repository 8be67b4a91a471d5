/* SPDX-License-Identifier: MIT */
/* The locals of a frame: where in its struct they are, and of which type; enough to show them, and
 * to let go of what they refer to. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum local_type {
    LOCAL_DEF,
    LOCAL_INT,
    LOCAL_I64,
    LOCAL_DOUBLE,
    LOCAL_BOOL, /* up to here each has always a value */
    LOCAL_STR,
    LOCAL_VALUE,
    LOCAL_OBJECT,
    LOCAL_CORO,
    LOCAL_LOOP,
    LOCAL_OTHER
};

/* A local variable that the screen may show, or (first of a table) the line of the def. */
struct local {
    const char *name; /* NULL: not shown */
    uint16_t offset, line;
    enum local_type type;
    const char *class; /* of a LOCAL_OTHER, a pointer to whatever it is: "Lock" */
};

/* One "name=repr" line for each of n locals of a frame that is set, or nothing. */
void locals_repr(struct buf *out, const struct local *v, size_t n, const void *frame);
/* The frame ends: what its locals refer to is given up. */
void locals_unref(const struct local *v, size_t n, const void *frame);
