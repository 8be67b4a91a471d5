/* SPDX-License-Identifier: MIT */
/* A value of Python's, as far as its repr tells: that of a local, or one that is written in a
 * condition. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum literal_kind { LITERAL_UNKNOWN, LITERAL_NONE, LITERAL_NUMBER, LITERAL_STRING, LITERAL_OTHER };

struct literal {
    enum literal_kind kind;
    double number; /* True is 1, as in Python */
    const char
        *s; /* n bytes: what stands in the quotes, or all of what is known by its repr only */
    size_t n;
    bool escaped; /* a string has Python's escapes */
};

/* Of the n bytes of a repr, which must live as long as the value. */
struct literal literal_read(const char *s, size_t n);
/* A string without escapes. */
struct literal literal_text(const char *s);

/* What is neither true nor false is unknown: -1. */
typedef signed char truth;

truth literal_is_true(struct literal a);
truth literal_equals(struct literal a, struct literal b);
/* Is a less than b? */
truth literal_is_less(struct literal a, struct literal b);
