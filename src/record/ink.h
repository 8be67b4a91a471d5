/* SPDX-License-Identifier: MIT */
/* A terminal's pen: what the next character would be written in, and the sequences that change it. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "draw/screen.h"
#include "draw/theme.h"

struct ink {
    int fg, bg, attr; /* colours as in draw/theme.h */
};

/* The terminal's own colours. */
extern const struct ink ink_own;

/* What is to be seen on a blank, too; of all else, it shows its ground alone. */
enum { ON_BLANKS = ATTR_UNDERLINE | ATTR_REVERSE };

struct ink ink_of(const struct theme *t, enum depth depth, struct style st);
bool ink_same(struct ink a, struct ink b);
/* Appends the shortest sequence that makes it `next`, if it is not. */
void ink_set(struct buf *out, struct ink *pen, struct ink next);
/* Appends a character. */
void ink_char(struct buf *out, uint32_t ch);
