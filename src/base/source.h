/* SPDX-License-Identifier: MIT */
/* The text of a program's file. */
#pragma once
#include <stddef.h>

struct source {
    const char *name; /* "count.py" */
    const char *text; /* its bytes; a NUL follows them that len does not count */
    size_t len;
};
