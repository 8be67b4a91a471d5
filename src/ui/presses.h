/* SPDX-License-Identifier: MIT */
/* Scripts of keys, as --keys has them. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "ui/code.h"

/* A key of a script. */
struct press {
    int code;
    double seconds; /* CODE_WAIT */
    int h, w;       /* CODE_RESIZE: lines and columns */
};
struct presses {
    struct press *at;
    size_t n, cap;
};

/* Reads a script: words with white space between them. A word is the name of a key; "text" in
 * double quotes, typed a character at a time; wait:SECONDS; resize:COLUMNSxLINES; or N*WORD for N
 * times a word. Appends to `out` (zero it first, presses_free it in the end). false: `error` gets a
 * sentence that names the word at fault. */
bool keys_parse(const char *script, struct presses *out, struct buf *error);
void presses_free(struct presses *p);
