/* SPDX-License-Identifier: MIT */
/* What a key is, and a table of keys as a user has it: some are bound anew. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "view/view.h"

struct app;

/* What a key needs, and how it is shown. */
enum {
    KEY_WATCHING = 1,  /* works only where something is watched */
    KEY_ALWAYS = 2,    /* stands in the footer however narrow the screen is */
    KEY_COUNTED = 4,   /* works everywhere, and takes a number */
    KEY_COMPARING = 8, /* works where two runs are compared */
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
    const char *asking;  /* the word while one is asked who runs next, or NULL; … */
    const char *orders;  /* the word where threads can go in several orders, or NULL */
    const char *threads; /* the word where threads take turns, and no ticks, or NULL */
    const char *told;    /* … when the answer is told, where that is another */
};

/* The table as a user has it: keys bound anew. */
enum { KEYS_MOST = 128 };
struct keymap {
    struct key rows[KEYS_MOST]; /* ends with a NULL name */
    char names[KEYS_MOST][16];  /* of keys that the table has not; by rows bound */
    size_t bound;
};
void keymap_init(struct keymap *m, const struct key *table);
/* The key called `name`, whose code that is, does from now on what `to` does (a row of the table;
 * NULL: nothing), and not what it did. false: there is no room. */
bool keymap_bind(struct keymap *m, int code, const char *name, const struct key *to);

/* NULL if the code is bound to nothing in these rows. */
const struct key *key_find(const struct key *rows, int code);
/* What the screen calls it: "→", "PgUp", "s". */
const char *key_label(const struct key *k);
/* What the screen says of row i; the label is NULL behind the last. */
struct hint key_hint(const struct key *rows, size_t i);
/* Never NULL, and shared by the keys that are described together. */
const char *key_help(const struct key *k);
