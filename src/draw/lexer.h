/* SPDX-License-Identifier: MIT */
/* Colours for source code, a line at a time: just enough of Python and C to read them by. It never
 * fails; what it does not understand stays plain. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum language { LANGUAGE_PYTHON, LANGUAGE_C };

/* What the line before left open. Zero but for the language at the first line of a file. */
struct lexer {
    enum language language;
    char quote;    /* of the string or, '*', the comment that goes on */
    bool triple;   /* it ends with three of them */
    bool format;   /* an f-string */
    bool defining; /* the next name is a function's */
};

/* By the file's name: C for .c and .h, else Python. */
enum language lexer_language(const char *file);

/* Reads the n bytes of one line, without its newline. roles[i] becomes the role of byte i, the same
 * for all the bytes of a character; NULL if nobody wants to know. */
void lexer_line(struct lexer *lx, const char *s, size_t n, uint8_t *roles);
