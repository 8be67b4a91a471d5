/* SPDX-License-Identifier: MIT */
/* The keys: one table of what they are called, what they do and what they need. Footer, help and
 * man page are printed from it. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "ui/code.h"
#include "ui/state.h"

/* What a key needs, and how it is shown. */
enum {
    KEY_WATCHING = 1, /* works only where something is watched */
    KEY_ALWAYS = 2,   /* stands in the footer however narrow the screen is */
    KEY_COUNTED = 4,  /* works everywhere, and takes a number */
};

struct key {
    int code;
    const char *name;                 /* in scripts: "space", "s" */
    unsigned (*press)(struct app *a); /* returns reaction bits */
    unsigned needs;
    const char *help;    /* NULL: that of the entry above covers it too */
    const char *footer;  /* a word for the last line of the screen, or NULL */
    const char *label;   /* on the screen, where that is not the name */
    const char *playing; /* the word while it plays, where that is another */
};

/* Ends with a NULL name. */
extern const struct key keys[];

/* NULL if the code is bound to nothing. */
const struct key *key_find(int code);
/* The code that a script means by a name: one of the table's, another key's (backspace, delete), or
 * any single character. 0 if it is none. The name need not end in a NUL. */
int key_code(const char *name, size_t n);
/* What the screen calls it: "→", "PgUp", "s". */
const char *key_label(const struct key *k);
/* What the screen says of key i; the label is NULL behind the last. */
struct hint key_hint(size_t i);
/* Never NULL, and shared by the keys that are described together. */
const char *key_help(const struct key *k);
