/* SPDX-License-Identifier: MIT */
/* The keys: one table of what they are called, what they do and what they need. Footer, help and
 * man page are printed from it. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "ui/code.h"
#include "ui/keymap.h"

/* Ends with a NULL name. */
extern const struct key keys[];

/* The code that a script means by a name: one of the table's, another key's (backspace, delete), or
 * any single character. 0 if it is none. The name need not end in a NUL. */
int key_code(const char *name, size_t n);
/* Appends the name by which a script means it; nothing if it has none, as what may not be shown. */
void key_name(struct buf *out, int code);
