/* SPDX-License-Identifier: MIT */
/* How the reader of a script stands in its text: for those who take the arguments of their verb. */
#pragma once
#include "script/script.h"

struct reading {
    struct script *to;
    const char *at, *line_start; /* what comes next; where its line begins */
    unsigned line;
    const char *word; /* the word that was taken last, of n bytes */
    size_t n;
    struct buf *error;
};

/* Takes the next word of this line; false: there is none. A quote, or what stands between two
 * slashes, holds it together. */
bool reading_word(struct reading *r);
/* Is that the word, and nothing else? */
bool reading_is(const struct reading *r, const char *word);
/* The column of the word that was taken last, from 1, in characters. */
unsigned reading_column(const struct reading *r);
/* What a word or a text in quotes says, to be freed: \" is a quote and \\ a backslash. NULL: it is no
 * such thing, and that is said. */
char *reading_text(struct reading *r);
/* Takes what stands between two slashes next in this line; \/ is a slash. To be freed. NULL: that is not
 * there, and nothing is said. */
char *reading_pattern(struct reading *r);
/* Numbers, and nothing but a number, from 0 (counts: from 1) to `most`. */
bool reading_number(const char *s, size_t n, double most, double *to);
bool reading_count(const char *s, size_t n, int most, int *to);
/* The sentence is said of the word that was taken last; returns false. */
bool reading_wrong(struct reading *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
