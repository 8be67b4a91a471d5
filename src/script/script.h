/* SPDX-License-Identifier: MIT */
/* Key scripts: what somebody does at the keys, written down, for demos, tests and bug reports. A file
 * of them ends in .keys; --keys has the same on one line. docs/recording.md has the language. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "ui/code.h"

struct verb;

/* A key that is pressed, or something that a verb says. */
struct step {
    const struct verb *verb; /* NULL: a key */
    int code;   /* of the key; of a verb CODE_WAIT, CODE_RESIZE, or a number of its own */
    bool typed; /* it is a character of a text */
    int h, w;   /* lines and columns of a size; line and column of a click, from 0 */
    double seconds;
    char *text;            /* or NULL */
    unsigned line, column; /* where it stands, from 1 */
};

struct script {
    const char
        *name; /* of the file, or --keys: for those who are told of a mistake; the caller's */
    struct step *at;
    size_t n, cap;
};

void script_free(struct script *s);
/* NAME:LINE:COLUMN of a step. */
void script_put_place(struct buf *out, const struct script *s, const struct step *at);
