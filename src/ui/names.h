/* SPDX-License-Identifier: MIT */
/* Which names a function of a Python program can have as locals: those that it has in its text. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"

/* A function's lines, and its name. */
struct function {
    const char *text, *end, *name;
    size_t length; /* of the name */
};

/* Could it be the name of a local? */
bool names_is_name(const char *s);
/* The innermost function that the line, from 1, is in; false: it is in none. */
bool names_function(const struct source *s, uint32_t line, struct function *f);
/* Does its text have the name, as a word? */
bool names_has(const struct function *f, const char *name, size_t n);
