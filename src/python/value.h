/* SPDX-License-Identifier: MIT */
/* Values and errors as a Python program has them: what a coroutine returns, what a future holds,
 * what is raised. Lists, strings and errors belong to the run and live until the loop is closed. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct error;
struct list;

enum value_kind {
    VALUE_UNSET,
    VALUE_NONE,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_FLOAT,
    VALUE_STR,
    VALUE_LIST,
    VALUE_ERROR
};

struct value {
    enum value_kind kind;
    union {
        bool b;
        int64_t i;
        double f;
        const char *s;
        const struct list *list;
        struct error *error;
    };
};

struct list {
    size_t n;
    struct value at[];
};

#define NONE ((struct value){.kind = VALUE_NONE})
static inline struct value value_int(int64_t i)
{
    return (struct value){.kind = VALUE_INT, .i = i};
}
static inline struct value value_bool(bool b)
{
    return (struct value){.kind = VALUE_BOOL, .b = b};
}
static inline struct value value_float(double f)
{
    return (struct value){.kind = VALUE_FLOAT, .f = f};
}
static inline struct value value_str(const char *s)
{
    return (struct value){.kind = VALUE_STR, .s = s};
}
