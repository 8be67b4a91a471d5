/* SPDX-License-Identifier: MIT */
/* Which function each line of a Python program is in, by how its blocks are indented. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct functions {
    struct around {
        uint32_t def,
            outer; /* the lines of the innermost def around it, and of the one around that; 0: none */
    } * at;        /* by line, from 1 */
    uint32_t n;    /* lines, and one more */
};

void functions_read(struct functions *f, const char *text);
void functions_close(struct functions *f);
/* The line of the def that a line is in or is, 0: it is in none. */
uint32_t functions_of(const struct functions *f, uint32_t line);
/* The line behind the last one of the def, and of those within it. */
uint32_t functions_end(const struct functions *f, uint32_t def);
