/* SPDX-License-Identifier: MIT */
/* Breakpoints of a program that is run anew: taken out of the trace of one run, and set in that of the next. */
#pragma once
#include "breaks/breaks.h"

struct kept_breaks {
    struct kept_break {
        char *file; /* NULL: the program's own */
        uint32_t line;
        struct condition *condition;
    } * at;
    size_t n;
    char *watched;
};

/* `b` has none then. */
void breaks_take(struct kept_breaks *k, struct breaks *b, const struct trace *t);
/* *k has none then. */
void breaks_put(struct kept_breaks *k, struct breaks *b, struct trace *t);
