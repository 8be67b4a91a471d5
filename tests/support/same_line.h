/* SPDX-License-Identifier: MIT */
/* Whether two readers have made the same of a line. */
#pragma once
#include <string.h>

#include "trace/line.h"

static inline bool same_value(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind || a->n != b->n || a->next != b->next || !a->key != !b->key ||
        (a->key && strcmp(a->key, b->key) != 0))
        return false;
    switch (a->kind) {
    case VALUE_STRING:
        return !memcmp(a->string, b->string, a->n + 1u);
    case VALUE_WHOLE:
        return a->whole == b->whole;
    case VALUE_REAL:
        return !memcmp(&a->real, &b->real, sizeof a->real);
    default:
        return true;
    }
}

static inline bool same_line(const struct line *a, const struct line *b)
{
    bool same = a->n == b->n;
    for (uint32_t i = 0; same && i < a->n; i++)
        same = same_value(&a->values[i], &b->values[i]);
    return same;
}
