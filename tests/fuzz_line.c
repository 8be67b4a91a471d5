/* SPDX-License-Identifier: MIT */
/* Any bytes as a line of a trace, for the two readers of such: what the quick one reads the other
 * reads too, and makes the same of it; and the bytes are in the end what they were. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/same_line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *copy(const uint8_t *data, size_t size)
{
    char *s = malloc(size + 1);
    if (!s)
        abort();
    memcpy(s, data, size);
    s[size] = '\n';
    return s;
}

static void must_be_as_before(struct line *l, const uint8_t *data, size_t size)
{
    line_restore(l);
    if (memcmp(l->raw, data, size) != 0 || l->raw[size] != '\n')
        abort();
}

/* What is found by its name is the last of that name. */
static void must_be_found(const struct line *quick, const struct line *any)
{
    const struct value *v = value_first(quick->values);
    for (uint32_t i = 0; i < quick->values->n; i++, v = value_next(quick, v)) {
        const struct value *a = line_get(quick, v->key), *b = line_get(any, v->key);
        if (!a || !b || value_get(quick, quick->values, v->key) != a || a->kind != b->kind)
            abort();
    }
}

/* Of two members of the line itself with one name the other reader has only the last. */
static bool has_doubles(const struct line *l)
{
    const struct value *v = value_first(l->values);
    for (uint32_t i = 0; i < l->values->n; i++, v = value_next(l, v))
        if (value_get(l, l->values, v->key) != v)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct line quick = {0}, any = {0};
    char *one = copy(data, size), *two = copy(data, size);
    if (line_read(&quick, one, size)) {
        if (!line_read_any(&any, two, size))
            abort();
        if (!has_doubles(&quick) && !same_line(&quick, &any))
            abort();
        must_be_found(&quick, &any);
    }
    must_be_as_before(&quick, data, size);
    line_close(&quick);
    line_close(&any);
    free(one);
    free(two);
    return 0;
}
