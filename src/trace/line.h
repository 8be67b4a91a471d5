/* SPDX-License-Identifier: MIT */
/* A line of a saved trace, taken apart: one JSON object as a list of values, each before those that
 * it holds. Two readers make the same of it. line_read is quick, and leaves what is seldom to the
 * other: odd escapes, deep nesting, whatever is no JSON. line_read_any takes all that jansson takes,
 * and says what is wrong with the rest. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum value_kind {
    VALUE_OTHER, /* null, true, false */
    VALUE_STRING,
    VALUE_WHOLE, /* a number without point and exponent */
    VALUE_REAL,
    VALUE_ARRAY,
    VALUE_OBJECT,
};

struct value {
    const char *key; /* in an object; a NUL ends it */
    union {
        const char *string; /* `n` bytes and a NUL */
        int64_t whole;
        double real;
    };
    uint32_t n;    /* bytes of a string; how many values an array or an object holds itself */
    uint32_t next; /* the number of the value behind it and all it holds */
    enum value_kind kind;
};

enum { LINE_SLOTS = 64 };

struct line {
    struct value *values; /* the first is the object itself */
    uint32_t n;
    size_t cap;
    uint32_t slots[LINE_SLOTS]; /* of the members of the object: the last with keys of that kind */
    char *raw;                  /* the caller's */
    size_t len, nends;          /* nends: how many quotes in it are NULs */
    char *odd;                  /* strings that do not stand in the line as they are */
    size_t odd_len, odd_cap;
    struct json_t *json; /* of the other reader, which has the strings */
    char error[160];     /* what is wrong, in its words */
};

/* All zero it is ready. */
void line_close(struct line *l);

/* Both read n bytes at s. s[n] must be writable; NULs are written behind strings, until line_restore.
 * What is read is good until the next line. false: it is not what this one reads. */
bool line_read(struct line *l, char *s, size_t n);
bool line_read_any(struct line *l, char *s, size_t n);
/* The line's bytes are what they were; the strings of its values may have no end any more. */
void line_restore(struct line *l);

/* A member of the line's object; NULL: it has none of that name. Of two the last counts. */
const struct value *line_get(const struct line *l, const char *key);

/* The same of any object. It may be NULL, or something else: then it has none. */
const struct value *value_get(const struct line *l, const struct value *object, const char *key);
/* How many values an array, or an object, holds; 0 if it is NULL or something else. */
uint32_t value_size(const struct value *v, enum value_kind kind);
/* The first of them, and the one behind another; only if there is one. */
static inline const struct value *value_first(const struct value *v)
{
    return v + 1;
}
static inline const struct value *value_next(const struct line *l, const struct value *v)
{
    return &l->values[v->next];
}
/* Of anything, also NULL: NULL, or 0, if it is no such thing. */
const char *value_string(const struct value *v);
int64_t value_whole(const struct value *v);
double value_number(const struct value *v);
static inline bool value_is_number(const struct value *v)
{
    return v && (v->kind == VALUE_WHOLE || v->kind == VALUE_REAL);
}
